import * as z from 'zod';
import { adjust } from '../../domain/wallet/credits';
import type { CreditChange } from '../../domain/wallet/credits';
import type { Page, Position } from '../../domain/cursor';
import { creditLogIds } from '../../domain/ids';
import { AppError } from '../../error';
import type { Database } from '../core/database';
import { requireDefined } from '../core/database';
import { findNewest } from '../core/newest';
import { inTransaction } from '../core/transaction';
import type { Clock } from '../../domain/time/clock';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseCreditLog, parseCreditLogOrNull, toCreditLogRow } from '../rows/credit-log';
import type { CreditLog } from '../rows/credit-log';
import { parseUserOrNull } from '../rows/user';

export type CreditLogRepository = ReturnType<typeof createCreditLogRepository>;

export function createCreditLogRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const reader = createRowReader(parseCreditLog, onInvalidRow);
  return {
    async list(userId: string, from: Position, size: number): Promise<Page<CreditLog>> {
      const rows = await findNewest(
        database,
        'credit_logs',
        requireDefined({ userId }),
        from,
        size + 1,
      );
      return reader.readPage(rows, size);
    },

    /** An admin's change of a user's credits, once per request id. Throws NOT_FOUND for an unknown user. */
    async adjust(
      change: {
        userId: string;
        amount: number;
        reason: string;
        requestId: string;
        adminId: string;
      },
      now: Date,
    ): Promise<{ change: CreditChange; isReplay: boolean }> {
      const logId = creditLogIds.adjust(change.userId, change.requestId);
      return inTransaction(database, clock, async (transaction) => {
        const log = transaction.collection('credit_logs').doc(logId);
        const standing = parseCreditLogOrNull((await log.get()).data);
        if (standing !== null) {
          if (standing.amount !== change.amount || standing.reason !== change.reason) {
            throw new AppError('REQUEST_REUSED');
          }
          return { change: standing, isReplay: true };
        }
        const reference = transaction.collection('users').doc(change.userId);
        const row = (await reference.get()).data;
        const user = parseUserOrNull(row);
        if (user === null) throw new AppError('NOT_FOUND');
        const applied = adjust(user.credits, change);
        await reference.update({ data: { credits: applied.after, updatedAt: now } });
        const { _id: _, ...data } = toCreditLogRow(applied, ownerOf(row), now) as { _id: string };
        await log.set({ data });
        return { change: applied, isReplay: false };
      });
    },
  };
}

function ownerOf(row: unknown): string {
  return z.object({ _openid: z.string() }).parse(row)._openid;
}
