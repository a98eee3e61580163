import * as z from 'zod';
import { parseRow } from '../core/rows';

/** `failed`: rows whose month was over but which were not reset by the end of the run. */
export type ResetRun = { startedAt: Date; endedAt: Date; reset: number; failed: number };

export const ResetRunRow = z.object({
  _id: z.string(),
  startedAt: z.date(),
  endedAt: z.date(),
  reset: z.number().int(),
  failed: z.number().int(),
});

export function parseResetRun(row: unknown): ResetRun {
  const { _id: _, ...run } = parseRow('chat_quota_resets', ResetRunRow, row);
  return run;
}
