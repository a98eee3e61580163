const units = [
  { name: '万亿', size: 1e12 },
  { name: '亿', size: 1e8 },
  { name: '万', size: 1e4 },
];
const shownDigits = 4;

/** `99999`, `10万`, `1.234亿`: a number of more than `mostDigits` in four of them, never rounded up. */
export function countName(value: number, mostDigits: number): string {
  const unit = units.find(({ size }) => value >= size);
  if (unit === undefined || value < 10 ** mostDigits) return String(value);
  const whole = String(Math.floor(value / unit.size));
  const places = Math.max(0, shownDigits - whole.length);
  const shown = Math.floor(value / (unit.size / 10 ** places)) / 10 ** places;
  return `${shown}${unit.name}`;
}

/** How much room such a name takes, in digits: a Chinese sign is as wide as two. */
export function widthOf(text: string): number {
  return text.length + (text.match(/[万亿]/g)?.length ?? 0);
}
