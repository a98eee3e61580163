/** Height as a percentage of the width, from a size like `864x1152`: reserves a picture's place before it loads. */
export function heightPercent(size: string): number {
  const [width, height] = toSides(size);
  return width > 0 && height > 0 ? Math.round((height / width) * 10_000) / 100 : 100;
}

/** `864x1152` becomes `3:4`. */
export function ratioName(size: string): string {
  const [width, height] = toSides(size);
  if (!(width > 0 && height > 0)) return size || '';
  // The provider's sizes are multiples of 16 near the ratio they stand for (1344x768 is called 16:9).
  const known: [number, number][] = [
    [1, 1],
    [3, 4],
    [4, 3],
    [2, 3],
    [3, 2],
    [9, 16],
    [16, 9],
  ];
  const distance = ([x, y]: [number, number]) => Math.abs(Math.log(width / height / (x / y)));
  const [x, y] = known.reduce((best, next) => (distance(next) < distance(best) ? next : best));
  return `${x}:${y}`;
}

function toSides(size: string): [width: number, height: number] {
  // Rows from an older cloud version may lack the size.
  const [width = 0, height = 0] = (size || '').split('x').map(Number);
  return [width, height];
}
