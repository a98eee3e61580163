import * as z from 'zod';
import type { QuotaFeature } from '../../domain/quota/features';
import { quotaFeatures } from '../../domain/quota/features';
import { parseRow } from '../core/rows';

/** `isActive`: on offer. A running membership of a plan that is not stays in force. */
export type PlanRecord = {
  id: string;
  name: string;
  level: number;
  priceFen: number;
  days: number;
  isActive: boolean;
  sort: number;
};
/** Null in place of a feature that this release does not know. */
export type PlanFeature = { planId: string; feature: QuotaFeature | null; value: number };

export const PlanRow = z.object({
  _id: z.string(),
  name: z.string().default(''),
  level: z.number().int().min(0),
  priceFen: z.number().int().min(0).default(0),
  days: z.number().int().min(0).default(0),
  isActive: z.boolean().default(false),
  sort: z.number().default(0),
});
export const PlanFeatureRow = z.object({
  _id: z.string(),
  planId: z.string(),
  featureCode: z.string(),
  value: z.number().int().min(0),
});

export function parsePlan(row: unknown): PlanRecord {
  const { _id: id, ...plan } = parseRow('plans', PlanRow, row);
  return { id, ...plan };
}

export function parsePlanFeature(row: unknown): PlanFeature {
  const { planId, featureCode, value } = parseRow('plan_features', PlanFeatureRow, row);
  return { planId, feature: quotaFeatures.find((name) => name === featureCode) ?? null, value };
}

const Salvaged = z.object({ _id: z.string(), name: z.string().catch('') });
const lowestPaidLevel = 1;

/**
 * A malformed plan as its members have it: not on offer, and on the lowest paid level. Its features still decide, and
 * nobody is charged, or limited like a user without a membership, for a mistake in the row of the plan.
 */
export function salvagePlan(row: unknown): PlanRecord | null {
  const { data } = Salvaged.safeParse(row);
  if (data === undefined) return null;
  const { _id: id, name } = data;
  return { id, name, level: lowestPaidLevel, priceFen: 0, days: 0, isActive: false, sort: 0 };
}
