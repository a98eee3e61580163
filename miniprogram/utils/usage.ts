import type { DailyUsage } from '../../cloudfunctions/shared/contracts/values';
import { tierLabel } from './labels';
import { resetName } from './time';

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
  const reset = resetName(usage.resetAt, now);
  return {
    count: `${used}/${limit}`,
    tier: tierLabel(usage.userType),
    percent: Math.min(100, Math.round(share * 100)),
    level: isFull ? 'full' : share > 0.8 ? 'high' : 'normal',
    rest: isFull ? '今日次数已用完' : `还可生成 ${remaining} 次`,
    reset,
    label: `今日已用 ${used} 次，共 ${limit} 次，${reset.replace('明日 0:00 ', '明日零点')}`,
  };
}
