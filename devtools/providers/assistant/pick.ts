import { createRandom, hashText } from '../painter/random';

/** Picks an item; the same seed always picks the same one. */
export function pick<Item>(items: readonly [Item, ...Item[]], seed: string): Item {
  return createRandom(hashText(seed)).pick([...items]);
}
