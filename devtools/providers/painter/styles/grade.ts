import type { Canvas } from '../canvas';
import type { Mood } from '../prompt';

/** Factors for red, green, blue and saturation. */
const grades: Partial<Record<Mood, readonly [number, number, number, number]>> = {
  warm: [1.06, 1.0, 0.9, 1.06],
  calm: [0.98, 1.0, 1.02, 0.86],
  joyful: [1.04, 1.03, 0.98, 1.2],
  mysterious: [0.88, 0.86, 1.06, 0.94],
  sad: [0.9, 0.94, 1.0, 0.68],
  romantic: [1.06, 0.96, 1.0, 1.04],
  dreamy: [1.02, 0.97, 1.06, 0.95],
};

/** Tints a layer for a mood; colours are premultiplied, so transparency does not change. */
export function gradeMood({ data }: Canvas, mood: Mood): void {
  const grade = grades[mood];
  if (grade === undefined) return;
  const [red, green, blue, saturation] = grade;
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] ?? 0;
    if (alpha === 0) continue;
    const r = data[at] ?? 0;
    const g = data[at + 1] ?? 0;
    const b = data[at + 2] ?? 0;
    const gray = 0.3 * r + 0.59 * g + 0.11 * b;
    data[at] = Math.min(alpha, (gray + (r - gray) * saturation) * red);
    data[at + 1] = Math.min(alpha, (gray + (g - gray) * saturation) * green);
    data[at + 2] = Math.min(alpha, (gray + (b - gray) * saturation) * blue);
  }
}
