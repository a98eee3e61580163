import * as z from 'zod';
import { adjust } from '../../domain/wallet/credits';
import type { CreditChange } from '../../domain/wallet/credits';
import { toPage } from '../../domain/cursor';
import type { Page, Position } from '../../domain/cursor';
import { creditLogIds } from '../../domain/ids';
import { AppError } from '../../error';
import type { Database } from '../core/database';
import { exactly, withoutHoles } from '../core/database';
import { findNewest } from '../core/newest';
import { inTransaction } from '../core/transaction';
import type { Pace } from '../core/transaction';
import { parseUser } from '../users/users';

export type CreditLog = CreditChange & { createdAt: Date };

const CreditLogRow = z.object({
  _id: z.string(),
  userId: z.string(),
  kind: z.enum(['welcome', 'consume', 'refund', 'adjust']),
  amount: z.number().int(),
  before: z.number().int(),
  after: z.number().int(),
  title: z.string().default(''),
  workId: z.string().optional(),
  reason: z.string().optional(),
  adminId: z.string().optional(),
  createdAt: z.date(),
});

export function creditLogRow(change: CreditChange, openid: string, now: Date): object {
  const { id, ...rest } = change;
  return withoutHoles({ _id: id, _openid: openid, ...rest, createdAt: now });
}

function parseCreditLog(row: unknown): CreditLog {
  const { _id: id, ...log } = CreditLogRow.parse(row);
  return { id, ...log };
}

export type CreditLogRepository = ReturnType<typeof createCreditLogRepository>;

export function createCreditLogRepository(database: Database, pace: Pace) {
  return {
    async list(userId: string, from: Position, size: number): Promise<Page<CreditLog>> {
      const rows = await findNewest(database, 'credit_logs', exactly({ userId }), from, size + 1);
      return toPage(rows.map(parseCreditLog), size);
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
      return inTransaction(database, pace, async (transaction) => {
        const log = transaction.collection('credit_logs').doc(logId);
        const earlier = (await log.get()).data;
        if (earlier !== null && earlier !== undefined) {
          const standing = parseCreditLog(earlier);
          if (standing.amount !== change.amount || standing.reason !== change.reason) {
            throw new AppError('REQUEST_REUSED');
          }
          return { change: standing, isReplay: true };
        }
        const reference = transaction.collection('users').doc(change.userId);
        const row = (await reference.get()).data;
        const user = parseUser(row);
        if (user === null) throw new AppError('NOT_FOUND');
        const applied = adjust(user.credits, change);
        await reference.update({ data: { credits: applied.after, updatedAt: now } });
        const { _id: _, ...data } = creditLogRow(applied, ownerOf(row), now) as { _id: string };
        await log.set({ data });
        return { change: applied, isReplay: false };
      });
    },
  };
}

function ownerOf(row: unknown): string {
  return z.object({ _openid: z.string() }).parse(row)._openid;
}
