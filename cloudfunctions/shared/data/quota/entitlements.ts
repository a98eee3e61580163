import * as z from 'zod';
import type { Entitlement } from '../../domain/quota/quota';
import { AppError, isAppError } from '../../error';
import type { Database } from '../core/database';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseSubscription } from '../rows/subscription';
import { createPlanReader } from './plan-reader';

const Rows = z.array(z.unknown());
const Joined = z.object({
  plans: Rows,
  features: Rows,
  segmentPlans: Rows,
  segmentFeatures: Rows,
});

export type EntitlementRepository = ReturnType<typeof createEntitlementRepository>;

export function createEntitlementRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const subscriptions = createRowReader(parseSubscription, onInvalidRow);
  const plans = createPlanReader(onInvalidRow);
  return {
    /**
     * The rows behind a user's limits, read in one query and never cached, so that an admin's change applies to the very next
     * call. Throws QUOTA_UNAVAILABLE rather than guess.
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
          .lookup({
            from: 'plans',
            localField: 'segments.planId',
            foreignField: '_id',
            as: 'segmentPlans',
          })
          .lookup({
            from: 'plan_features',
            localField: 'segments.planId',
            foreignField: 'planId',
            as: 'segmentFeatures',
          })
          .end();
        const [row] = list;
        if (row === undefined) return { subscription: null, plan: null };
        const joined = Joined.parse(row);
        return {
          subscription: subscriptions.require(row, quotaUnavailable),
          plan: plans.readPlan(joined.plans[0], joined.features),
          plans: plans.readPlans(joined.segmentPlans, joined.segmentFeatures),
        };
      } catch (error) {
        throw isAppError(error) ? error : quotaUnavailable(error);
      }
    },
  };
}

/** Ends the membership and the individual limits of a deleted account. Idempotent. */
export async function removeSubscription(database: Database, userId: string): Promise<void> {
  await database.collection('user_subscriptions').doc(userId).remove();
}

/** Fail closed: a limit that cannot be read is not guessed. */
export function quotaUnavailable(cause: unknown): AppError<'QUOTA_UNAVAILABLE'> {
  return new AppError('QUOTA_UNAVAILABLE', { cause });
}
