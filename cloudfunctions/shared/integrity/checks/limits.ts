import { businessDay } from '../../domain/time/business-day';
import type { Finding, Findings } from '../rules/findings';
import { resolveQuota } from '../../domain/quota/quota';
import type { Entitlement, Plan, Subscription } from '../../domain/quota/quota';
import type { UserType } from '../../domain/quota/tier';
import { createPlanReader } from '../../data/quota/plan-reader';
import { parseSubscription } from '../../data/rows/subscription';
import { pagesById, retryRead } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import { parsed } from './rows';
import type { Clock } from '../../domain/time/clock';

type Options = {
  now: Date;
  clock: Clock;
  findings: Findings;
  userIds?: readonly string[] | undefined;
};

/** `malformed`: plans with a malformed row, whose limits are stand-ins. */
export type Plans = { plans: ReadonlyMap<string, Plan>; malformed: ReadonlySet<string> };

/** All plans with their limits, as the product reads them; there are few. */
export async function readPlans(
  database: AdminDatabase,
  clock: Clock,
  onFinding: (finding: Finding) => void = () => undefined,
): Promise<Plans> {
  const rows = (collection: string) =>
    retryRead(clock, async () => {
      return (await database.collection(collection).limit(1000).get()).data;
    });
  const [planRows, featureRows] = await Promise.all([rows('plans'), rows('plan_features')]);
  const malformed = new Set<string>();
  const reader = createPlanReader(({ collection, id, cause }) => {
    onFinding({ problem: 'invalidPlan', id, userId: '', what: `${collection}：${cause}` });
    malformed.add(id.split(':')[0] ?? id);
  });
  const plans = reader.readOffers(planRows, featureRows);
  return { plans: new Map(plans.map((plan) => [plan.id, plan])), malformed };
}

export type LimitOf = (userId: string, userType: UserType) => number | null;

/**
 * The daily limit of each user, from the same resolver as everywhere else. Null for a user whose limit changed today, because
 * lowering it below the current usage is allowed, and if rows are malformed.
 */
export async function readDailyLimits(
  database: AdminDatabase,
  { now, clock, findings, userIds }: Options,
): Promise<LimitOf> {
  const { plans, malformed } = await readPlans(database, clock, findings.add);
  const entitlements = new Map<string, Entitlement>();
  const unsettled = new Set<string>();
  const condition: { condition?: Record<string, unknown> } =
    userIds === undefined ? {} : { condition: { _id: database.command.in(userIds) } };
  const pages = pagesById(database, 'user_subscriptions', clock, { size: 1000, ...condition });
  for await (const page of pages) {
    for (const raw of page) {
      const result = parsed('invalidSubscription', raw, () => parseSubscription(raw));
      if ('finding' in result) {
        findings.add(result.finding);
        unsettled.add(result.finding.id);
        continue;
      }
      const subscription = result.row;
      const planId = subscription.planId ?? '';
      if (malformed.has(planId)) unsettled.add(subscription.userId);
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
