import type { Database } from '../core/database';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseResetRun } from '../rows/chat-quota-reset';
import type { ResetRun } from '../rows/chat-quota-reset';

const lastRun = 'last';

export type ChatQuotaResetRepository = ReturnType<typeof createChatQuotaResetRepository>;

export function createChatQuotaResetRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const reader = createRowReader(parseResetRun, onInvalidRow);
  const reference = () => database.collection('chat_quota_resets').doc(lastRun);
  return {
    /** Null before the first run. The next run replaces a malformed row. */
    async findLast(): Promise<ResetRun | null> {
      return reader.readOptional((await reference().get()).data);
    },
    async put(run: ResetRun): Promise<void> {
      await reference().set({ data: run });
    },
  };
}
