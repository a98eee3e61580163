import type { Plan } from '../../domain/quota/quota';
import type { Clock } from '../../domain/time/clock';
import { creditLogIds, refundIdOf } from '../../domain/ids';
import type { Evidence } from '../../domain/wallet/channel';
import type { Order } from '../../domain/wallet/order';
import { dueFor, refundableFen } from '../../domain/wallet/refund';
import type { Refund } from '../../domain/wallet/refund';
import { nextRun, settlementOf } from '../../domain/wallet/settle';
import { AppError } from '../../error';
import type { Database, Transaction } from '../core/database';
import { inTransaction } from '../core/transaction';
import { parseRefundOrNull, toRefundRow } from '../rows/refund';
import { parseUserOrNull } from '../rows/user';
import type { User } from '../rows/user';
import { expectDueWithin } from '../timers/expect-due';
import { countMoney, writeAudit } from './approvals';
import type { Permission } from './approvals';
import { moveCredits } from './balance';
import type { Counted } from './balance';
import { openSubscription } from '../quota/subscription-writes';
import { grantMembership, shortenMembership } from './memberships';
import { newRefund, readOrder, writeEvent, writeOrder } from './settlements';
import type { SettleSource } from './settlements';

export type RefundOrder = {
  orderId: string;
  fen: number;
  reason: string;
  requestId: string;
  permission: Permission;
};
/** `isShown`: open pages see the balance already. */
export type Refunding = { order: Order; isShown: boolean };

export type RefundRepository = ReturnType<typeof createRefundRepository>;

export function createRefundRepository(database: Database, clock: Clock) {
  const { command } = database;
  const refunds = () => database.collection('refunds');

  /** What a refund of the order takes back now. `isForced`: as much as there is, and the rest is owed. */
  async function takeBack(
    transaction: Transaction,
    order: Order,
    refund: Refund,
    { plans, now, isForced, others }: TakeOptions,
  ): Promise<{ refund: Refund; isShown: boolean }> {
    const userRow = await transaction.collection('users').doc(order.userId).get();
    const user = parseUserOrNull(userRow.data);
    const due = dueFor(order, refund.fen);
    // The account is deleted: its credits have lapsed.
    if (user === null) return { refund, isShown: true };
    const creditsTaken = Math.min(user.credits, due.credits);
    if (!isForced && creditsTaken < due.credits) {
      throw refusal(`余额不足，需要收回 ${due.credits} 积分，现有 ${user.credits} 积分`);
    }
    let daysTaken = 0;
    if (due.days > 0) {
      const subscription = await openSubscription(transaction, order.userId, now);
      daysTaken = await shortenMembership(subscription, order, due.days, plans, now);
      if (!isForced && daysTaken < due.days) {
        throw refusal(`会员只剩 ${daysTaken} 天，不够收回 ${due.days} 天`);
      }
    }
    const shortfallCredits = due.credits - creditsTaken;
    const { isShown } = await moveCredits(
      transaction,
      command,
      { user, openid: order.openid },
      {
        ...{ id: creditLogIds.refundRecharge(refund.id), userId: user.id, kind: 'refund_recharge' },
        ...{ amount: -creditsTaken, orderId: order.id, title: `充值退款 · ${order.package.name}` },
        reason: refund.reason,
      },
      now,
      {
        ...(others === undefined ? {} : { others: others(user) }),
        owed: { orderId: order.id, credits: shortfallCredits },
      },
    );
    return { refund: { ...refund, creditsTaken, daysTaken, shortfallCredits }, isShown };
  }

  return {
    async find(refundId: string): Promise<Refund | null> {
      return parseRefundOrNull((await refunds().doc(refundId).get()).data);
    },

    /**
     * Begins a refund: what it takes back is taken first, so that nobody spends it meanwhile. Once per request id. Throws
     * ORDER_REFUSED with the reason, and SECOND_ADMIN_REQUIRED for an amount that one admin may not move.
     */
    begin(
      { orderId, fen, reason, requestId, permission }: RefundOrder,
      { plans, now }: { plans: readonly Plan[]; now: Date },
    ): Promise<Refunding> {
      const refundId = refundIdOf(orderId, requestId);
      return inTransaction(database, clock, async (transaction) => {
        const order = await readOrder(transaction, orderId);
        if (order === null) throw new AppError('NOT_FOUND');
        const row = (await transaction.collection('refunds').doc(refundId).get()).data;
        const earlier = parseRefundOrNull(row);
        if (earlier !== null) {
          if (earlier.fen !== fen) throw new AppError('REQUEST_REUSED');
          return { order, isShown: true };
        }
        requireRefundable(order, fen);
        const { adminId, approvedBy } = permission;
        const refund = newRefund(order, {
          ...{ kind: 'voluntary', cause: requestId, fen, now, reason, requestId },
          ...{ adminId, approvedBy },
        });
        const { refund: taken, isShown } = await takeBack(transaction, order, refund, {
          ...{ plans, now, isForced: false },
          others: ({ movedToday }) => countMoney(permission, movedToday, fen, now),
        });
        const refunding: Order = {
          ...order,
          ...{ status: 'refunding', refundId, nextQueryAt: nextRun(now) },
          ...withReturned(order, taken),
          version: order.version + 1,
        };
        await expectDueWithin(transaction, nextRun(now));
        await transaction
          .collection('refunds')
          .doc(refundId)
          .set({ data: toRefundRow(taken) });
        await writeOrder(transaction, refunding, now);
        await writeAudit(transaction, permission, {
          ...{ action: 'refund', target: orderId, requestId, now },
          ...{ before: { status: order.status }, after: { fen, creditsTaken: taken.creditsTaken } },
        });
        return { order: refunding, isShown };
      });
    },

    /** The channel has taken the refund on. */
    async markAccepted(refundId: string): Promise<void> {
      await refunds()
        .where({ _id: refundId, status: 'started' })
        .update({ data: { status: 'accepted' } });
    },

    /** Ends the refund under way by what the channel says of it. */
    end(
      orderId: string,
      evidence: Evidence | { refused: string },
      source: SettleSource,
      { plans, now }: { plans: readonly Plan[]; now: Date },
    ): Promise<Refunding> {
      return inTransaction(database, clock, async (transaction) => {
        const order = await readOrder(transaction, orderId);
        if (order === null) throw new AppError('NOT_FOUND');
        const { refundId } = order;
        if (order.status !== 'refunding' || refundId === null) return { order, isShown: true };
        const reference = transaction.collection('refunds').doc(refundId);
        const refund = parseRefundOrNull((await reference.get()).data);
        if (refund === null) throw new Error('A refund under way has no row.');
        const step =
          'refused' in evidence
            ? 'failRefund'
            : settlementOf(order, { state: 'known', evidence }, refund.fen, now).step;
        if (step !== 'endRefund' && step !== 'failRefund') return { order, isShown: true };
        const isDone = step === 'endRefund';
        const refundedFen = order.refundedFen + (isDone ? refund.fen : 0);
        const isWhole = refundedFen >= (order.paidFee ?? 0);
        const returned = isDone
          ? null
          : await giveCreditsBack(transaction, order, refund, plans, now);
        const ended: Order = {
          ...order,
          ...{ refundedFen, refundId: null, nextQueryAt: null, version: order.version + 1 },
          ...(isWhole
            ? { status: 'refunded' }
            : refundedFen > 0
              ? { status: 'partly_refunded' }
              : before(order)),
          ...(returned === null ? {} : withReturned(order, returned.taken, -1)),
        };
        await reference.update({ data: { status: isDone ? 'done' : 'failed', endedAt: now } });
        await writeOrder(transaction, ended, now);
        if (!('refused' in evidence)) {
          const outcome = isDone ? 'refunded' : 'refundFailed';
          await writeEvent(transaction, orderId, evidence, { source, outcome, now });
        }
        return { order: ended, isShown: returned?.isShown ?? true };
      });
    },

    /** The channel has given money back by itself, as Apple does or after a complaint: it is taken back as far as there is any. */
    force(
      orderId: string,
      evidence: Evidence,
      source: SettleSource,
      { plans, now }: { plans: readonly Plan[]; now: Date },
    ): Promise<Refunding & { refund: Refund | null }> {
      return inTransaction(database, clock, async (transaction) => {
        const order = await readOrder(transaction, orderId);
        if (order === null) throw new AppError('NOT_FOUND');
        const settlement = settlementOf(order, { state: 'known', evidence }, 0, now);
        if (settlement.step !== 'takeBack') return { order, isShown: true, refund: null };
        const { fen } = settlement;
        const refund = newRefund(order, {
          ...{ kind: 'forced', cause: `forced:${evidence.refundFee}`, fen, now, endedAt: now },
          ...{ status: 'done', reason: '渠道退款' },
        });
        const { refund: taken, isShown } = await takeBack(transaction, order, refund, {
          ...{ plans, now, isForced: true },
        });
        const refundedFen = order.refundedFen + fen;
        const ended: Order = {
          ...order,
          ...{ refundedFen, nextQueryAt: null, version: order.version + 1 },
          status: refundedFen >= (order.paidFee ?? 0) ? 'refunded' : 'partly_refunded',
          shortfallCredits: order.shortfallCredits + taken.shortfallCredits,
          ...withReturned(order, taken),
        };
        await transaction
          .collection('refunds')
          .doc(refund.id)
          .set({ data: toRefundRow(taken) });
        await writeOrder(transaction, ended, now);
        await writeEvent(transaction, orderId, evidence, { source, outcome: 'takenBack', now });
        return { order: ended, isShown, refund: taken };
      });
    },
  };

  /** A refund that failed gives back what it took. */
  async function giveCreditsBack(
    transaction: Transaction,
    order: Order,
    refund: Refund,
    plans: readonly Plan[],
    now: Date,
  ): Promise<{ taken: Refund; isShown: boolean }> {
    const user = parseUserOrNull(
      (await transaction.collection('users').doc(order.userId).get()).data,
    );
    if (user === null) return { taken: refund, isShown: true };
    if (refund.daysTaken > 0) {
      const subscription = await openSubscription(transaction, order.userId, now);
      const { package: snapshot } = order;
      const given = { ...order, package: { ...snapshot, days: refund.daysTaken } };
      await grantMembership(subscription, given, plans, now);
    }
    const { isShown } = await moveCredits(
      transaction,
      command,
      { user, openid: order.openid },
      {
        ...{ id: creditLogIds.refundReturned(refund.id), userId: user.id, kind: 'refund_recharge' },
        ...{ amount: refund.creditsTaken, orderId: order.id, title: '退款未成功，积分退回' },
      },
      now,
    );
    return { taken: refund, isShown };
  }
}

type TakeOptions = {
  plans: readonly Plan[];
  now: Date;
  isForced: boolean;
  others?: (user: User) => Counted;
};

/** Where an order goes whose only refund has failed. */
function before({ creditedAt }: Order): Pick<Order, 'status' | 'review'> {
  return creditedAt === null
    ? { status: 'needs_review', review: 'refunded' }
    : { status: 'credited', review: null };
}

/** What the order has returned, with (or, by `sign`, without) this refund. */
function withReturned(order: Order, refund: Refund, sign = 1) {
  return {
    returnedCredits: order.returnedCredits + sign * (refund.creditsTaken + refund.shortfallCredits),
    returnedDays: order.returnedDays + sign * refund.daysTaken,
  };
}

function requireRefundable(order: Order, fen: number): void {
  if (order.platform === 'ios')
    throw refusal('通过苹果购买的订单不能在这里退，请用户向苹果申请退款');
  if (order.status !== 'credited' && order.status !== 'partly_refunded') {
    throw refusal('这笔订单现在不能退款');
  }
  const maxFen = refundableFen(order);
  if (fen > maxFen) throw refusal(`最多还能退 ${(maxFen / 100).toFixed(2)} 元`);
}

export function refusal(problem: string): AppError<'ORDER_REFUSED'> {
  return new AppError('ORDER_REFUSED', { details: { problem } });
}
