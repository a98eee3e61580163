import type { Prices } from '../../../cloudfunctions/shared/contracts/aiGenerate';
import type { QuotaOverview, QuotaState } from '../../../cloudfunctions/shared/contracts/quota';
import type { CheckinReply, InviteReply } from '../../services/payment';
import type {
  MembershipLevel,
  QuotaFeature,
  Tier,
  User,
} from '../../../cloudfunctions/shared/contracts/values';
import { toOwnAvatar } from '../../utils/avatar';
import { sizeName } from '../../utils/bytes';
import { countName, widthOf } from '../../utils/count';
import { levelLabel } from '../../utils/labels';
import { priceNote, priceOf } from '../../utils/price';
import { dateName } from '../../utils/time';
import { toUsage } from '../../utils/usage';

export type Profile = {
  nickname: string;
  avatar: string;
  avatarNote: string;
  tier: Tier;
  level: MembershipLevel;
  credits: number;
  purse: Figure;
  membership: { title: string; line: string } | null;
  /** An admin, or support: the entry of their pages is shown. */
  isStaff: boolean;
};

/** `offersPlans`: something can be bought; otherwise no banner leads to the plans. */
export function toProfile(
  user: User,
  prices: Prices | null,
  now: number,
  offersPlans = false,
): Profile {
  const { picture: avatar, note: avatarNote } = toOwnAvatar(user);
  return {
    nickname: user.nickname || '微信用户',
    ...{ avatar, avatarNote },
    tier: user.tier,
    level: user.membershipLevel,
    credits: user.credits,
    purse: toFigure(user.credits),
    membership: toMembership(user, prices, now, offersPlans),
    isStaff: user.userType === 'admin' || user.userType === 'support',
  };
}

function toMembership(
  { tier, membershipLevel, membershipEndAt }: User,
  prices: Prices | null,
  now: number,
  offersPlans: boolean,
): Profile['membership'] {
  if (tier === 'admin') return null;
  const note = priceNote(priceOf(prices, 'vip'));
  if (tier === 'free' && !offersPlans) return null;
  if (tier === 'free') return { title: '升级会员', line: listed('每天多画一些', note) };
  const end = membershipEndAt === null ? '' : `${dateName(membershipEndAt, now)}到期`;
  return { title: `${levelLabel(membershipLevel)}生效中`, line: listed(note, end) };
}

function listed(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('，');
}

function find(overview: QuotaOverview | null, feature: QuotaFeature): QuotaState | null {
  return overview?.features.find((state) => state.feature === feature) ?? null;
}

/** The next moment at which a number on the page is reset. */
export function nextReset(overview: QuotaOverview | null): string | null {
  const moments = (overview?.features ?? []).flatMap(({ resetAt }) => resetAt ?? []);
  return moments.sort()[0] ?? null;
}

/** `今日 15/50 次 · 明日 0:00 重置` */
export function usageLine(overview: QuotaOverview | null, now: number): string {
  const daily = find(overview, 'image_daily');
  if (!overview || daily?.resetAt == null) return '今日次数暂时读不到';
  const { used, limit, remaining, resetAt } = daily;
  const usage = { used, limit, remaining, userType: overview.tier, resetAt };
  const { count, reset } = toUsage(usage, now);
  return `今日 ${count} 次 · ${reset}`;
}

/** A large number on one line; `isLong`: in smaller type. */
export type Figure = { text: string; isLong: boolean };

/** Large type has room for this many digits. */
const maxLargeDigits = 5;

function toFigure(value: number): Figure {
  const text = countName(value, maxLargeDigits);
  return { text, isLong: widthOf(text) > maxLargeDigits };
}

export type Ap = Figure & { limit: string; label: string };

/** The AP used this month, as in the chat. A dash while unknown: the row must stay, for the button beside it. */
export function toAp(overview: QuotaOverview | null): Ap {
  const ap = find(overview, 'chat_ap_monthly');
  if (!ap) return { text: '—', isLong: false, limit: '', label: '本月 AP 暂时读不到' };
  const { used, limit } = ap;
  const count = toFigure(used);
  const whole = countName(limit, maxLargeDigits);
  return {
    ...count,
    // The limit is in small type, so there is room for one more digit.
    limit: widthOf(`${count.text}${whole}`) <= maxLargeDigits + 1 ? `/ ${whole}` : '',
    label: `本月 AP 已用 ${used}，共 ${limit}`,
  };
}

/** `86.4 MB / 2 GB` */
export function toStorage(overview: QuotaOverview | null): string {
  const storage = find(overview, 'storage_bytes');
  return storage ? `${sizeName(storage.used)} / ${sizeName(storage.limit)}` : '';
}

export type Count = { name: string; value: number };

export function toCounts(stats: { works: number; favorites: number; studio: number }): Count[] {
  return [
    { name: '作品', value: stats.works },
    { name: '收藏', value: stats.favorites },
    { name: '摄影与试衣', value: stats.studio },
  ];
}

export type Wallet = {
  canRecharge: boolean;
  hasCheckin: boolean;
  checkin: string;
  hasInvite: boolean;
  invite: string;
};

/** Parts that could not be read are left out. */
export function toWallet(
  checkin: Pick<CheckinReply, 'hasCheckedIn' | 'todayCredits'> | null,
  invite: Pick<InviteReply, 'isOpen' | 'code'> | null,
  canRecharge: boolean,
): Wallet {
  const gain = checkin === null ? '' : `今日可领 ${checkin.todayCredits} 积分`;
  return {
    canRecharge,
    hasCheckin: checkin !== null,
    checkin: checkin?.hasCheckedIn === true ? '今日已签到' : gain,
    hasInvite: invite?.isOpen === true,
    invite: invite?.isOpen === true ? `邀请码 ${invite.code}` : '',
  };
}
