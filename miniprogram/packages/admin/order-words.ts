import type { AdminOrder, OrderStatus } from '../../../cloudfunctions/shared/contracts/payment';
import { labelOf } from '../../utils/labels';

export type Tone = '' | 'good' | 'busy' | 'warn' | 'bad';

const names: Record<OrderStatus, string> = {
  created: '待付款',
  paid: '已付未到账',
  credited: '已到账',
  closed: '已关闭',
  refunding: '退款中',
  partly_refunded: '部分退款',
  refunded: '已退款',
  needs_review: '待核对',
};

const tones: Record<OrderStatus, Tone> = {
  created: '',
  paid: 'busy',
  credited: 'good',
  closed: '',
  refunding: 'busy',
  partly_refunded: 'warn',
  refunded: 'warn',
  needs_review: 'bad',
};

const reviews: Record<string, string> = {
  amount: '渠道的金额与订单不一致',
  env: '来自另一个支付环境',
  foreign: '付款人不是下单的人',
  refunded: '渠道显示已退款',
  status: '渠道的状态不能入账',
};

export const orderStatusName = (status: OrderStatus) => labelOf(names, status, '处理中');
export const orderStatusTone = (status: OrderStatus): Tone => labelOf(tones, status) as Tone;

/** Why an order is parked. */
export function reviewName(review: string): string {
  return Object.prototype.hasOwnProperty.call(reviews, review) ? (reviews[review] ?? '') : review;
}

/** `200 积分`, `进阶版 30 天` */
export function boughtName({
  kind,
  name,
  credits,
  bonusCredits,
  days,
}: Pick<AdminOrder, 'kind' | 'name' | 'credits' | 'bonusCredits' | 'days'>): string {
  return kind === 'membership' ? `${name} ${days ?? 30} 天` : `${credits + bonusCredits} 积分`;
}
