import type { ChannelAnswer, Evidence } from './channel';
import type { Order, ReviewReason } from './order';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/**
 * While an order is this fresh, the channel is queried at every run of the timer; afterwards an unpaid order counts as closed.
 */
export const freshMs = 30 * minuteMs;
/** Later queries, counted from the order's creation: a late payment is still honoured. */
const lateQuestionsMs = [1, 6, 24, 72].map((hours) => hours * hourMs);

/** What to do after the channel's answer. */
export type Settlement =
  | { step: 'wait' }
  | { step: 'close' }
  | { step: 'credit'; evidence: Evidence }
  | { step: 'park'; reason: ReviewReason; evidence: Evidence }
  /** The channel has refunded more than we asked for. */
  | { step: 'takeBack'; fen: number; evidence: Evidence }
  | { step: 'endRefund'; evidence: Evidence }
  | { step: 'failRefund'; evidence: Evidence }
  | { step: 'deliver' }
  | { step: 'none' };

/** `refundFen`: the amount of the refund in progress. Pure: the result does not depend on who asks. */
export function settlementOf(
  order: Order,
  answer: ChannelAnswer,
  refundFen: number,
  now: Date,
): Settlement {
  switch (order.status) {
    case 'paid':
    case 'created':
    case 'closed':
      return unpaid(order, answer, now);
    case 'credited':
    case 'partly_refunded':
      return answer.state === 'none' ? { step: 'none' } : credited(order, answer.evidence);
    case 'refunding':
      return answer.state === 'none'
        ? { step: 'none' }
        : refunding(order, answer.evidence, refundFen);
    case 'refunded':
    case 'needs_review':
      return { step: 'none' };
  }
}

function unpaid(order: Order, answer: ChannelAnswer, now: Date): Settlement {
  const isOld = now.getTime() - order.createdAt.getTime() >= freshMs;
  const open: Settlement =
    isOld && order.status !== 'closed' ? { step: 'close' } : { step: 'wait' };
  if (answer.state === 'none') return open;
  const { evidence } = answer;
  switch (evidence.phase) {
    case 'open':
      return open;
    case 'closed':
      return order.status === 'closed' ? { step: 'wait' } : { step: 'close' };
    case 'paid': {
      const reason = objectionTo(order, evidence);
      return reason === null ? { step: 'credit', evidence } : { step: 'park', reason, evidence };
    }
    case 'refunded':
      return { step: 'park', reason: 'refunded', evidence };
    case 'refundFailed':
    case 'odd':
      return { step: 'park', reason: 'status', evidence };
  }
}

/**
 * Null if the evidence allows crediting: our number, our environment, the price of the snapshot, fully paid and nothing refunded.
 */
export function objectionTo(order: Order, evidence: Evidence): ReviewReason | null {
  const { orderId, env, phase, orderFee, paidFee, couponFee, refundFee } = evidence;
  if (orderId !== order.id) return 'foreign';
  if (env !== order.env) return 'env';
  if (phase !== 'paid') return 'status';
  if (orderFee !== order.package.priceFen || paidFee + couponFee !== orderFee) return 'amount';
  return refundFee > 0 ? 'refunded' : null;
}

/** Evidence of another order or environment says nothing of this one. */
export function isOurs(
  order: Pick<Order, 'id' | 'env'>,
  { orderId, env }: Pick<Evidence, 'orderId' | 'env'>,
): boolean {
  return orderId === order.id && env === order.env;
}

function credited(order: Order, evidence: Evidence): Settlement {
  if (!isOurs(order, evidence)) return { step: 'none' };
  const fen = evidence.refundFee - order.refundedFen;
  if (fen > 0) return { step: 'takeBack', fen, evidence };
  return order.isDelivered || evidence.isDelivered ? { step: 'none' } : { step: 'deliver' };
}

function refunding(order: Order, evidence: Evidence, refundFen: number): Settlement {
  if (!isOurs(order, evidence)) return { step: 'none' };
  if (evidence.refundFee >= order.refundedFen + refundFen) return { step: 'endRefund', evidence };
  if (evidence.phase === 'refundFailed') return { step: 'failRefund', evidence };
  return { step: 'none' };
}

/**
 * When the channel is queried next about an order queried just now: at the next run while it is fresh, then at the late queries;
 * null after the last one.
 */
export function nextQueryAfter(createdAt: Date, now: Date): Date | null {
  const age = now.getTime() - createdAt.getTime();
  if (age < freshMs) return nextRun(now);
  const late = lateQuestionsMs.find((ms) => ms > age);
  return late === undefined ? null : new Date(createdAt.getTime() + late);
}

/** The timer runs every minute. */
export function nextRun(now: Date): Date {
  return new Date(now.getTime() + minuteMs);
}
