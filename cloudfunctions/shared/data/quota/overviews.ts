import * as z from 'zod';
import { levelNumberOf, resolveQuota } from '../../domain/quota/quota';
import type { Plan, QuotaFacts, Subscription } from '../../domain/quota/quota';
import { overviewDifference, overviewOf } from '../../domain/quota/quota-overview';
import type { Overview } from '../../domain/quota/quota-overview';
import type { Database } from '../core/database';
import { createRowReader, isMissing } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseOverview } from '../rows/quota-overview';
import { parseSubscription } from '../rows/subscription';
import { parseUser } from '../rows/user';
import { quotaUnavailable } from './entitlements';
import { planOf } from './plans';
import { inTransaction } from '../core/transaction';
import type { Clock } from '../../domain/time/clock';

/** Derived data that was found wrong. */
export type DerivedQuotaData = 'overview' | 'storageLimit' | 'vipLevel';

const Owner = z.object({ _openid: z.string() });
const Versioned = z.object({ version: z.number().int() }).catch({ version: -1 });
const Synced = z.object({ isSynced: z.boolean() }).catch({ isSynced: false });
const Balance = z.object({ credits: z.number().optional() }).catch({});
const StorageCopy = z.object({ limitBytes: z.number().optional() }).catch({});

/** Each concurrent charge may cost one more write. */
const maxBalanceWrites = 10;

export type QuotaOverviewRepository = ReturnType<typeof createQuotaOverviewRepository>;

export function createQuotaOverviewRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const subscriptions = createRowReader(parseSubscription, onInvalidRow);
  const users = createRowReader(parseUser, onInvalidRow);
  return {
    async find(userId: string): Promise<Overview | null> {
      return parseOverview((await database.collection('quota_overviews').doc(userId).get()).data);
    },

    /**
     * Writes the user's balance into the overview that open pages watch. The written value is compared with the user's row
     * afterwards, so of two concurrent writers the last one corrects it. `known` is the balance the caller has just written.
     * False for a user without an overview: there is none to update.
     */
    async showCredits(userId: string, known?: number): Promise<boolean> {
      const readBalance = async () =>
        Balance.parse((await database.collection('users').doc(userId).get()).data).credits;
      let credits = known ?? (await readBalance());
      for (let attempt = 0; attempt < maxBalanceWrites && credits !== undefined; attempt += 1) {
        const overview = database.collection('quota_overviews').doc(userId);
        // Includes the time, because an update that changes nothing reports 0 updated rows.
        const { stats } = await overview.update({ data: { credits, updatedAt: clock.now() } });
        if (stats.updated === 0) return false;
        const standing = await readBalance();
        if (standing === credits) break;
        credits = standing;
      }
      return true;
    },

    /**
     * Rebuilds everything derived from a user's subscription, in one transaction with the mark that it is synced: a concurrent
     * change makes it start over, so older data never replaces newer. Returns what was wrong. `isWanted`: open pages need it even
     * if the user has no subscription. `isForced`: also replaces an overview with a newer version than the subscription, which
     * only damaged rows have.
     */
    async rebuild(
      userId: string,
      plans: readonly Plan[],
      begunAt: Date,
      { isForced = false, isWanted = false } = {},
    ): Promise<DerivedQuotaData[]> {
      return inTransaction(database, clock, async (transaction) => {
        const reference = (name: string) => transaction.collection(name).doc(userId);
        const userRow = (await reference('users').get()).data;
        const subscriptionRow = (await reference('user_subscriptions').get()).data;
        const subscription = subscriptions.find(subscriptionRow, quotaUnavailable);
        if (subscription !== null && !Synced.parse(subscriptionRow).isSynced) {
          await reference('user_subscriptions').update({ data: { isSynced: true } });
        }
        const now = momentFor(subscription, latest(begunAt, clock.now()));
        const user = users.find(userRow, quotaUnavailable);
        // The user is gone, so nobody watches an overview.
        if (user === null) return [];
        const overviewRow = (await reference('quota_overviews').get()).data;
        const usageRow = (await reference('user_storage_usage').get()).data;
        const plan = planOf(plans, subscription?.planId ?? null);
        const facts: QuotaFacts = { userType: user.userType, subscription, plan, plans };
        const repaired: DerivedQuotaData[] = [];

        const expected = overviewOf(facts, now);
        const isNeeded = subscription !== null || isWanted || !isMissing(overviewRow);
        const isOlder = Versioned.parse(overviewRow).version > expected.version && !isForced;
        const difference = overviewDifference(parseOverview(overviewRow), expected);
        const { credits } = user;
        if (isNeeded && !isOlder && difference !== null) {
          const { _openid } = Owner.parse(userRow);
          await reference('quota_overviews').set({
            data: { ...expected, _openid, credits, updatedAt: now },
          });
          repaired.push('overview');
        } else if (isNeeded && Balance.parse(overviewRow).credits !== credits) {
          await reference('quota_overviews').update({ data: { credits, updatedAt: now } });
        }
        const { limit: limitBytes } = resolveQuota('storage_bytes', facts, now);
        const copied = StorageCopy.parse(usageRow ?? {}).limitBytes;
        if (!isMissing(usageRow) && isNeeded && copied !== limitBytes) {
          await reference('user_storage_usage').update({ data: { limitBytes } });
          repaired.push('storageLimit');
        }
        const vipLevel = levelNumberOf(facts, now);
        if (user.vipLevel !== vipLevel) {
          await reference('users').update({ data: { vipLevel, updatedAt: now } });
          repaired.push('vipLevel');
        }
        return repaired;
      });
    },
  };
}

/** Maximum clock difference between two instances. */
const maxSkewMs = 60_000;

/**
 * A retry reads what another call has changed meanwhile, perhaps with a clock slightly ahead: a membership begun there must count
 * as begun here, too.
 */
function momentFor(subscription: Subscription | null, now: Date): Date {
  const changedAt = subscription?.changedAt ?? now;
  return changedAt.getTime() - now.getTime() <= maxSkewMs ? latest(now, changedAt) : now;
}

function latest(one: Date, other: Date): Date {
  return one > other ? one : other;
}
