export type Size = { width: number; height: number };

/** Null for a text that is not `WIDTHxHEIGHT`. */
export function parseSize(size: string): Size | null {
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(size) ?? [];
  if (width === undefined || height === undefined) return null;
  return { width: Number(width), height: Number(height) };
}

/** Null when a picture of this size is within the limits, else why not. */
export function areaProblem(
  size: string,
  limits: { leastPixels: number; mostPixels: number; mostRatio: number },
): string | null {
  const parsed = parseSize(size);
  if (parsed === null) return 'is not WIDTHxHEIGHT';
  const { leastPixels, mostPixels, mostRatio } = limits;
  const { width, height } = parsed;
  const pixels = width * height;
  if (pixels < leastPixels || pixels > mostPixels) {
    return `does not have ${leastPixels} to ${mostPixels} pixels`;
  }
  const ratio = Math.max(width / height, height / width);
  return ratio > mostRatio ? `has a ratio above ${mostRatio}:1` : null;
}
