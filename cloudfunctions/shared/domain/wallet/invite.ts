import type { BusinessDay } from '../time/business-day';

export const inviteReward = 20;
export const maxRewardsPerMonth = 30;
/** So long after the first login a code may be redeemed. */
export const redeemMs = 7 * 24 * 3_600_000;

export const inviteStatuses = ['pending', 'rewarded', 'rejected'] as const;
export type InviteStatus = (typeof inviteStatuses)[number];
/** Why an invitation brings no reward. */
export const inviteRejections = ['monthLimit', 'risk', 'inviterLeft', 'inviteeLeft'] as const;
export type InviteRejection = (typeof inviteRejections)[number];

export type Invite = {
  /** The invitee's user id: one can be invited once. */
  id: string;
  inviterId: string;
  code: string;
  status: InviteStatus;
  reason: InviteRejection | null;
  /** When the timer looks whether the first picture was made; null once the invitation has ended. */
  checkAt: Date | null;
  createdAt: Date;
  endedAt: Date | null;
};

/** `YYYYMM` in Asia/Shanghai. */
export function monthOf(day: BusinessDay): string {
  return day.slice(0, 6);
}
