import type { Plan } from '../../domain/quota/quota';
import type { Clock } from '../../domain/time/clock';
import { creditLogIds, refundIdOf } from '../../domain/ids';
import type { ChannelAnswer, Evidence } from '../../domain/wallet/channel';
import type { Order } from '../../domain/wallet/order';
import { creditsOf } from '../../domain/wallet/package';
import type { Refund } from '../../domain/wallet/refund';
import { nextRun, settlementOf } from '../../domain/wallet/settle';
import type { Settlement } from '../../domain/wallet/settle';
import type { Database, Transaction } from '../core/database';
import { isMissing } from '../core/rows';
import { beginTransaction } from '../core/transaction';
import { parseOrder } from '../rows/order';
import { toPaymentEventRow } from '../rows/payment-event';
import { toRefundRow } from '../rows/refund';
import { parseUserOrNull } from '../rows/user';
import type { User } from '../rows/user';
import { expectDueWithin } from '../timers/expect-due';
import { moveCredits } from './balance';
import type { DailyTotalsChange } from './balance';
import { factsOf, toEvent } from './events';
import { openSubscription } from '../quota/subscription-writes';
import { grantMembership } from './memberships';

/** `isShown`: open pages already see the balance. */
export type SettlementResult = { order: Order; step: Settlement['step']; isShown: boolean };
export type SettleSource = 'phone' | 'push' | 'tick' | 'admin';

/** WeChat usually pushes at once; after this time without a push, we report the delivery. */
const deliverAfterMs = 2 * 60_000;

export type SettlementRepository = ReturnType<typeof createSettlementRepository>;

/** Credits a paid order. Once begun, it has read the order and its buyer, and has written nothing. */
export type PreparedCrediting = {
  /**
   * Writes order, ledger, balance or membership, and the event in one transaction, decided by the order as read in it. A second
   * call finds it credited. If the buyer's account is deleted, the payment is refunded instead. `isDecided`: an admin has decided
   * on an order that was parked.
   */
  credit(
    answer: ChannelAnswer & { state: 'known' },
    source: SettleSource,
    options: CreditOptions,
  ): Promise<SettlementResult>;
  /** Nothing is to be credited. */
  abandon(): Promise<void>;
};

export function createSettlementRepository(database: Database, clock: Clock) {
  return {
    /** Begins to credit an order while the channel is still being asked about it. */
    begin({ id: orderId, userId }: Pick<Order, 'id' | 'userId'>): PreparedCrediting {
      const begun = beginTransaction(database, clock, async (transaction) => {
        const orderRow = await transaction.collection('orders').doc(orderId).get();
        const userRow = await transaction.collection('users').doc(userId).get();
        return { order: parseOrder(orderRow.data), user: parseUserOrNull(userRow.data) };
      });
      return {
        credit: (answer, source, options) =>
          begun.finish((transaction, standing) =>
            credit({ transaction, command: database.command }, standing, answer, {
              ...options,
              source,
            }),
          ),
        abandon: () => begun.abandon(),
      };
    },
  };
}

async function credit(
  { transaction, command }: { transaction: Transaction; command: Database['command'] },
  { order, user }: { order: Order; user: User | null },
  answer: ChannelAnswer & { state: 'known' },
  options: CreditOptions & { source: SettleSource },
): Promise<SettlementResult> {
  const { evidence } = answer;
  const { source, plans, now, isDecided = false, alongside } = options;
  const fits = isDecided
    ? order.status === 'needs_review'
    : settlementOf(order, answer, 0, now).step === 'credit';
  if (!fits) return { order, step: 'none', isShown: true };
  const isMembership = order.package.kind === 'membership';
  const others = await alongside?.(transaction, order, user);
  const paid = { ...order, ...paymentOf(evidence, now), review: null };
  if (user === null) {
    return { ...(await giveBack(transaction, paid, evidence, source, now)), isShown: true };
  }
  const isDelivered = source === 'push' || evidence.isDelivered;
  const credited: Order = {
    ...paid,
    ...{ status: 'credited', creditedAt: now, isDelivered, version: order.version + 1 },
    nextQueryAt: isDelivered ? null : new Date(now.getTime() + deliverAfterMs),
  };
  const { isShown } = await moveCredits(
    transaction,
    command,
    { user, openid: order.openid },
    {
      ...{ id: creditLogIds.recharge(order.id), userId: user.id, kind: 'recharge' },
      ...{ amount: creditsOf(order.package), orderId: order.id },
      title: isMembership ? `会员 · ${order.package.name}` : `充值 · ${order.package.name}`,
    },
    now,
    others === undefined ? {} : { others },
  );
  if (isMembership) {
    const subscription = await openSubscription(transaction, order.userId, now);
    await grantMembership(subscription, order, plans, now);
  }
  await writeOrder(transaction, credited, now);
  await writeEvent(transaction, order.id, evidence, { source, outcome: 'credited', now });
  return { order: credited, step: 'credit', isShown };
}

type CreditOptions = {
  plans: readonly Plan[];
  now: Date;
  isDecided?: boolean;
  /** Writes further rows in the same transaction, such as that of an approval; returns extra fields of the user's row. */
  alongside?: (
    transaction: Transaction,
    order: Order,
    user: User | null,
  ) => Promise<DailyTotalsChange>;
};

/** The payment as the channel reports it. */
export function paymentOf(evidence: Evidence, now: Date) {
  const { wxOrderId, orderFee, paidFee, couponFee, paidAt } = evidence;
  return { wxOrderId, orderFee, paidFee, couponFee, paidAt: paidAt ?? now };
}

/** The account is deleted: there is nobody to credit, so the payment is refunded. */
async function giveBack(
  transaction: Transaction,
  paid: Order,
  evidence: Evidence,
  source: SettleSource,
  now: Date,
): Promise<{ order: Order; step: Settlement['step'] }> {
  const refund = newRefund(paid, { kind: 'former', cause: 'former', fen: evidence.paidFee, now });
  const order: Order = {
    ...paid,
    ...{ status: 'refunding', refundId: refund.id, nextQueryAt: nextRun(now) },
    version: paid.version + 1,
  };
  await expectDueWithin(transaction, nextRun(now));
  await transaction
    .collection('refunds')
    .doc(refund.id)
    .set({ data: toRefundRow(refund) });
  await writeOrder(transaction, order, now);
  await writeEvent(transaction, paid.id, evidence, { source, outcome: 'givenBack', now });
  return { order, step: 'credit' };
}

export function newRefund(
  { id: orderId, userId }: Order,
  {
    kind,
    cause,
    fen,
    now,
    ...more
  }: Pick<Refund, 'kind' | 'fen'> & Partial<Refund> & { cause: string; now: Date },
): Refund {
  return {
    ...{ id: refundIdOf(orderId, cause), orderId, userId, kind, fen, status: 'started' },
    ...{ creditsTaken: 0, daysTaken: 0, shortfallCredits: 0, reason: '' },
    ...{ adminId: null, approvedBy: null, requestId: null, createdAt: now, endedAt: null },
    ...more,
  };
}

export async function readOrder(transaction: Transaction, orderId: string): Promise<Order | null> {
  const { data } = await transaction.collection('orders').doc(orderId).get();
  return isMissing(data) ? null : parseOrder(data);
}

export async function writeOrder(transaction: Transaction, order: Order, now: Date): Promise<void> {
  const { id, openid: _, userId: __, package: ___, createdAt: ____, ...data } = order;
  await transaction
    .collection('orders')
    .doc(id)
    .update({ data: { ...data, updatedAt: now } });
}

export async function writeEvent(
  transaction: Transaction,
  orderId: string,
  evidence: Evidence,
  { source, outcome, now }: { source: string; outcome: string; now: Date },
): Promise<void> {
  const facts = { ...factsOf(evidence), outcome };
  const event = toEvent({ kind: 'query', orderId, source, outcome, facts, createdAt: now });
  const { _id: id, ...data } = toPaymentEventRow(event) as { _id: string };
  await transaction.collection('payment_events').doc(id).set({ data });
}
