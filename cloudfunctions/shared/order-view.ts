import type { Order as OrderView } from './contracts/payment';
import type { Order } from './domain/wallet/order';

const moment = (date: Date | null): string | null => date?.toISOString() ?? null;

/** An order as its buyer sees it. */
export function toOrderView({ id: orderId, package: bought, ...order }: Order): OrderView {
  return {
    ...{ orderId, ...bought, status: order.status, channel: order.channel },
    ...{ paidFen: order.paidFee, refundedFen: order.refundedFen },
    shortfallCredits: order.shortfallCredits,
    createdAt: order.createdAt.toISOString(),
    paidAt: moment(order.paidAt),
    creditedAt: moment(order.creditedAt),
    closedAt: moment(order.closedAt),
  };
}
