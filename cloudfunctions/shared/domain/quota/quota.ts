import { businessDay } from '../time/business-day';
import type { MembershipLevel, Tier, UserType } from './tier';

export const quotaFeatures = ['image_daily', 'chat_ap_monthly', 'storage_bytes'] as const;
/** Works a day, AP a month, bytes of kept files. */
export type QuotaFeature = (typeof quotaFeatures)[number];

/** A user's own limit; without `expiresAt` it stays until it is taken away. */
export type Override = { value: number; expiresAt?: Date | undefined; reason?: string | undefined };
/** `version` grows with every change, the last of which was at `changedAt`. `endAt` null: there never was a membership. */
export type Subscription = {
  userId: string;
  planId: string | null;
  status: string;
  startAt: Date | null;
  endAt: Date | null;
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
/** The rows behind a user's limits. `plan` is the one that the subscription names, in force or not. */
export type Entitlement = { subscription: Subscription | null; plan: Plan | null };
export type QuotaFacts = Entitlement & { userType: UserType };

export type Quota = {
  limit: number;
  source: 'override' | 'plan' | 'default';
  planId: string | null;
  expiresAt?: Date;
};

const gibibyte = 1024 ** 3;
const levels = ['free', 'basic', 'plus', 'pro'] as const satisfies readonly MembershipLevel[];
const imagesByTier: Record<Tier, number> = { free: 50, vip: 200, admin: 1000 };
const apByLevel: Record<MembershipLevel, number> = { free: 100, basic: 300, plus: 1000, pro: 3000 };
const bytesByLevel: Record<MembershipLevel, number> = {
  free: 200 * 1024 ** 2,
  basic: 2 * gibibyte,
  plus: 10 * gibibyte,
  pro: 50 * gibibyte,
};

/**
 * The limit of a feature, in its unit, and who decided it: the user's override, else the plan of a running
 * subscription, else the default. Everything that admits, shows or explains a limit asks here.
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
  const endAt = facts.subscription?.endAt;
  if (limit !== undefined) {
    return { limit, source: 'plan', planId, ...(endAt == null ? {} : { expiresAt: endAt }) };
  }
  return { limit: defaultLimit(feature, facts, now), source: 'default', planId };
}

/** What the table gives to the user's tier or level, when nothing else decides. */
export function defaultLimit(feature: QuotaFeature, facts: QuotaFacts, now: Date): number {
  const level = membershipLevelOf(facts, now);
  switch (feature) {
    case 'image_daily':
      return imagesByTier[tierOf(facts, now)];
    case 'chat_ap_monthly':
      return apByLevel[level];
    case 'storage_bytes':
      return bytesByLevel[level];
  }
}

export function tierOf(facts: QuotaFacts, now: Date): Tier {
  if (facts.userType === 'admin') return 'admin';
  return levelNumberOf(facts, now) > 0 ? 'vip' : 'free';
}

/** A subscription that has ended counts as free at once, whatever copies of its level stand elsewhere. */
export function membershipLevelOf(facts: Entitlement, now: Date): MembershipLevel {
  return levels[levelNumberOf(facts, now)] ?? 'free';
}

/** 0 free, 1 basic, 2 plus, 3 pro. */
export function levelNumberOf(facts: Entitlement, now: Date): number {
  const level = planInForce(facts, now)?.level ?? 0;
  return Math.max(0, Math.min(level, levels.length - 1));
}

export function levelName(level: number): MembershipLevel {
  return levels[Math.max(0, Math.min(level, levels.length - 1))] ?? 'free';
}

export function planInForce({ subscription, plan }: Entitlement, now: Date): Plan | null {
  if (subscription?.status !== 'active' || subscription.planId !== plan?.id) return null;
  return subscription.endAt !== null && subscription.endAt > now ? plan : null;
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
 * Whether the limit may have been another one earlier on the same day: then more may be used than it allows, and works
 * may stand on places above it.
 */
export function hasMovedToday(feature: QuotaFeature, { subscription }: Entitlement, now: Date) {
  if (subscription === null) return false;
  const { startAt, endAt, changedAt, customQuotas } = subscription;
  const moments = [startAt, endAt, changedAt, customQuotas[feature]?.expiresAt];
  return moments.some((moment) => moment != null && businessDay(moment) === businessDay(now));
}

/** The next level up, for who needs more; null at the top. */
export function recommendedLevel(facts: Entitlement, now: Date): MembershipLevel | null {
  return levels[levelNumberOf(facts, now) + 1] ?? null;
}
