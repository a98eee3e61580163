import type { Sign } from '../../data/timers/sign';

/**
 * Work triggered by a deadline, not by a caller. Code that creates such work lowers the moment at which `tick` looks:
 * `timers.expectDue` before the row is written, or `expectDueWithin` in the same transaction.
 */
export type DueWork<Needs> = {
  name: string;
  /** If none of these queries finds a row, a scheduled look skips the work. Without signs it runs at every look. */
  signs?(needs: Needs, now: Date): readonly Sign[];
  /**
   * Does what is due. Idempotent and safe to run concurrently. Starts nothing that may last beyond `until`. A throw is logged,
   * and the work runs again at the next look.
   */
  run(needs: Needs, options: { until: Date }): Promise<DueResult>;
};

/** The intersection of what several works need. */
export type NeedsOf<Work> = (
  Work extends DueWork<infer Needs> ? (needs: Needs) => void : never
) extends (needs: infer All) => void
  ? All
  : never;

export type DueResult = {
  /**
   * When the earliest remaining row is due: a past moment if due rows are left, null if there are no rows. The work runs again
   * then.
   */
  nextAt: Date | null;
  /** For the log. */
  counts?: Readonly<Record<string, number>>;
  /** Rows that failed; each was logged. They are retried with back-off. */
  errors?: number;
};
