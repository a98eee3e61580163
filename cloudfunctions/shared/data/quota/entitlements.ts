import * as z from 'zod';
import type { QuotaFeature } from '../../domain/quota/features';
import type { Entitlement, Plan } from '../../domain/quota/quota';
import { AppError, isAppError } from '../../error';
import type { Database, Transaction } from '../core/database';
import { createRowReader, isMissing } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseSubscription } from '../rows/subscription';
import { createPlanReader } from './plan-reader';

const Joined = z.object({ plans: z.array(z.unknown()), features: z.array(z.unknown()) });

export type EntitlementRepository = ReturnType<typeof createEntitlementRepository>;

export function createEntitlementRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const subscriptions = createRowReader(parseSubscription, onInvalidRow);
  const plans = createPlanReader(onInvalidRow);
  return {
    /**
     * The rows behind a user's limits, as they stand now, in one query: nothing is kept between calls, so that what an
     * admin changed is in force for the very next one. Throws QUOTA_UNAVAILABLE rather than guess.
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
        const joined = Joined.parse(row);
        return {
          subscription: subscriptions.require(row, quotaUnavailable),
          plan: plans.readPlan(joined.plans[0], joined.features),
        };
      } catch (error) {
        throw isAppError(error) ? error : quotaUnavailable(error);
      }
    },
  };
}

/** Reads inside a transaction, where only rows by id can be read: what an admin changed before this moment decides. */
export function createEntitlementReader(onInvalidRow: OnInvalidRow) {
  const subscriptions = createRowReader(parseSubscription, onInvalidRow);
  const plans = createPlanReader(onInvalidRow);
  return {
    /** What decides `feature`. `known`: a plan that was read a moment ago and is not read again. */
    async read(
      transaction: Transaction,
      userId: string,
      feature: QuotaFeature,
      known: Plan | null,
    ): Promise<Entitlement> {
      const row = async (name: string, id: string) =>
        (await transaction.collection(name).doc(id).get()).data;
      const subscription = subscriptions.find(
        await row('user_subscriptions', userId),
        quotaUnavailable,
      );
      const planId = subscription?.planId ?? null;
      if (planId === null) return { subscription, plan: null };
      if (planId === known?.id) return { subscription, plan: known };
      const planRow = await row('plans', planId);
      if (isMissing(planRow)) return { subscription, plan: null };
      const featureRow = await row('plan_features', `${planId}:${feature}`);
      const plan = plans.readPlan(planRow, isMissing(featureRow) ? [] : [featureRow]);
      return { subscription, plan };
    },
  };
}

/** Fail closed: a limit that cannot be read is not guessed. */
export function quotaUnavailable(cause: unknown): AppError<'QUOTA_UNAVAILABLE'> {
  return new AppError('QUOTA_UNAVAILABLE', { cause });
}
