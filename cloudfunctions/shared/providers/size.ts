export type Size = { width: number; height: number };

/** Null if the text is not `WIDTHxHEIGHT`. */
export function parseSize(size: string): Size | null {
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(size) ?? [];
  if (width === undefined || height === undefined) return null;
  return { width: Number(width), height: Number(height) };
}

/** Null if a picture of this size is within the limits, else the reason. */
export function areaProblem(
  size: string,
  limits: { minPixels: number; maxPixels: number; maxRatio: number },
): string | null {
  const parsed = parseSize(size);
  if (parsed === null) return 'is not WIDTHxHEIGHT';
  const { minPixels, maxPixels, maxRatio } = limits;
  const { width, height } = parsed;
  const pixels = width * height;
  if (pixels < minPixels || pixels > maxPixels) {
    return `does not have ${minPixels} to ${maxPixels} pixels`;
  }
  const ratio = Math.max(width / height, height / width);
  return ratio > maxRatio ? `has a ratio above ${maxRatio}:1` : null;
}
