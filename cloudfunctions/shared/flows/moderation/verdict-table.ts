import type { VerdictTable } from './verdict';

/** What the verdicts of all kinds need together. */
export type VerdictNeeds = object;

const nothing = () => Promise.resolve();

/** What follows from the verdict on each kind of picture. */
export const verdictTable: VerdictTable<VerdictNeeds> = {
  avatar: nothing,
  asset: nothing,
  result: nothing,
};
