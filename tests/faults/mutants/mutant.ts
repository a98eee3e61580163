import type { Subject } from '../scenario';

/** One place of the product as it is and without its guard; `file` holds `find` once. */
export type Edit = { file: string; find: string; replace: string };

/** A guard taken away. Several edits where one rule is guarded twice on purpose. */
export type Mutant = {
  guard: string;
  edits: Edit[];
  /** The race that shows it; without one, scenarios are played until one fails. */
  race?: string;
  /** Only such scenarios can show it. */
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
