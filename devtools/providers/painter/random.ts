/** FNV-1a; the hash seeds the randomness, so that a text always gives the same picture. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

export type Random = {
  /** A number from 0 (inclusive) to 1 (exclusive). */
  next(): number;
  between(low: number, high: number): number;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
};

/** mulberry32: small, fast, and good enough to scatter leaves. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  };
}

const tile = 256;

/** Smooth noise from -1 to 1 that repeats every 256 cells. */
export function createNoise(seed: number): (x: number, y: number) => number {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: tile * tile }, () => random.next() * 2 - 1);
  return (x, y) => {
    const column = Math.floor(x);
    const row = Math.floor(y);
    const across = smooth(x - column);
    const down = smooth(y - row);
    const left = column & (tile - 1);
    const right = (column + 1) & (tile - 1);
    const top = (row & (tile - 1)) * tile;
    const bottom = ((row + 1) & (tile - 1)) * tile;
    const upper = mix(values[top + left] ?? 0, values[top + right] ?? 0, across);
    const lower = mix(values[bottom + left] ?? 0, values[bottom + right] ?? 0, across);
    return mix(upper, lower, down);
  };
}

function smooth(part: number): number {
  return part * part * (3 - 2 * part);
}

function mix(from: number, to: number, part: number): number {
  return from + (to - from) * part;
}
