/**
 * Remembers seats as numbers: 53 bits each instead of a text of fifty characters. `add` answers true when the number
 * was there already, which is a duplicate, or in one of many billions of cases a chance; the caller looks again.
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

/** FNV-1a twice with two seeds, joined to 53 bits. */
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
