const units = ['B', 'KB', 'MB', 'GB', 'TB'];
const gibibyte = 1024 ** 3;

/**
 * `0 B`, `86.4 MB`, `2 GB`: binary units, one digit behind the point where there is something to say, never rounded up.
 * As the cloud writes it where it explains a limit.
 */
export function sizeName(bytes: number): string {
  const power = Math.max(0, units.filter((_, place) => bytes >= 1024 ** place).length - 1);
  return `${floored(bytes / 1024 ** power, 1)} ${units[power] ?? ''}`;
}

/** A value typed in GB as bytes; null for what is no amount. A part of a byte is rounded. */
export function fromGigabytes(text: string): number | null {
  // Multiplying by a power of two loses nothing, so the bytes are those of the decimal that was typed.
  return /^\d+(\.\d{1,10})?$/.test(text) ? Math.round(Number(text) * gibibyte) : null;
}

/** So many GB, as they would be typed: what they say is not more than the bytes. */
export function toGigabytes(bytes: number): string {
  return String(floored(bytes / gibibyte, 2));
}

function floored(amount: number, places: number): number {
  return Math.floor(amount * 10 ** places) / 10 ** places;
}
