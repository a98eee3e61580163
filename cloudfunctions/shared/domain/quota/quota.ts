import { businessDay } from '../time/business-day';
import { quotaFeatureTable } from './features';
import type { QuotaFeature } from './features';
import { highest, runningEnd, segmentsOf } from './segments';
import type { Segment } from './segments';
import { membershipLevels } from './tier';
import type { MembershipLevel, Tier, UserType } from './tier';

/** The source of a limit: the user's own override, the plan, or the default of the tier or level. */
export const quotaSources = ['override', 'plan', 'default'] as const;
export type QuotaSource = (typeof quotaSources)[number];

/** A user's individual limit; without `expiresAt` it stays until it is removed. */
export type Override = { value: number; expiresAt?: Date | undefined; reason?: string | undefined };
/**
 * `version` is incremented with every change; `changedAt` is the time of the last one. `endAt` null: there never was a
 * membership.
 */
export type Subscription = {
  userId: string;
  planId: string | null;
  status: string;
  startAt: Date | null;
  endAt: Date | null;
  /** The memberships; without segments, the fields above describe the only one. */
  segments?: readonly Segment[] | undefined;
  customQuotas: Partial<Record<QuotaFeature, Override>>;
  version: number;
  changedAt?: Date | undefined;
};
/** `level` 0 to 3; `values`: its rows of `plan_features`. */
export type Plan = {
  id: string;
  name: string;
  level: number;
  values: Partial<Record<QuotaFeature, number>>;
};
/** The rows behind a user's limits. `plan` is the one that the subscription itself names, in force or not. */
export type Entitlement = {
  subscription: Subscription | null;
  plan: Plan | null;
  /** Further plans named by segments. */
  plans?: readonly Plan[] | undefined;
};
export type QuotaFacts = Entitlement & { userType: UserType };

export type Quota = {
  limit: number;
  source: QuotaSource;
  planId: string | null;
  expiresAt?: Date;
};

/**
 * The limit of a feature, in its unit, and its source: the user's override, else the plan of a running subscription, else the
 * default. Everything that enforces, shows or explains a limit uses this function.
 */
export function resolveQuota(feature: QuotaFeature, facts: QuotaFacts, now: Date): Quota {
  const plan = planInForce(facts, now);
  const planId = plan?.id ?? null;
  const override = overrideInForce(feature, facts, now);
  if (override !== null) {
    const { value: limit, expiresAt } = override;
    return { limit, source: 'override', planId, ...(expiresAt === undefined ? {} : { expiresAt }) };
  }
  const limit = plan?.values[feature];
  if (limit !== undefined) {
    const endAt = membershipEnd(facts, now);
    return { limit, source: 'plan', planId, ...(endAt === null ? {} : { expiresAt: endAt }) };
  }
  return { limit: defaultLimit(feature, facts, now), source: 'default', planId };
}

/** The default of the user's tier or level, if nothing else applies. */
export function defaultLimit(feature: QuotaFeature, facts: QuotaFacts, now: Date): number {
  const { defaults } = quotaFeatureTable[feature];
  return defaults.by === 'tier'
    ? defaults.limits[tierOf(facts, now)]
    : defaults.limits[membershipLevelOf(facts, now)];
}

export function tierOf(facts: QuotaFacts, now: Date): Tier {
  if (facts.userType === 'admin') return 'admin';
  return levelNumberOf(facts, now) > 0 ? 'vip' : 'free';
}

/** An ended subscription counts as free at once, even if copies of its level are outdated. */
export function membershipLevelOf(facts: Entitlement, now: Date): MembershipLevel {
  return levelName(levelNumberOf(facts, now));
}

/** 0 free, 1 basic, 2 plus, 3 pro. */
export function levelNumberOf(facts: Entitlement, now: Date): number {
  return inRange(planInForce(facts, now)?.level ?? 0);
}

export function levelName(level: number): MembershipLevel {
  return membershipLevels[inRange(level)] ?? 'free';
}

function inRange(level: number): number {
  return Math.max(0, Math.min(level, membershipLevels.length - 1));
}

/** The plan with the highest level among the memberships that cover the moment. */
export function planInForce(entitlement: Entitlement, now: Date): Plan | null {
  const { subscription } = entitlement;
  if (subscription === null) return null;
  const known = plansOf(entitlement);
  const segments = segmentsOf(subscription).filter(({ planId }) =>
    known.some(({ id }) => id === planId),
  );
  const running = highest(segments, known, now);
  return known.find(({ id }) => id === running?.planId) ?? null;
}

/** Until when the current plan stays in force, as things stand now; null without one. */
export function membershipEnd(entitlement: Entitlement, now: Date): Date | null {
  const { subscription } = entitlement;
  const plan = planInForce(entitlement, now);
  if (subscription === null || plan === null) return null;
  return runningEnd(segmentsOf(subscription), plan.id, now);
}

function plansOf({ plan, plans = [] }: Entitlement): readonly Plan[] {
  return plan === null || plans.some(({ id }) => id === plan.id) ? plans : [plan, ...plans];
}

export function overrideInForce(
  feature: QuotaFeature,
  { subscription }: Entitlement,
  now: Date,
): Override | null {
  const override = subscription?.customQuotas[feature];
  if (override === undefined) return null;
  return override.expiresAt === undefined || override.expiresAt > now ? override : null;
}

/**
 * Whether the limit may have been different earlier on the same day: then more than the limit may already be used, and works may
 * have seats above it.
 */
export function hasMovedToday(feature: QuotaFeature, { subscription }: Entitlement, now: Date) {
  if (subscription === null) return false;
  const { startAt, endAt, changedAt, customQuotas } = subscription;
  const ofSegments = segmentsOf(subscription).flatMap((one) => [one.startAt, one.endAt]);
  const moments = [startAt, endAt, changedAt, customQuotas[feature]?.expiresAt, ...ofSegments];
  return moments.some((moment) => moment != null && businessDay(moment) === businessDay(now));
}

/** The next higher level; null at the top. */
export function recommendedLevel(facts: Entitlement, now: Date): MembershipLevel | null {
  return membershipLevels[levelNumberOf(facts, now) + 1] ?? null;
}
