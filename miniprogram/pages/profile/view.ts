import type { DailyUsage, Tier, User } from '../../../cloudfunctions/shared/contracts/values';
import { dailyLimits, toUsage } from '../../utils/usage';

export type Profile = {
  nickname: string;
  avatar: string;
  tier: Tier;
  credits: number;
  paysCredits: boolean;
  membership: { title: string; line: string } | null;
};

export function toProfile(user: User): Profile {
  return {
    nickname: user.nickname || '微信用户',
    avatar: user.avatar,
    tier: user.tier,
    credits: user.credits,
    paysCredits: user.tier === 'free',
    membership: toMembership(user.tier),
  };
}

function toMembership(tier: Tier): Profile['membership'] {
  const line = `每天 ${dailyLimits.vip} 次，生成不扣积分`;
  if (tier === 'free') return { title: '升级会员', line };
  if (tier === 'vip') return { title: '会员权益生效中', line };
  return null;
}

/** `今日 15/50 次 · 明日 0:00 重置` */
export function usageLine(usage: DailyUsage | null, now: number): string {
  if (!usage) return '今日次数暂时读不到';
  const { count, reset } = toUsage(usage, now);
  return `今日 ${count} 次 · ${reset}`;
}

export type Count = { name: string; value: number };

export function toCounts(
  stats: { works: number; favorites: number },
  user: Pick<User, 'generateCount'>,
): Count[] {
  return [
    { name: '作品', value: stats.works },
    { name: '收藏', value: stats.favorites },
    { name: '累计生成', value: user.generateCount },
  ];
}
