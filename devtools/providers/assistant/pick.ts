import { createRandom, hashText } from '../painter/random';

/** The same seed takes the same item. */
export function pick<Item>(items: readonly [Item, ...Item[]], seed: string): Item {
  return createRandom(hashText(seed)).pick([...items]);
}
