import type { ChatQuota } from '../../../../cloudfunctions/shared/contracts/chat';
import { levelLabel } from '../../../utils/labels';
import { resetName } from '../../../utils/time';

export type QuotaBar = {
  level: string;
  count: string;
  percent: number;
  tone: 'normal' | 'high' | 'full';
  rest: string;
  reset: string;
  label: string;
  canUpgrade: boolean;
  /** Not enough is left for another answer. */
  isUsedUp: boolean;
};

export function toQuotaBar(quota: ChatQuota, now: number, offersPlans = false): QuotaBar {
  const { used, limit, priceAp, warning, membershipLevel } = quota;
  // Unlike `remaining`, this includes the AP held for an answer in flight: they are not used yet.
  const left = limit - used;
  const isUsedUp = left <= 0 || left < priceAp;
  const reset = resetName(quota.resetAt, now);
  const rest = restOf(quota, left, isUsedUp);
  return {
    level: levelLabel(membershipLevel),
    count: `${used}/${limit}`,
    percent: limit > 0 ? Math.min(100, Math.round((used / limit) * 100)) : 100,
    tone: isUsedUp ? 'full' : warning ? 'high' : 'normal',
    rest,
    reset,
    label: `${levelLabel(membershipLevel)}，本月 AP 已用 ${used}，共 ${limit}，${rest}，${reset}`,
    canUpgrade: offersPlans && quota.recommendedPlan !== null,
    isUsedUp,
  };
}

function restOf({ priceAp, warning }: ChatQuota, left: number, isUsedUp: boolean): string {
  if (isUsedUp) return left > 0 ? `剩 ${left} AP，不够回答一次` : '本月 AP 已用完';
  return warning ? `只剩 ${left} AP 了` : `每次回答 ${priceAp} AP`;
}
