import type { BusinessDay } from '../time/business-day';

export const inviteReward = 20;
export const maxRewardsPerMonth = 30;
/** How long after the first login a code may be redeemed. */
export const redeemMs = 7 * 24 * 3_600_000;

export const inviteStatuses = ['pending', 'rewarded', 'rejected'] as const;
export type InviteStatus = (typeof inviteStatuses)[number];
/** Why an invitation earns no reward. */
export const inviteRejections = ['monthLimit', 'risk', 'inviterLeft', 'inviteeLeft'] as const;
export type InviteRejection = (typeof inviteRejections)[number];

export type Invite = {
  /** The invitee's user id: everybody can be invited only once. */
  id: string;
  inviterId: string;
  code: string;
  status: InviteStatus;
  reason: InviteRejection | null;
  /** When the timer checks next whether the first picture was made; null once the invitation has ended. */
  checkAt: Date | null;
  createdAt: Date;
  endedAt: Date | null;
};

/** `YYYYMM` in Asia/Shanghai. */
export function monthOf(day: BusinessDay): string {
  return day.slice(0, 6);
}
