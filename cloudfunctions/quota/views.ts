import type {
  Plan as PlanView,
  QuotaAudit as AuditView,
  QuotaOverview,
  QuotaSources,
  QuotaState,
  QuotaUser,
} from '../shared/contracts/quota';
import type { Member } from '../shared/data/users/members';
import type { OfferedPlan } from '../shared/data/quota/plan-reader';
import type { QuotaAudit } from '../shared/data/rows/quota-audit';
import type { DirectoryEntry } from '../shared/data/users/directory';
import { mapFeatures, quotaFeatures, quotaFeatureTable } from '../shared/domain/quota/features';
import type { QuotaFeature } from '../shared/domain/quota/features';
import { heldOf } from '../shared/domain/chat/ap';
import {
  defaultLimit,
  levelName,
  membershipEnd,
  membershipLevelOf,
  overrideInForce,
  planInForce,
  resolveQuota,
  tierOf,
} from '../shared/domain/quota/quota';
import type { QuotaFacts } from '../shared/domain/quota/quota';
import { freePlanName, overviewOf } from '../shared/domain/quota/quota-overview';
import type { Usage } from './usage';

export function toState(
  feature: QuotaFeature,
  facts: QuotaFacts,
  usage: Usage,
  now: Date,
): QuotaState {
  const { limit, source, planId, expiresAt } = resolveQuota(feature, facts, now);
  const { label, unit, period } = quotaFeatureTable[feature];
  const { used, resetAt } = usage[feature];
  const held = heldOf(usage[feature]);
  return {
    ...{ feature, label, unit, period, limit, source, planId, used, held },
    expiresAt: moment(expiresAt),
    remaining: Math.max(0, limit - used - held),
    resetAt: moment(resetAt),
  };
}

export function toSources(
  feature: QuotaFeature,
  facts: QuotaFacts,
  usage: Usage,
  now: Date,
): QuotaSources {
  const override = overrideInForce(feature, facts, now);
  return {
    ...toState(feature, facts, usage, now),
    defaultLimit: defaultLimit(feature, facts, now),
    planLimit: planInForce(facts, now)?.values[feature] ?? null,
    overrideLimit: override?.value ?? null,
    overrideReason: override?.reason ?? '',
  };
}

export function toOverview({ user, facts }: Member, usage: Usage, now: Date): QuotaOverview {
  const { endAt, features: _, ...overview } = overviewOf(facts, now);
  return {
    userId: user.id,
    ...overview,
    endAt: moment(endAt),
    features: quotaFeatures.map((feature) => toState(feature, facts, usage, now)),
  };
}

export function toQuotaUser({ user, facts }: DirectoryEntry, now: Date): QuotaUser {
  const plan = planInForce(facts, now);
  const { id: userId, nickname, avatar, userType, inviteCode, createdAt } = user;
  return {
    ...{ userId, nickname, avatar, userType, inviteCode },
    tier: tierOf(facts, now),
    membershipLevel: membershipLevelOf(facts, now),
    planId: plan?.id ?? null,
    endAt: moment(membershipEnd(facts, now)),
    createdAt: createdAt.toISOString(),
  };
}

export function toAuditView(audit: QuotaAudit, adminName: string): AuditView {
  const { expiresAt, createdAt, ...rest } = audit;
  return { ...rest, adminName, expiresAt: moment(expiresAt), createdAt: createdAt.toISOString() };
}

/** The limits that a member of each plan would have, from the same resolver; the free plan first. */
export function toPlanViews(
  plans: readonly OfferedPlan[],
  hasPayment: boolean,
  now: Date,
): PlanView[] {
  const free = { id: 'free', name: freePlanName, level: 0, values: {}, priceFen: 0, days: 0 };
  const endAt = new Date(now.getTime() + 1);
  return [free, ...plans.filter(({ isActive }) => isActive)].map((plan) => {
    const subscription = {
      ...{ userId: '', planId: plan.id, status: 'active', startAt: now, endAt },
      ...{ customQuotas: {}, version: 0 },
    };
    const facts: QuotaFacts = { userType: 'wechat', subscription, plan };
    const limit = (feature: QuotaFeature) => resolveQuota(feature, facts, now).limit;
    const { id: planId, name, priceFen, days } = plan;
    return {
      ...{ planId, name, priceFen: hasPayment ? priceFen : null, days },
      level: levelName(plan.level),
      limits: mapFeatures(limit),
    };
  });
}

function moment(date: Date | null | undefined): string | null {
  return date?.toISOString() ?? null;
}
