const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

/** `0 MB`, `86.4 MB`, `2 GB`: binary units, one digit behind the point where there is something to say. */
export function sizeName(bytes: number): string {
  return bytes < gibibyte ? `${rounded(bytes / mebibyte)} MB` : `${rounded(bytes / gibibyte)} GB`;
}

/** A value typed in GB as bytes; null for what is no amount. A part of a byte is rounded. */
export function fromGigabytes(text: string): number | null {
  // Multiplying by a power of two loses nothing, so the bytes are those of the decimal that was typed.
  return /^\d{1,6}(\.\d{1,10})?$/.test(text) ? Math.round(Number(text) * gibibyte) : null;
}

function rounded(amount: number): string {
  // What is there is never shown as nothing.
  if (amount > 0 && amount < 0.1) return '0.1';
  return String(Math.round(amount * 10) / 10);
}
