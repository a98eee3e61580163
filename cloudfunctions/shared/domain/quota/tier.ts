/** `support` reads what admins read, and has a normal user's limits. */
export const userTypes = ['wechat', 'support', 'admin'] as const;
export type UserType = (typeof userTypes)[number];

/** Decides the daily limit and whether works cost credits. */
export const tiers = ['free', 'vip', 'admin'] as const;
export type Tier = (typeof tiers)[number];

/** In ascending order; a plan's level is an index into this list. */
export const membershipLevels = ['free', 'basic', 'plus', 'pro'] as const;
export type MembershipLevel = (typeof membershipLevels)[number];

/** The price of one work in credits. */
export function costOf(tier: Tier): number {
  return tier === 'free' ? 1 : 0;
}
