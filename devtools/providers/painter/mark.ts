import type { Canvas } from './canvas';
import { createPen } from './pen';

/** The four characters of the label as strokes in a square of 100, with the baseline at 100. */
const signs: readonly (readonly [advance: number, strokes: string])[] = [
  [72, 'M4 94L34 10L64 94M14 66H54'],
  [30, 'M12 10V94'],
  [108, 'M30 6L10 46M22 28H92M52 4V92M18 60H90M6 94H100'],
  [
    106,
    'M12 24H98M12 24V52C12 70 10 82 2 98M14 50H46V80C46 88 40 88 32 86M58 4C60 44 72 78 96 94L100 76M90 46C80 68 66 84 46 98M76 6L90 18',
  ],
];
const gap = 12;

/**
 * Draws the visible AI label: white on a dark plate in the lower right corner. Its characters are 5.3 % of the shorter
 * side high; GB 45438-2025 requires at least 5 %.
 */
export function drawMark(canvas: Canvas): void {
  const shorter = Math.min(canvas.width, canvas.height);
  const scale = (shorter * 0.053) / 84;
  const long = signs.reduce((sum, [advance]) => sum + advance + gap, -gap);
  const pen = createPen(canvas, [scale, 0, 0, scale, canvas.width, canvas.height]);
  const [left, top] = [-long - 66, -158];
  pen.rect(left - 34, top - 24, long + 68, 150, '#0C1014', 34, 0.58);
  let x = left;
  for (const [advance, strokes] of signs) {
    pen.at(x, top).line(strokes, 11, '#FFFFFF');
    x += advance + gap;
  }
}
