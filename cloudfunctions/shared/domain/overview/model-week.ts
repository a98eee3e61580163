import type { AttemptOutcome } from '../tasks/attempt';

/** Outcomes that reflect on the model; the others are the user's, or not known yet. */
const judged: readonly string[] = [
  'done',
  'retry',
  'disabled',
  'failed',
  'unknown',
  'timeout',
  'orphan',
] satisfies AttemptOutcome[];

export type Outcomes = { outcome: string; count: number; costFen: number; wasteFen: number };

/** Each success costs its price, delivered or not; costs that produced no picture are added. */
export function sumWeek(groups: readonly Outcomes[]): {
  attempts: number;
  usable: number;
  fenPerUsable: number | null;
} {
  const ended = groups.filter(({ outcome }) => judged.includes(outcome));
  const done = ended.filter(({ outcome }) => outcome === 'done');
  const count = (rows: readonly Outcomes[]) => rows.reduce((sum, row) => sum + row.count, 0);
  const usable = count(done);
  const spent =
    done.reduce((sum, { costFen }) => sum + costFen, 0) +
    groups
      .filter(({ outcome }) => outcome !== 'done')
      .reduce((sum, { wasteFen }) => sum + wasteFen, 0);
  return {
    ...{ attempts: count(ended), usable },
    fenPerUsable: usable === 0 ? null : Math.round((spent / usable) * 100) / 100,
  };
}
