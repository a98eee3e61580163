import * as z from 'zod';
import type { ApAccount } from '../../domain/chat/ap';
import { nextMonth } from '../../domain/time/business-month';
import { isAppError } from '../../error';
import type { Database } from '../core/database';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { quotaUnavailable } from '../quota/entitlements';
import { parseAccount } from '../rows/chat';

const Identified = z.object({ _id: z.string() });

export type ChatQuotaRepository = ReturnType<typeof createChatQuotaRepository>;

export function createChatQuotaRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const reader = createRowReader(parseAccount, onInvalidRow);
  const { command } = database;
  const quotas = () => database.collection('chat_quotas');
  const due = (now: Date) => ({ quotaResetAt: command.lte(now) });

  return {
    /**
     * The account as last written; `accountAt` computes its present state. Null before the first use. Throws QUOTA_UNAVAILABLE
     * rather than guess.
     */
    async find(userId: string): Promise<ApAccount | null> {
      try {
        return reader.find((await quotas().doc(userId).get()).data, quotaUnavailable);
      } catch (error) {
        throw isAppError(error) ? error : quotaUnavailable(error);
      }
    },

    /** Users whose month has ended, longest ago first. */
    async listDue(now: Date, limit: number): Promise<string[]> {
      const { data } = await quotas()
        .where(due(now))
        .orderBy('quotaResetAt', 'asc')
        .orderBy('_id', 'asc')
        .limit(limit)
        .field({ _id: true })
        .get();
      return data.map((row) => Identified.parse(row)._id);
    },

    /** Resets accounts whose month is still over: a question may have begun the new month meanwhile. */
    async resetDue(userIds: readonly string[], now: Date): Promise<void> {
      await quotas()
        .where({ _id: command.in(userIds), ...due(now) })
        .update({ data: { monthlyUsed: 0, quotaResetAt: nextMonth(now), updatedAt: now } });
    },

    /** Corrects a month end that a clock far ahead has set too late, unless the row has changed since. */
    async bringBack(userId: string, { quotaResetAt }: ApAccount, now: Date): Promise<void> {
      await quotas()
        .where({ _id: userId, quotaResetAt })
        .update({ data: { quotaResetAt: nextMonth(now), updatedAt: now } });
    },

    async countDue(now: Date): Promise<number> {
      return (await quotas().where(due(now)).count()).total;
    },
  };
}
