import type { Subject } from '../scenario';

/** Replaces source text of the product by the same text without the guard; `file` must contain `find` exactly once. */
export type Edit = { file: string; find: string; replace: string };

/** The product without one guard. There are several edits where a rule is deliberately guarded twice. */
export type Mutant = {
  guard: string;
  edits: Edit[];
  /** The race that reveals it; otherwise scenarios are played until one fails. */
  race?: string;
  /** Only scenarios about this subject can reveal it. */
  isAbout?: Subject;
};

export const shared = 'cloudfunctions/shared';

export function only(
  guard: string,
  file: string,
  find: string,
  replace: string,
  race?: string,
): Mutant {
  return { guard, edits: [{ file, find, replace }], ...(race === undefined ? {} : { race }) };
}
