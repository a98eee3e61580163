import * as z from 'zod';
import type { QuotaFeature } from '../../domain/quota/features';
import { quotaFeatures } from '../../domain/quota/features';
import { parseRow } from '../core/rows';

/** `isActive`: on offer. A running membership stays in force when its plan is no longer offered. */
export type PlanRecord = {
  id: string;
  name: string;
  level: number;
  priceFen: number;
  days: number;
  isActive: boolean;
  sort: number;
};
/** `feature` is null if this release does not know it. */
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
 * What a malformed plan still grants its members: it is not offered, and counts as the lowest paid level. Its features still
 * apply, so nobody is charged, or limited like a non-member, because of a mistake in the plan's row.
 */
export function salvagePlan(row: unknown): PlanRecord | null {
  const { data } = Salvaged.safeParse(row);
  if (data === undefined) return null;
  const { _id: id, name } = data;
  return { id, name, level: lowestPaidLevel, priceFen: 0, days: 0, isActive: false, sort: 0 };
}
