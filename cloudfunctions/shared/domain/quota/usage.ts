import { AppError } from '../../error';
import { nextReset } from '../time/business-day';
import { resolveQuota, tierOf } from './quota';
import type { QuotaFacts } from './quota';
import type { Tier } from './tier';

export type DailyUsage = {
  used: number;
  limit: number;
  remaining: number;
  userType: Tier;
  resetAt: string;
};

export function dailyUsage(facts: QuotaFacts, used: number, now: Date): DailyUsage {
  const { limit } = resolveQuota('image_daily', facts, now);
  return {
    used,
    limit,
    remaining: Math.max(0, limit - used),
    userType: tierOf(facts, now),
    resetAt: nextReset(now).toISOString(),
  };
}

/** Throws DAILY_LIMIT_REACHED if fewer than `wanted` places are left. */
export function requireRoom(usage: DailyUsage, wanted: number): void {
  if (usage.remaining < wanted) throw dailyLimitReached(usage);
}

export function dailyLimitReached({
  limit,
  used,
  resetAt,
}: Pick<DailyUsage, 'limit' | 'used' | 'resetAt'>): AppError<'DAILY_LIMIT_REACHED'> {
  return new AppError('DAILY_LIMIT_REACHED', { details: { limit, used, resetAt } });
}
