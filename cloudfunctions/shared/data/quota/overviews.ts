import * as z from 'zod';
import { levelNumberOf, resolveQuota } from '../../domain/quota/quota';
import type { Plan, QuotaFacts } from '../../domain/quota/quota';
import { overviewDifference, overviewOf } from '../../domain/quota/quota-overview';
import type { Overview, OverviewFeature } from '../../domain/quota/quota-overview';
import type { Database } from '../core/database';
import { parseSubscription } from './entitlements';
import { planOf } from './plans';
import { inTransaction } from '../core/transaction';
import type { Pace } from '../core/transaction';
import { requireUser } from '../users/users';

/** What is derived from the rows that decide, and was found wrong. */
export type Repaired = 'overview' | 'storageLimit' | 'vipLevel';

const Feature = z.object({
  limit: z.number(),
  source: z.enum(['override', 'plan', 'default']),
  expiresAt: z.date().nullish(),
});
const OverviewRow = z.object({
  tier: z.enum(['free', 'vip', 'admin']),
  membershipLevel: z.enum(['free', 'basic', 'plus', 'pro']),
  planId: z.string().nullish(),
  planName: z.string(),
  endAt: z.date().nullish(),
  features: z.object({
    image_daily: Feature,
    chat_ap_monthly: Feature,
    storage_bytes: Feature,
  }),
  version: z.number().int(),
});
const Owner = z.object({ _openid: z.string() });
const Versioned = z.object({ version: z.number().int() }).catch({ version: -1 });
const Synced = z.object({ isSynced: z.boolean() }).catch({ isSynced: false });
const StorageCopy = z.object({ limitBytes: z.number().optional() }).catch({});

/** Null for a row that is missing or spoilt: either way it is to be built anew. */
export function parseOverview(row: unknown): Overview | null {
  const parsed = OverviewRow.safeParse(row);
  if (!parsed.success) return null;
  const { planId, endAt, features, ...rest } = parsed.data;
  const feature = ({ expiresAt, ...given }: z.infer<typeof Feature>): OverviewFeature => ({
    ...given,
    expiresAt: expiresAt ?? null,
  });
  return {
    ...rest,
    planId: planId ?? null,
    endAt: endAt ?? null,
    features: {
      image_daily: feature(features.image_daily),
      chat_ap_monthly: feature(features.chat_ap_monthly),
      storage_bytes: feature(features.storage_bytes),
    },
  };
}

export type QuotaOverviewRepository = ReturnType<typeof createQuotaOverviewRepository>;

export function createQuotaOverviewRepository(database: Database, pace: Pace) {
  return {
    async find(userId: string): Promise<Overview | null> {
      return parseOverview((await database.collection('quota_overviews').doc(userId).get()).data);
    },

    /**
     * Everything that is derived from a user's subscription, built anew from one reading of the rows that decide, in one
     * transaction with the mark that it is done: a change in between makes it begin again, so nothing older ever
     * replaces something newer. Answers what was wrong. `isForced`: also in place of an overview that calls itself newer
     * than the subscription, which only damaged rows do.
     */
    async rebuild(
      userId: string,
      plans: readonly Plan[],
      now: Date,
      { isForced = false } = {},
    ): Promise<Repaired[]> {
      return inTransaction(database, pace, async (transaction) => {
        const reference = (name: string) => transaction.collection(name).doc(userId);
        const userRow = (await reference('users').get()).data;
        const subscriptionRow = (await reference('user_subscriptions').get()).data;
        const subscription = parseSubscription(subscriptionRow);
        if (subscription !== null && !Synced.parse(subscriptionRow).isSynced) {
          await reference('user_subscriptions').update({ data: { isSynced: true } });
        }
        // Whose row is gone has nothing that could be shown to anybody.
        if (!isThere(userRow)) return [];
        const user = requireUser(userRow);
        const overviewRow = (await reference('quota_overviews').get()).data;
        const usageRow = (await reference('user_storage_usage').get()).data;
        const plan = planOf(plans, subscription?.planId ?? null);
        const facts: QuotaFacts = { userType: user.userType, subscription, plan };
        const repaired: Repaired[] = [];

        const expected = overviewOf(facts, now);
        const isNeeded = subscription !== null || isThere(overviewRow);
        const isOlder = Versioned.parse(overviewRow).version > expected.version && !isForced;
        const difference = overviewDifference(parseOverview(overviewRow), expected);
        if (isNeeded && !isOlder && difference !== null) {
          const { _openid } = Owner.parse(userRow);
          await reference('quota_overviews').set({
            data: { ...expected, _openid, updatedAt: now },
          });
          repaired.push('overview');
        }
        const { limit: limitBytes } = resolveQuota('storage_bytes', facts, now);
        const copied = StorageCopy.parse(usageRow ?? {}).limitBytes;
        if (isThere(usageRow) && isNeeded && copied !== limitBytes) {
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

function isThere(row: unknown): boolean {
  return row !== null && row !== undefined;
}
