import * as z from 'zod';
import { Moment, textOf } from './values';

/** `reset`: rows whose month ended; `failed`: rows that could not be reset and come again with the next run. */
export const ResetRun = z.object({
  startedAt: Moment,
  endedAt: Moment,
  reset: z.number().int(),
  failed: z.number().int(),
});
export type ResetRun = z.infer<typeof ResetRun>;

export const resetChatQuotas = {
  /** For an admin, or for a service that has the token. Idempotent. */
  resetQuotas: {
    input: z.strictObject({ token: textOf(0, 200).optional() }),
    output: ResetRun,
  },
  /**
   * `overdue`: rows whose month ended more than a day ago. Their users see the right numbers: each row resets when it
   * is used.
   */
  getResetHealth: {
    input: z.strictObject({ token: textOf(0, 200).optional() }),
    output: z.object({
      status: z.enum(['ok', 'late', 'neverRun']),
      lastRun: ResetRun.nullable(),
      overdue: z.number().int(),
    }),
  },
};
