import { businessDay } from '../../domain/time/business-day';
import type { Finding, Findings } from '../rules/findings';
import { resolveQuota } from '../../domain/quota/quota';
import type { Entitlement, Plan, Subscription } from '../../domain/quota/quota';
import type { UserType } from '../../domain/quota/tier';
import { parseSubscription, toPlan } from '../../data/quota/entitlements';
import { pagesById, readWithPatience } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import { parsed } from './rows';
import type { Pace } from '../../data/core/transaction';

type Options = {
  now: Date;
  pace: Pace;
  findings: Findings;
  userIds?: readonly string[] | undefined;
};

/** `unfit`: plans that cannot be read; who has one has no limit that anybody could tell. */
export type Plans = { plans: ReadonlyMap<string, Plan>; unfit: ReadonlyMap<string, Finding> };

/** Every plan with what it gives; there are few. */
export async function readPlans(database: AdminDatabase, pace: Pace): Promise<Plans> {
  const rows = (collection: string) =>
    readWithPatience(pace, async () => {
      return (await database.collection(collection).limit(1000).get()).data;
    });
  const [rawPlans, features] = await Promise.all([rows('plans'), rows('plan_features')]);
  const plans = new Map<string, Plan>();
  const unfit = new Map<string, Finding>();
  for (const raw of rawPlans) {
    const result = parsed('invalidPlan', raw, () => toPlan(raw, features));
    if ('row' in result) plans.set(result.row.id, result.row);
    else unfit.set(result.finding.id, result.finding);
  }
  return { plans, unfit };
}

export type LimitOf = (userId: string, userType: UserType) => number | null;

/**
 * The works a day that each user may have, by the same resolver as every other path. Null for a user whose limit
 * changed today, because lowering it below what was used is allowed and takes nothing back, and where rows do not fit.
 */
export async function readDailyLimits(
  database: AdminDatabase,
  { now, pace, findings, userIds }: Options,
): Promise<LimitOf> {
  const { plans, unfit } = await readPlans(database, pace);
  for (const finding of unfit.values()) findings.add(finding);
  const entitlements = new Map<string, Entitlement>();
  const unsettled = new Set<string>();
  const condition: { condition?: Record<string, unknown> } =
    userIds === undefined ? {} : { condition: { _id: database.command.in(userIds) } };
  const pages = pagesById(database, 'user_subscriptions', pace, { size: 1000, ...condition });
  for await (const page of pages) {
    for (const raw of page) {
      const result = parsed('invalidSubscription', raw, () => parseSubscription(raw));
      if ('finding' in result) {
        findings.add(result.finding);
        unsettled.add(result.finding.id);
        continue;
      }
      const subscription = result.row;
      if (subscription === null) continue;
      const planId = subscription.planId ?? '';
      if (unfit.has(planId)) unsettled.add(subscription.userId);
      const plan = plans.get(planId) ?? null;
      entitlements.set(subscription.userId, { subscription, plan });
      if (changedOn(businessDay(now), subscription, raw)) unsettled.add(subscription.userId);
    }
  }
  return (userId, userType) => {
    if (unsettled.has(userId)) return null;
    const entitlement = entitlements.get(userId) ?? { subscription: null, plan: null };
    return resolveQuota('image_daily', { userType, ...entitlement }, now).limit;
  };
}

function changedOn(
  day: string,
  { startAt, endAt, customQuotas }: Subscription,
  raw: unknown,
): boolean {
  const { updatedAt } = raw as { updatedAt?: unknown };
  const moments = [updatedAt, startAt, endAt, customQuotas.image_daily?.expiresAt];
  return moments.some((moment) => moment instanceof Date && businessDay(moment) === day);
}
