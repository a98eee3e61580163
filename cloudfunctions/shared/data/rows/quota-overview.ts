import * as z from 'zod';
import { mapFeatures } from '../../domain/quota/features';
import { quotaSources } from '../../domain/quota/quota';
import type { Overview } from '../../domain/quota/quota-overview';
import { membershipLevels, tiers } from '../../domain/quota/tier';
import { presentFields } from '../core/rows';

const FeatureRow = z.object({
  limit: z.number(),
  source: z.enum(quotaSources),
  expiresAt: z.date().optional(),
});

export const QuotaOverviewRow = z.object({
  tier: z.enum(tiers),
  membershipLevel: z.enum(membershipLevels),
  planId: z.string().optional(),
  planName: z.string(),
  endAt: z.date().optional(),
  features: z.object(mapFeatures(() => FeatureRow)),
  version: z.number().int(),
});

/** Null for a row that is missing or malformed: either way it is rebuilt. */
export function parseOverview(row: unknown): Overview | null {
  const parsed = QuotaOverviewRow.safeParse(presentFields(row));
  if (!parsed.success) return null;
  const { planId = null, endAt = null, features, ...rest } = parsed.data;
  return {
    ...rest,
    planId,
    endAt,
    features: mapFeatures((feature) => {
      const { expiresAt = null, ...given } = features[feature];
      return { ...given, expiresAt };
    }),
  };
}
