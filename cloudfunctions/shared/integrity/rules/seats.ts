/**
 * A set of seats stored as 53-bit numbers instead of strings of fifty characters. `add` returns true if the number was there
 * already: a duplicate seat or, with a negligible probability, a hash collision; the caller verifies it.
 */
export function createSeatSet(): { add(seat: string): boolean } {
  const seen = new Set<number>();
  return {
    add(seat) {
      const number = numberOf(seat);
      if (seen.has(number)) return true;
      seen.add(number);
      return false;
    },
  };
}

/** FNV-1a with two seeds, combined to 53 bits. */
function numberOf(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9dc5811c;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x01000193) ^ (high >>> 13);
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}
