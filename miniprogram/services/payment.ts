import type { OutputOf } from '../../cloudfunctions/shared/contracts';
import { callAsMember } from './session';

export type CheckinReply = OutputOf<'payment', 'getCheckin'>;
export type InviteReply = OutputOf<'payment', 'getInvite'>;

export function getCheckin(): Promise<CheckinReply> {
  return callAsMember('payment', 'getCheckin', {});
}

export function getInvite(): Promise<InviteReply> {
  return callAsMember('payment', 'getInvite', {});
}
