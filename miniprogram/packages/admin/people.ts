import type { QuotaUser } from '../../../cloudfunctions/shared/contracts/quota';
import type { MembershipLevel, Tier } from '../../../cloudfunctions/shared/contracts/values';
import { joined } from '../../utils/names';
import { dateName } from '../../utils/time';

export type Person = {
  id: string;
  nickname: string;
  avatar: string;
  tier: Tier;
  level: MembershipLevel;
  line: string;
};

export function toPerson(user: QuotaUser, now: number): Person {
  const { userId, nickname, avatar, tier, membershipLevel: level, inviteCode, endAt } = user;
  const ends = endAt === null ? '' : `${dateName(endAt, now)}到期`;
  return {
    id: userId,
    nickname: nickname || '微信用户',
    avatar,
    tier,
    level,
    line: joined(`邀请码 ${inviteCode}`, ends),
  };
}

/** Why an admin page does not open. */
export function toClosed(failure: string, reason: string): ClosedPage {
  return failure === 'FORBIDDEN'
    ? { icon: 'lock', title: '没有权限', reason: '这里只有管理员和客服可以进入', primary: '返回' }
    : { icon: 'image-error', title: '没有加载出来', reason, primary: '重试' };
}

/** Shown when the page is opened without a user id. */
export const noUser: ClosedPage = {
  icon: 'user',
  title: '先选择一位用户',
  reason: '',
  primary: '选择用户',
};

export type ClosedPage = {
  icon: string;
  title: string;
  reason: string;
  primary: '返回' | '重试' | '选择用户';
};
