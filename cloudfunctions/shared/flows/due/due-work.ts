import type { Sign } from '../../data/timers/sign';

/**
 * Work that a deadline brings, not a caller. What creates it lowers the moment at which `tick` looks: `timers.expectDue`
 * before it is written, or `expectDueWithin` in the same transaction.
 */
export type DueWork<Needs> = {
  name: string;
  /** Where none of them has a row, a planned look passes over the work. Without signs it runs with every look. */
  signs?(needs: Needs, now: Date): readonly Sign[];
  /**
   * Does what is due. Idempotent, and safe beside itself. Begins nothing that may last beyond `until`. A throw is logged, and the
   * work runs again with the next look.
   */
  run(needs: Needs, options: { until: Date }): Promise<DueResult>;
};

/** What all of several works need. */
export type NeedsOf<Work> = (
  Work extends DueWork<infer Needs> ? (needs: Needs) => void : never
) extends (needs: infer All) => void
  ? All
  : never;

export type DueResult = {
  /**
   * When the earliest of its rows is due, as they stand now: a moment that has come when some are left, null for none. The work runs again
   * then.
   */
  nextAt: Date | null;
  /** For the log. */
  counts?: Readonly<Record<string, number>>;
  /** Rows that failed, each of them logged. They are tried again after a growing wait. */
  errors?: number;
};
