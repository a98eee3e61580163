import type { AdminOrder, OrderStatus } from '../../../../cloudfunctions/shared/contracts/payment';
import { moneyName } from '../../../utils/money';
import { joined } from '../../../utils/names';
import { momentName } from '../../../utils/time';
import { boughtName, orderStatusName, orderStatusTone, reviewName } from '../order-words';
import type { Tone } from '../order-words';

export type OrderRow = {
  orderId: string;
  title: string;
  line: string;
  note: string;
  amount: string;
  tag: string;
  tone: Tone;
};

/** Filters of the list: '' shows all. */
export const filters: { id: OrderStatus | ''; name: string }[] = [
  { id: '', name: '全部' },
  { id: 'needs_review', name: '待核对' },
  { id: 'paid', name: '已付未到账' },
  { id: 'credited', name: '已到账' },
  { id: 'refunding', name: '退款中' },
  { id: 'created', name: '待付款' },
  { id: 'closed', name: '已关闭' },
  { id: 'refunded', name: '已退款' },
];

export function toFilter(id: string | undefined): OrderStatus | '' {
  return filters.find((filter) => filter.id === id)?.id ?? '';
}

export function toOrderRow(order: AdminOrder, now: number): OrderRow {
  const { orderId, status, review, paidFen, priceFen, refundedFen } = order;
  const title = boughtName(order);
  const tag = orderStatusName(status);
  const amount = moneyName(paidFen ?? priceFen);
  return {
    ...{ orderId, title, tag, amount },
    tone: orderStatusTone(status),
    line: joined(momentName(order.createdAt, now), orderId),
    note: joined(
      review === null ? '' : reviewName(review),
      refundedFen > 0 ? `已退 ${moneyName(refundedFen)}` : '',
      order.shortfallCredits > 0 ? `欠 ${order.shortfallCredits} 积分` : '',
    ),
  };
}
