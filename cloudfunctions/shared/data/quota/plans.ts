import * as z from 'zod';
import type { Plan } from '../../domain/quota/quota';
import type { Database } from '../core/database';
import { toPlan } from './entitlements';

/** `isActive`: on offer. A running membership of a plan that is not stays in force. */
export type OfferedPlan = Plan & { priceFen: number; days: number; isActive: boolean };

const OfferRow = z.object({
  priceFen: z.number().int().min(0).default(0),
  days: z.number().int().min(0).default(0),
  isActive: z.boolean().default(false),
  sort: z.number().default(0),
});

export type PlanRepository = ReturnType<typeof createPlanRepository>;

export function createPlanRepository(database: Database) {
  const rows = async (collection: string) =>
    (await database.collection(collection).limit(1000).get()).data;
  return {
    /** Every plan in the order of the page, on offer or not; there are few. */
    async list(): Promise<OfferedPlan[]> {
      const [plans, features] = await Promise.all([rows('plans'), rows('plan_features')]);
      return plans
        .map((row) => ({ ...toPlan(row, features), ...OfferRow.parse(row) }))
        .sort((a, b) => a.sort - b.sort || (a.id < b.id ? -1 : 1))
        .map(({ sort: _, ...plan }) => plan);
    },
  };
}

export function planOf<P extends Plan>(plans: readonly P[], planId: string | null): P | null {
  return plans.find(({ id }) => id === planId) ?? null;
}
