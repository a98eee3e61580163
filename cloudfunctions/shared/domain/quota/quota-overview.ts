import { mapFeatures, quotaFeatures } from './features';
import type { QuotaFeature } from './features';
import { membershipEnd, membershipLevelOf, planInForce, resolveQuota, tierOf } from './quota';
import type { QuotaFacts, QuotaSource } from './quota';
import type { MembershipLevel, Tier } from './tier';

export type OverviewFeature = { limit: number; source: QuotaSource; expiresAt: Date | null };
/** What open pages see of a user's limits, without usage: usage changes with every generation, and would wake every open page. */
export type Overview = {
  tier: Tier;
  membershipLevel: MembershipLevel;
  planId: string | null;
  planName: string;
  endAt: Date | null;
  features: Record<QuotaFeature, OverviewFeature>;
  version: number;
};

/** Shown in place of a plan's name to users without a membership. */
export const freePlanName = '免费版';

export function overviewOf(facts: QuotaFacts, now: Date): Overview {
  const plan = planInForce(facts, now);
  const feature = (name: QuotaFeature): OverviewFeature => {
    const { limit, source, expiresAt = null } = resolveQuota(name, facts, now);
    return { limit, source, expiresAt };
  };
  return {
    tier: tierOf(facts, now),
    membershipLevel: membershipLevelOf(facts, now),
    planId: plan?.id ?? null,
    planName: plan?.name ?? freePlanName,
    endAt: membershipEnd(facts, now),
    features: mapFeatures(feature),
    version: facts.subscription?.version ?? 0,
  };
}

/** The first difference, in Chinese for people; null if there is none. */
export function overviewDifference(standing: Overview | null, expected: Overview): string | null {
  if (standing === null) return '没有概览';
  if (standing.version !== expected.version) {
    return `版本 ${standing.version}，应为 ${expected.version}`;
  }
  for (const field of ['tier', 'membershipLevel', 'planId', 'planName'] as const) {
    if (standing[field] !== expected[field]) {
      return `${field} ${standing[field] ?? '无'}，应为 ${expected[field] ?? '无'}`;
    }
  }
  if (standing.endAt?.getTime() !== expected.endAt?.getTime()) return 'endAt 不同';
  for (const name of quotaFeatures) {
    const [is, should] = [standing.features[name], expected.features[name]];
    if (is.limit !== should.limit) return `${name} ${is.limit}，应为 ${should.limit}`;
    if (is.source !== should.source) return `${name} 来源 ${is.source}，应为 ${should.source}`;
    if (is.expiresAt?.getTime() !== should.expiresAt?.getTime()) return `${name} 到期时间不同`;
  }
  return null;
}
