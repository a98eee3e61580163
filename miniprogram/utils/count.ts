const units = [
  { name: '万亿', size: 1e12 },
  { name: '亿', size: 1e8 },
  { name: '万', size: 1e4 },
];
const shownDigits = 4;

/** `99999`, `10万`, `1.234亿`: a number of more than `maxDigits` digits is shown in four, rounded down. */
export function countName(value: number, maxDigits: number): string {
  const unit = units.find(({ size }) => value >= size);
  if (unit === undefined || value < 10 ** maxDigits) return String(value);
  const whole = String(Math.floor(value / unit.size));
  const places = Math.max(0, shownDigits - whole.length);
  const shown = Math.floor(value / (unit.size / 10 ** places)) / 10 ** places;
  return `${shown}${unit.name}`;
}

/** The width of such a name in digits: a Chinese character is as wide as two. */
export function widthOf(text: string): number {
  return text.length + (text.match(/[万亿]/g)?.length ?? 0);
}
