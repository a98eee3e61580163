import type { ApAccount } from '../domain/ap';
import { AppError } from '../error';
import { parseAccount } from './chat-rows';
import type { Database } from './database';

export type ChatQuotaRepository = ReturnType<typeof createChatQuotaRepository>;

export function createChatQuotaRepository(database: Database) {
  const quotas = () => database.collection('chat_quotas');
  return {
    /**
     * The account as it was written last; `accountAt` says what it is now. Null before the first use. Throws
     * QUOTA_UNAVAILABLE rather than guess.
     */
    async find(userId: string): Promise<ApAccount | null> {
      try {
        return parseAccount((await quotas().doc(userId).get()).data);
      } catch (error) {
        throw new AppError('QUOTA_UNAVAILABLE', { cause: error });
      }
    },
  };
}
