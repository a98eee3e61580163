import type { Plan } from '../../domain/quota/quota';
import type { Database } from '../core/database';
import type { OnInvalidRow } from '../core/rows';
import { createPlanReader } from './plan-reader';
import type { OfferedPlan } from './plan-reader';

export type PlanRepository = ReturnType<typeof createPlanRepository>;

export function createPlanRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const reader = createPlanReader(onInvalidRow);
  const rows = async (collection: string) =>
    (await database.collection(collection).limit(1000).get()).data;
  return {
    /** All plans, offered or not, sorted as on the plans page; there are few. */
    async list(): Promise<OfferedPlan[]> {
      const [plans, features] = await Promise.all([rows('plans'), rows('plan_features')]);
      return reader.readOffers(plans, features);
    },
  };
}

export function planOf<P extends Plan>(plans: readonly P[], planId: string | null): P | null {
  return plans.find(({ id }) => id === planId) ?? null;
}
