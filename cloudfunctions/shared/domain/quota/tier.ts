export type UserType = 'wechat' | 'admin';
/** Decides the daily limit and whether works cost credits. */
export type Tier = 'free' | 'vip' | 'admin';
/** Decides the monthly AP and the storage. */
export type MembershipLevel = 'free' | 'basic' | 'plus' | 'pro';

/** Credits that one work costs. */
export function costOf(tier: Tier): number {
  return tier === 'free' ? 1 : 0;
}
