import type { CreditLog } from '../../../../cloudfunctions/shared/contracts/userInfo';
import { labelOf } from '../../../utils/labels';
import { joined } from '../../../utils/names';
import { clockTime, dayName } from '../../../utils/time';

export const tabs = [
  { id: 'all', name: '全部' },
  { id: 'recharge', name: '充值' },
  { id: 'consume', name: '消耗' },
  { id: 'refund', name: '退回' },
] as const;
export type RecordTab = (typeof tabs)[number]['id'];

export type Row = {
  id: string;
  icon: string;
  title: string;
  line: string;
  amount: string;
  isIncome: boolean;
  label: string;
  /** The page that this row opens; empty if there is none. */
  url: string;
};

export type Day = { name: string; rows: Row[] };

const icons: Record<CreditLog['kind'], string> = {
  welcome: 'gift',
  consume: 'edit',
  refund: 'rollback',
  adjust: 'star',
  leave: 'user',
  recharge: 'star',
  checkin: 'calendar',
  invite: 'gift',
  refund_recharge: 'rollback',
};

export function toRow(log: CreditLog): Row {
  const isIncome = log.amount > 0;
  const title = log.title || labelOf(kindNames, log.kind, '积分变动');
  // The minus sign is as wide as the plus, so that amounts align. A membership moves no credits.
  const sign = isIncome ? '+' : '−';
  const amount = log.amount === 0 ? '0' : `${sign}${Math.abs(log.amount)}`;
  const line = joined(clockTime(log.createdAt), `余额 ${log.balance}`);
  return {
    id: log.id,
    icon: labelOf(icons, log.kind, 'star'),
    title,
    line,
    amount,
    isIncome,
    label: `${title}，${isIncome ? '增加' : '减少'} ${Math.abs(log.amount)} 积分，余额 ${log.balance}`,
    url: urlOf(log),
  };
}

function urlOf({ kind, orderId, workId }: CreditLog): string {
  if (orderId !== undefined) return `/packages/wallet/order/index?id=${orderId}`;
  if (kind === 'checkin' || kind === 'invite') return `/packages/wallet/${kind}/index`;
  return workId === undefined ? '' : `/packages/picture/detail/index?id=${workId}`;
}

/** For rows without a title. */
const kindNames: Record<CreditLog['kind'], string> = {
  welcome: '新用户赠送',
  consume: '文生图',
  refund: '退回',
  adjust: '管理员调整',
  leave: '注销账户',
  recharge: '充值',
  checkin: '每日签到',
  invite: '邀请好友',
  refund_recharge: '充值退款',
};

export function isInTab({ kind, amount }: CreditLog, tab: RecordTab): boolean {
  if (tab === 'all') return true;
  if (tab === 'refund') return kind === 'refund';
  if (tab === 'recharge') return kind === 'recharge' || kind === 'refund_recharge';
  return amount < 0 && kind !== 'refund_recharge';
}

/** Grouped by day, newest first. */
export function toDays(logs: CreditLog[], tab: RecordTab, now: number): Day[] {
  const days: Day[] = [];
  for (const log of logs.filter((candidate) => isInTab(candidate, tab))) {
    const name = dayName(log.createdAt, now);
    const last = days[days.length - 1];
    if (last?.name === name) last.rows.push(toRow(log));
    else days.push({ name, rows: [toRow(log)] });
  }
  return days;
}
