const leastPixels = 512 ** 2;
const mostPixels = 2048 ** 2;
const mostRatio = 8;

/** Null when the model takes the size, else why not. A try-on has the size of its photo. */
export function sizeProblem(_model: string, size: string): string | null {
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(size) ?? [];
  if (width === undefined || height === undefined) return 'is not WIDTHxHEIGHT';
  const [wide, tall] = [Number(width), Number(height)];
  const pixels = wide * tall;
  if (pixels < leastPixels || pixels > mostPixels) {
    return `has not between ${leastPixels} and ${mostPixels} pixels`;
  }
  return Math.max(wide / tall, tall / wide) > mostRatio ? `has a ratio above ${mostRatio}:1` : null;
}
