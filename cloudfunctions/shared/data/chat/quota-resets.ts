import * as z from 'zod';
import type { Database } from '../core/database';

/** `failed`: rows whose month was over and that still waited at the end of the run. */
export type ResetRun = { startedAt: Date; endedAt: Date; reset: number; failed: number };

const Row = z.object({
  startedAt: z.date(),
  endedAt: z.date(),
  reset: z.number().int(),
  failed: z.number().int(),
});
const lastRun = 'last';

export type ChatQuotaResetRepository = ReturnType<typeof createChatQuotaResetRepository>;

export function createChatQuotaResetRepository(database: Database) {
  const reference = () => database.collection('chat_quota_resets').doc(lastRun);
  return {
    async findLast(): Promise<ResetRun | null> {
      const { data } = await reference().get();
      return data === null || data === undefined ? null : Row.parse(data);
    },
    async put(run: ResetRun): Promise<void> {
      await reference().set({ data: run });
    },
  };
}
