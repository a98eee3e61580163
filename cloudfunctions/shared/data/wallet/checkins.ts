import { businessDay } from '../../domain/time/business-day';
import type { Clock } from '../../domain/time/clock';
import { creditLogIds } from '../../domain/ids';
import { checkinCredits, checkinIdOf, dayBefore } from '../../domain/wallet/checkin';
import type { Checkin } from '../../domain/wallet/checkin';
import type { Database } from '../core/database';
import { requireDefined } from '../core/database';
import { createRowReader, isMissing } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { inTransaction } from '../core/transaction';
import { parseCheckin } from '../rows/checkin';
import { requireUser } from '../rows/user';
import { moveCredits } from './balance';

export function createCheckinRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const reader = createRowReader(parseCheckin, onInvalidRow);
  const checkins = () => database.collection('checkins');

  return {
    async find(userId: string, day: string): Promise<Checkin | null> {
      return reader.readOptional((await checkins().doc(checkinIdOf(userId, day)).get()).data);
    },

    /** The check-in of today, and whether this call made it. Throws SIGN_IN_REQUIRED. */
    checkIn(
      { userId, openid }: { userId: string; openid: string },
      now: Date,
    ): Promise<{ checkin: Checkin; balance: number; isNew: boolean; isShown: boolean }> {
      const day = businessDay(now);
      return inTransaction(
        database,
        clock,
        async (transaction) => {
          const rows = transaction.collection('checkins');
          const reference = rows.doc(checkinIdOf(userId, day));
          const { data: row } = await reference.get();
          const standing = reader.readOptional(row);
          const user = requireUser((await transaction.collection('users').doc(userId).get()).data);
          if (standing !== null) {
            return { checkin: standing, balance: user.credits, isNew: false, isShown: true };
          }
          const yesterday = await rows.doc(checkinIdOf(userId, dayBefore(now))).get();
          const streak = (reader.readOptional(yesterday.data)?.streak ?? 0) + 1;
          const credits = checkinCredits(streak);
          const data = { userId, day, streak, credits, createdAt: now };
          const checkin: Checkin = { id: checkinIdOf(userId, day), ...data };
          await reference.set({ data });
          if (!isMissing(row)) {
            // If the row is unreadable, the ledger shows whether the reward was given.
            const entry = transaction
              .collection('credit_logs')
              .doc(creditLogIds.checkin(userId, day));
            if (!isMissing((await entry.get()).data)) {
              return { checkin, balance: user.credits, isNew: false, isShown: true };
            }
          }
          const { after, isShown } = await moveCredits(
            transaction,
            database.command,
            { user, openid },
            {
              ...{ id: creditLogIds.checkin(userId, day), userId, kind: 'checkin' },
              ...{ amount: credits, title: '每日签到' },
            },
            now,
          );
          return { checkin, balance: after, isNew: true, isShown };
        },
        { maxConflicts: 60 },
      );
    },

    /** Check-ins of one month, ordered by day. */
    async listMonth(userId: string, month: string): Promise<Checkin[]> {
      const { command } = database;
      const { data } = await checkins()
        .where({
          ...requireDefined({ userId }),
          day: command.gte(`${month}01`).and(command.lte(`${month}31`)),
        })
        .orderBy('day', 'asc')
        .limit(31)
        .get();
      return reader.readAll(data);
    },
  };
}
