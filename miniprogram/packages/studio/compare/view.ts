/** Beside the centre, where the face is, so that both sides are seen at once. */
export const start = 46;

export const views = [
  { id: 'before', name: '试衣前' },
  { id: 'both', name: '左右对比' },
  { id: 'after', name: '试衣后' },
];

const step = 5;

/** The position of the edge for a button: the percentage of the width that `before` takes. */
export function segmentPercent(id: string): number {
  if (id === 'before') return 100;
  return id === 'after' ? 0 : start;
}

export function segmentOf(percent: number): string {
  if (percent >= 100) return 'before';
  return percent <= 0 ? 'after' : 'both';
}

/** The position of the edge after a key; null for keys that do not move it. */
export function keyPercent(percent: number, key: string): number | null {
  if (key === 'ArrowLeft') return Math.max(0, percent - step);
  if (key === 'ArrowRight') return Math.min(100, percent + step);
  if (key === 'Home') return 0;
  return key === 'End' ? 100 : null;
}
