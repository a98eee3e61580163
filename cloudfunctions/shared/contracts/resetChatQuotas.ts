import * as z from 'zod';
import { Moment, textOf } from './values';

/** `reset`: rows whose month had ended; `failed`: rows that could not be reset and are retried at the next run. */
export const ResetRun = z.object({
  startedAt: Moment,
  endedAt: Moment,
  reset: z.number().int(),
  failed: z.number().int(),
});
export type ResetRun = z.infer<typeof ResetRun>;

export const resetChatQuotas = {
  /** For an admin, or for a service with the token. Idempotent. */
  resetQuotas: {
    input: z.strictObject({ token: textOf(0, 200).optional() }),
    output: ResetRun,
  },
  /**
   * `overdue`: rows whose month ended more than a day ago. Their users still see correct numbers, because each row is also reset
   * when it is used.
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
