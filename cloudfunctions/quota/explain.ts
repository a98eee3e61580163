import { beijingTime } from '../shared/domain/time/business-day';
import {
  defaultLimit,
  overrideInForce,
  membershipEnd,
  planInForce,
  resolveQuota,
} from '../shared/domain/quota/quota';
import type { QuotaFacts } from '../shared/domain/quota/quota';
import { quotaFeatureTable } from '../shared/domain/quota/features';
import type { QuotaFeature, QuotaUnit } from '../shared/domain/quota/features';
import { heldOf } from '../shared/domain/chat/ap';
import { freePlanName } from '../shared/domain/quota/quota-overview';
import type { FeatureUsage } from './usage';

export type Reason = { collection: string; id: string; decides: boolean; what: string };

/** The rows that decide a limit, in the order in which the resolver uses them, described for an admin. */
export function explainLimit(
  feature: QuotaFeature,
  userId: string,
  facts: QuotaFacts,
  usage: FeatureUsage,
  now: Date,
): Reason[] {
  const { source } = resolveQuota(feature, facts, now);
  const { subscription, plan } = facts;
  const running = planInForce(facts, now);
  const reasons: Reason[] = [
    {
      ...{ collection: 'user_subscriptions', id: userId, decides: source === 'override' },
      what: describeOverride(feature, facts, now),
    },
    {
      ...{ collection: 'user_subscriptions', id: userId, decides: false },
      what: describeMembership(facts, now),
    },
  ];
  const planId = subscription?.planId ?? null;
  if (planId !== null) {
    const value = plan?.values[feature];
    const given = value === undefined ? '没有规定，按等级的默认额度' : amount(feature, value);
    const note = running === null ? '（会员不在有效期，不起作用）' : '';
    reasons.push({
      ...{ collection: 'plan_features', id: `${planId}:${feature}`, decides: source === 'plan' },
      what: plan === null ? `套餐 ${planId} 不存在` : `套餐「${plan.name}」：${given}${note}`,
    });
  }
  reasons.push({
    ...{ collection: 'users', id: userId, decides: source === 'default' },
    what: `默认额度（${describeStanding(facts, now)}）：${amount(feature, defaultLimit(feature, facts, now))}`,
  });
  const { collection, label } = quotaFeatureTable[feature].counter;
  const held = usage.holds.length === 0 ? '' : `，回答中预留 ${amount(feature, heldOf(usage))}`;
  const reset = usage.resetAt === null ? '' : `，${beijingTime(usage.resetAt)} 重置`;
  reasons.push({
    ...{ collection, id: userId, decides: false },
    what: `${label} ${amount(feature, usage.used)}${held}${reset}`,
  });
  return reasons;
}

function describeOverride(feature: QuotaFeature, facts: QuotaFacts, now: Date): string {
  const override = overrideInForce(feature, facts, now);
  if (override !== null) {
    const { value, expiresAt, reason = '' } = override;
    const until = expiresAt === undefined ? '长期有效' : `${beijingTime(expiresAt)} 到期`;
    return `覆盖：${amount(feature, value)}，${until}${reason === '' ? '' : `，原因：${reason}`}`;
  }
  const lapsed = facts.subscription?.customQuotas[feature];
  if (lapsed?.expiresAt === undefined) return '没有覆盖';
  return `覆盖 ${amount(feature, lapsed.value)} 已于 ${beijingTime(lapsed.expiresAt)} 到期`;
}

function describeMembership(facts: QuotaFacts, now: Date): string {
  const { subscription, plan } = facts;
  const running = planInForce(facts, now);
  const until = membershipEnd(facts, now);
  if (running !== null && until !== null) {
    return `会员「${running.name}」，${beijingTime(until)} 到期`;
  }
  if (subscription?.planId == null || subscription.endAt === null) return '没有开通过会员';
  const { planId, endAt } = subscription;
  const name = plan?.name ?? planId;
  return endAt <= now
    ? `会员「${name}」已于 ${beijingTime(endAt)} 结束`
    : `会员「${name}」不在有效状态`;
}

function describeStanding(facts: QuotaFacts, now: Date): string {
  if (facts.userType === 'admin') return '管理员';
  return planInForce(facts, now)?.name ?? freePlanName;
}

/** `300 次`, `120 AP`, `2 GB` */
function amount(feature: QuotaFeature, value: number): string {
  return write[quotaFeatureTable[feature].unit](value);
}

const write: Record<QuotaUnit, (value: number) => string> = {
  count: (value) => `${value} 次`,
  ap: (value) => `${value} AP`,
  bytes: writeBytes,
};

/** Exact where possible, never rounded up. */
function writeBytes(value: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = value === 0 ? 0 : Math.min(4, Math.floor(Math.log2(value) / 10));
  return `${Math.floor((value / 1024 ** power) * 10) / 10} ${units[power] ?? ''}`;
}
