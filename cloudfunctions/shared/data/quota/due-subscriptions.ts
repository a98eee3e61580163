import { levelNumberOf } from '../../domain/quota/quota';
import type { Plan } from '../../domain/quota/quota';
import { afterExpiry, nextExpiry } from '../../domain/quota/quota-change';
import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { createRowReader, isMissing } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { inTransaction } from '../core/transaction';
import { parseSubscription } from '../rows/subscription';
import type { Sign } from '../timers/sign';
import { quotaUnavailable } from './entitlements';
import { planOf } from './plans';
import { copyLevel, writeSubscription } from './subscription-writes';

/** Subscriptions with pending work: expired parts, and changes that derived data does not show yet. */
export function createDueSubscriptions(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const subscriptions = createRowReader(parseSubscription, onInvalidRow);

  const idsWhere = async (condition: object, after: string, limit: number): Promise<string[]> => {
    const { data } = await database
      .collection('user_subscriptions')
      .where({ ...condition, _id: database.command.gt(after) })
      .orderBy('_id', 'asc')
      .field({ _id: true })
      .limit(limit)
      .get();
    return data.map((row) => (row as { _id: string })._id);
  };

  return {
    /** Records what has expired, and copies the level. False if nothing had, or it was recorded already. */
    expire(userId: string, plans: readonly Plan[], now: Date): Promise<boolean> {
      return inTransaction(database, clock, async (transaction) => {
        const reference = transaction.collection('user_subscriptions').doc(userId);
        const row = (await reference.get()).data;
        const standing = subscriptions.find(row, quotaUnavailable);
        const after = standing === null ? null : afterExpiry(standing, now, plans);
        if (after === null) {
          // A membership has begun, or the row was prolonged by hand: update `expiryAt` and derived data.
          const { expiryAt } = (row ?? {}) as { expiryAt?: unknown };
          if (standing !== null && expiryAt instanceof Date && expiryAt <= now) {
            const data = { expiryAt: nextExpiry(standing, now), isSynced: false, updatedAt: now };
            await reference.update({ data });
          }
          return false;
        }
        await writeSubscription(transaction, row, after, now);
        const userRow = (await transaction.collection('users').doc(userId).get()).data;
        if (!isMissing(userRow)) {
          const plan = planOf(plans, after.planId);
          const level = levelNumberOf({ subscription: after, plan, plans }, now);
          await copyLevel(transaction, userId, level, now);
        }
        return true;
      });
    },

    /** Users with something expired, after the id `after`, ordered by id. */
    listExpired(now: Date, after: string, limit: number): Promise<string[]> {
      return idsWhere({ expiryAt: database.command.lte(now) }, after, limit);
    },

    /** Subscriptions that expire by then, and those not synced. */
    signs(until: Date): Sign[] {
      return [{ expiryAt: database.command.lte(until) }, { isSynced: false }].map((where) => ({
        collection: 'user_subscriptions',
        where,
      }));
    },

    /** The next expiry of any user. */
    async nextExpiry(now: Date): Promise<Date | null> {
      const { data } = await database
        .collection('user_subscriptions')
        .where({ expiryAt: database.command.gt(now) })
        .orderBy('expiryAt', 'asc')
        .field({ expiryAt: true })
        .limit(1)
        .get();
      return (data as { expiryAt: Date }[])[0]?.expiryAt ?? null;
    },

    listUnsynced(after: string, limit: number): Promise<string[]> {
      return idsWhere({ isSynced: false }, after, limit);
    },
  };
}
