/** Red, green and blue from 0 to 255, alpha from 0 to 1. */
export type Color = { red: number; green: number; blue: number; alpha: number };

const known = new Map<string, Color>();

/** `#RRGGBB` or `#RRGGBBAA`. */
export function toColor(hex: string): Color {
  let color = known.get(hex);
  if (color === undefined) {
    const channel = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
    color = {
      red: channel(1),
      green: channel(3),
      blue: channel(5),
      alpha: hex.length > 7 ? channel(7) / 255 : 1,
    };
    known.set(hex, color);
  }
  return color;
}

export function toHex({ red, green, blue, alpha }: Color): string {
  const channels = alpha < 1 ? [red, green, blue, alpha * 255] : [red, green, blue];
  return `#${channels
    .map((channel) => Math.max(0, Math.min(255, Math.round(channel))))
    .map((channel) => channel.toString(16).padStart(2, '0'))
    .join('')}`;
}

/** `part` 0 gives the first colour, 1 the second. */
export function mixColors(first: string, second: string, part: number): string {
  const from = toColor(first);
  const to = toColor(second);
  const between = (low: number, high: number): number => low + (high - low) * part;
  return toHex({
    red: between(from.red, to.red),
    green: between(from.green, to.green),
    blue: between(from.blue, to.blue),
    alpha: between(from.alpha, to.alpha),
  });
}

export const darker = (color: string, part: number): string => mixColors(color, '#10141c', part);
export const lighter = (color: string, part: number): string => mixColors(color, '#fffaf0', part);

export function withAlpha(color: string, alpha: number): string {
  return toHex({ ...toColor(color), alpha });
}
