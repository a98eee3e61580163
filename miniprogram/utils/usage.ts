import type { DailyUsage, Tier } from '../../cloudfunctions/shared/contracts/values';
import { resetName } from './time';

export type TierName = Tier;

export const tierNames: Record<Tier, string> = {
  free: '免费用户',
  vip: '会员',
  admin: '管理员',
};

export type UsageView = {
  count: string;
  tier: string;
  percent: number;
  level: 'normal' | 'high' | 'full';
  rest: string;
  reset: string;
  label: string;
};

export function toUsage(usage: DailyUsage, now: number): UsageView {
  const { used, limit, remaining } = usage;
  const isFull = remaining <= 0;
  const share = limit > 0 ? used / limit : 1;
  return {
    count: `${used}/${limit}`,
    tier: tierNames[usage.userType],
    percent: Math.min(100, Math.round(share * 100)),
    level: isFull ? 'full' : share > 0.8 ? 'high' : 'normal',
    rest: isFull ? '今日次数已用完' : `还可生成 ${remaining} 次`,
    reset: resetName(usage.resetAt, now),
    label: `今日已用 ${used} 次，共 ${limit} 次，${resetName(usage.resetAt, now).replace('明日 0:00 ', '明日零点')}`,
  };
}

/** Credits are shown to tiers that pay with them; -1 hides the pill. */
export function shownCredits(user: { tier: Tier; credits: number } | null): number {
  return user?.tier === 'free' ? user.credits : -1;
}
