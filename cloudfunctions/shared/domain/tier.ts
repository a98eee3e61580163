export type UserType = 'wechat' | 'admin';
export type Tier = 'free' | 'vip' | 'admin';
export type MembershipLevel = 'free' | 'basic' | 'plus' | 'pro';
type Standing = { userType: UserType; vipLevel: number };

const dailyLimits: Record<Tier, number> = { free: 50, vip: 200, admin: 1000 };
const membershipLevels: readonly MembershipLevel[] = ['free', 'basic', 'plus', 'pro'];

export function tierOf({ userType, vipLevel }: Standing): Tier {
  if (userType === 'admin') return 'admin';
  return vipLevel > 0 ? 'vip' : 'free';
}

export function dailyLimitOf(tier: Tier): number {
  return dailyLimits[tier];
}

/** Credits that one work costs. */
export function costOf(tier: Tier): number {
  return tier === 'free' ? 1 : 0;
}

export function membershipLevelOf(vipLevel: number): MembershipLevel {
  return membershipLevels[Math.max(0, Math.min(vipLevel, membershipLevels.length - 1))] ?? 'free';
}
