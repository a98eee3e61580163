import type { Invitee } from '../../../../cloudfunctions/shared/contracts/payment';
import { joined } from '../../../utils/names';
import { dateName } from '../../../utils/time';
import type { InviteReply } from '../../../services/payment';

export type InviteeRow = {
  name: string;
  line: string;
  state: 'good' | 'waiting' | 'none';
  tag: string;
};
export type InviteView = {
  code: string;
  promise: string;
  limit: string;
  sum: string;
  rows: InviteeRow[];
  canRedeem: boolean;
};

export function toView(reply: InviteReply, now: number): InviteView {
  const { code, rewardCredits, maxPerMonth, earnedCredits, invitees, canRedeem } = reply;
  return {
    ...{ code, canRedeem },
    promise: `好友填写邀请码并画成第一张后，你得 ${rewardCredits} 积分`,
    limit: `每月最多奖励 ${maxPerMonth} 位好友`,
    sum: invitees.length === 0 ? '' : `${invitees.length} 人 · 已得 ${earnedCredits} 积分`,
    rows: invitees.map((invitee) => toRow(invitee, now)),
  };
}

const states = { rewarded: 'good', pending: 'waiting', rejected: 'none' } as const;

function toRow({ nickname, status, why, credits, joinedAt }: Invitee, now: number): InviteeRow {
  return {
    name: nickname || '微信用户',
    line: joined(`${dateName(joinedAt, now)}加入`, status === 'rewarded' ? '' : why),
    state: states[status],
    tag: status === 'rewarded' ? `+${credits}` : status === 'pending' ? '等待中' : '未奖励',
  };
}
