import type { Order } from './order';
import { creditsOf } from './package';

export const refundKinds = ['voluntary', 'forced', 'former', 'review'] as const;
export type RefundKind = (typeof refundKinds)[number];
export const refundStatuses = ['started', 'accepted', 'done', 'failed'] as const;
export type RefundStatus = (typeof refundStatuses)[number];

export type Refund = {
  id: string;
  orderId: string;
  userId: string;
  kind: RefundKind;
  status: RefundStatus;
  fen: number;
  creditsTaken: number;
  daysTaken: number;
  /** What a forced refund could not take. */
  shortfallCredits: number;
  reason: string;
  adminId: string | null;
  approvedBy: string | null;
  requestId: string | null;
  createdAt: Date;
  endedAt: Date | null;
};

/** The amount that can still be refunded. */
export function refundableFen({ paidFee, refundedFen }: Order): number {
  return Math.max(0, (paidFee ?? 0) - refundedFen);
}

/** What a refund of `fen` takes back: the proportional share, rounded up, and never more than is left of the order. */
export function dueFor(order: Order, fen: number): { credits: number; days: number } {
  if (order.creditedAt === null) return { credits: 0, days: 0 };
  const fee = order.orderFee ?? order.package.priceFen;
  const share = (whole: number, returned: number) =>
    Math.min(Math.ceil((whole * fen) / fee), whole - returned);
  const { days } = order.package;
  return {
    credits: share(creditsOf(order.package), order.returnedCredits),
    days: share(days ?? 0, order.returnedDays),
  };
}
