/** `support` reads what admins read, and has the limits of any user. */
export const userTypes = ['wechat', 'support', 'admin'] as const;
export type UserType = (typeof userTypes)[number];

/** Decides the daily limit and whether works cost credits. */
export const tiers = ['free', 'vip', 'admin'] as const;
export type Tier = (typeof tiers)[number];

/** In ascending order; plans hold the index of a level in this list. */
export const membershipLevels = ['free', 'basic', 'plus', 'pro'] as const;
export type MembershipLevel = (typeof membershipLevels)[number];

/** Credits that one work costs. */
export function costOf(tier: Tier): number {
  return tier === 'free' ? 1 : 0;
}
