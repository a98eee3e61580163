import { AppError } from '../../error';
import { accountAt, heldOf, remainingOf } from './ap';
import type { ApAccount } from './ap';
import { dayInWords } from '../time/business-month';
import { membershipLevelOf, recommendedLevel, resolveQuota } from '../quota/quota';
import type { Entitlement } from '../quota/quota';
import type { MembershipLevel } from '../quota/tier';

export type ApQuota = {
  used: number;
  limit: number;
  held: number;
  remaining: number;
  resetAt: string;
  todayUsed: number;
  totalUsed: number;
  membershipLevel: MembershipLevel;
  priceAp: number;
  warning: boolean;
  recommendedPlan: MembershipLevel | null;
};

const warnedAbove = 0.8;

/** AP per month. The tier does not matter: admins have the same limits. */
export function apLimitOf(entitlement: Entitlement, now: Date): number {
  return resolveQuota('chat_ap_monthly', { ...entitlement, userType: 'wechat' }, now).limit;
}

/** What a user sees about their AP. `priceAp` is the price of the next answer. */
export function apQuota(
  account: ApAccount | null,
  entitlement: Entitlement,
  priceAp: number,
  now: Date,
): ApQuota {
  const current = accountAt(account, now);
  const limit = apLimitOf(entitlement, now);
  return {
    used: current.monthlyUsed,
    limit,
    held: heldOf(current),
    remaining: remainingOf(current, limit),
    resetAt: current.quotaResetAt.toISOString(),
    todayUsed: current.todayUsed,
    totalUsed: current.totalUsed,
    membershipLevel: membershipLevelOf(entitlement, now),
    priceAp,
    warning: current.monthlyUsed > limit * warnedAbove,
    recommendedPlan: recommendedLevel(entitlement, now),
  };
}

export function quotaExceeded(quota: ApQuota): AppError<'QUOTA_EXCEEDED'> {
  const { limit, used, priceAp, resetAt, membershipLevel, recommendedPlan } = quota;
  return new AppError('QUOTA_EXCEEDED', {
    details: {
      limit,
      used,
      required: priceAp,
      resetAt,
      resetDay: dayInWords(new Date(resetAt)),
      membershipLevel,
      recommendedPlan,
    },
  });
}
