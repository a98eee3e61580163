const units = ['B', 'KB', 'MB', 'GB', 'TB'];
const gibibyte = 1024 ** 3;

/** `0 B`, `86.4 MB`, `2 GB`: binary units, at most one decimal, rounded down; the cloud writes sizes alike. */
export function sizeName(bytes: number): string {
  if (!Number.isFinite(bytes)) return '—';
  const power = Math.max(0, units.filter((_, place) => bytes >= 1024 ** place).length - 1);
  return `${floored(bytes / 1024 ** power, 1)} ${units[power] ?? ''}`;
}

/** Bytes of an amount typed in GB, rounded to a whole byte; null for what is not a number. */
export function fromGigabytes(text: string): number | null {
  // Multiplying by a power of two is exact.
  return /^\d+(\.\d{1,10})?$/.test(text) ? Math.round(Number(text) * gibibyte) : null;
}

/** Bytes as an amount in GB to be typed, rounded down. */
export function toGigabytes(bytes: number): string {
  return String(floored(bytes / gibibyte, 2));
}

function floored(amount: number, places: number): number {
  return Math.floor(amount * 10 ** places) / 10 ** places;
}
