import * as z from 'zod';
import { adjust } from '../../domain/wallet/credits';
import type { CreditChange } from '../../domain/wallet/credits';
import type { Page, Position } from '../../domain/cursor';
import { creditLogIds } from '../../domain/ids';
import { businessDay } from '../../domain/time/business-day';
import { movedOn } from '../../domain/wallet/approval';
import { AppError } from '../../error';
import type { Database } from '../core/database';
import { requireDefined } from '../core/database';
import { findNewest } from '../core/newest';
import { inTransaction } from '../core/transaction';
import type { Clock } from '../../domain/time/clock';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseCreditLog, parseCreditLogOrNull } from '../rows/credit-log';
import type { CreditLog } from '../rows/credit-log';
import { parseUserOrNull } from '../rows/user';
import { requireApproval, writeAudit } from '../wallet/approvals';
import type { Permission } from '../wallet/approvals';
import { moveCredits } from '../wallet/balance';

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

    /** Entries of one kind, for the page that lists them. */
    async listKind(
      userId: string,
      kind: CreditChange['kind'],
      from: Position,
      size: number,
    ): Promise<Page<CreditLog>> {
      const condition = requireDefined({ userId, kind });
      const rows = await findNewest(database, 'credit_logs', condition, from, size + 1);
      return reader.readPage(rows, size);
    },

    /** Ids are derived from the cause of the entry. */
    async find(logId: string): Promise<CreditLog | null> {
      return reader.readOptional((await database.collection('credit_logs').doc(logId).get()).data);
    },

    /**
     * An admin's change of a user's credits, once per request id. Throws NOT_FOUND for an unknown user, and SECOND_ADMIN_REQUIRED
     * for more than a single admin may move.
     */
    async adjust(
      change: {
        userId: string;
        amount: number;
        reason: string;
        requestId: string;
        permission: Permission;
      },
      now: Date,
    ): Promise<{ change: CreditChange; isReplay: boolean }> {
      const { permission } = change;
      const { adminId, approvedBy, limits } = permission;
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
        const applied = adjust(user.credits, { ...change, adminId });
        const moved = movedOn(user.movedToday, businessDay(now));
        const size = Math.abs(applied.amount);
        requireApproval(permission, { moved: moved.credits, amount: size, limit: limits.credits });
        const movedToday = { ...moved, credits: moved.credits + size };
        const { before: _, after: __, ...entry } = applied;
        await moveCredits(
          transaction,
          database.command,
          { user, openid: ownerOf(row) },
          entry,
          now,
          approvedBy === null ? { others: { movedToday } } : {},
        );
        await writeAudit(transaction, permission, {
          ...{ action: 'adjustCredits', target: user.id, requestId: change.requestId, now },
          ...{ before: { credits: applied.before }, after: { credits: applied.after } },
        });
        return { change: applied, isReplay: false };
      });
    },
  };
}

function ownerOf(row: unknown): string {
  return z.object({ _openid: z.string() }).parse(row)._openid;
}
