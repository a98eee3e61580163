import * as z from 'zod';
import type { Entitlement, Plan, Subscription } from '../../domain/quota/quota';
import { AppError } from '../../error';
import type { Database } from '../core/database';

const Amount = z.number().int().min(0);
/** A bare number, as somebody may write it by hand, is an override without an end. */
const OverrideRow = z.union([
  Amount.transform((value) => ({ value })),
  z
    .object({
      value: Amount,
      expiresAt: z.date().nullish(),
      reason: z.string().optional(),
    })
    .transform(({ value, expiresAt, reason }) => ({
      value,
      expiresAt: expiresAt ?? undefined,
      reason,
    })),
]);
const Custom = OverrideRow.nullish().transform((override) => override ?? undefined);

const SubscriptionRow = z.object({
  _id: z.string(),
  planId: z.string().nullish(),
  status: z.string().default('none'),
  startAt: z.date().nullish(),
  endAt: z.date().nullish(),
  customQuotas: z
    .object({ image_daily: Custom, chat_ap_monthly: Custom, storage_bytes: Custom })
    .nullish(),
  version: z.number().int().default(0),
  updatedAt: z.date().optional().catch(undefined),
});
const PlanRow = z.object({
  _id: z.string(),
  name: z.string().default(''),
  level: z.number().int().min(0).default(0),
});
const OfPlan = z.object({ planId: z.string() });
const FeatureRow = z.object({ featureCode: z.string(), value: Amount });
const Joined = z.object({ plans: z.array(z.unknown()), features: z.array(z.unknown()) });

export function parseSubscription(row: unknown): Subscription | null {
  if (row === null || row === undefined) return null;
  const {
    _id: userId,
    planId,
    startAt,
    endAt,
    customQuotas,
    updatedAt: changedAt,
    ...rest
  } = SubscriptionRow.parse(row);
  return {
    userId,
    changedAt,
    planId: planId ?? null,
    startAt: startAt ?? null,
    endAt: endAt ?? null,
    customQuotas: customQuotas ?? {},
    ...rest,
  };
}

/** A plan of its row and its rows of `plan_features`; features that nobody knows are left out. */
export function toPlan(row: unknown, features: readonly unknown[]): Plan {
  const { _id: id, name, level } = PlanRow.parse(row);
  const values: Plan['values'] = {};
  for (const raw of features) {
    // What somebody wrote wrong for another plan is of no concern to this one.
    if (OfPlan.safeParse(raw).data?.planId !== id) continue;
    const { featureCode, value } = FeatureRow.parse(raw);
    if (isFeature(featureCode)) values[featureCode] = value;
  }
  return { id, name, level, values };
}

function isFeature(code: string): code is keyof Plan['values'] {
  return code === 'image_daily' || code === 'chat_ap_monthly' || code === 'storage_bytes';
}

export type EntitlementRepository = ReturnType<typeof createEntitlementRepository>;

export function createEntitlementRepository(database: Database) {
  return {
    /**
     * The rows behind a user's limits, as they stand now, in one question: nothing is kept between calls, so that
     * what an admin changed is in force for the very next one. Throws QUOTA_UNAVAILABLE rather than guess.
     */
    async find(userId: string): Promise<Entitlement> {
      try {
        const { list } = await database
          .collection('user_subscriptions')
          .aggregate()
          .match({ _id: userId })
          .limit(1)
          .lookup({ from: 'plans', localField: 'planId', foreignField: '_id', as: 'plans' })
          .lookup({
            from: 'plan_features',
            localField: 'planId',
            foreignField: 'planId',
            as: 'features',
          })
          .end();
        const [row] = list;
        if (row === undefined) return { subscription: null, plan: null };
        const { plans, features } = Joined.parse(row);
        const [plan] = plans;
        return {
          subscription: parseSubscription(row),
          plan: plan === undefined ? null : toPlan(plan, features),
        };
      } catch (error) {
        throw new AppError('QUOTA_UNAVAILABLE', { cause: error });
      }
    },
  };
}
