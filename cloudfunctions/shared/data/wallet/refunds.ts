import type { Plan } from '../../domain/quota/quota';
import type { Clock } from '../../domain/time/clock';
import { refundIdOf } from '../../domain/ids';
import type { Evidence } from '../../domain/wallet/channel';
import type { Order } from '../../domain/wallet/order';
import { refundableFen } from '../../domain/wallet/refund';
import type { Refund } from '../../domain/wallet/refund';
import { nextRun, settlementOf } from '../../domain/wallet/settle';
import { AppError } from '../../error';
import type { Database } from '../core/database';
import { inTransaction } from '../core/transaction';
import { parseRefundOrNull, toRefundRow } from '../rows/refund';
import { expectDueWithin } from '../timers/expect-due';
import { countMoney, writeAudit } from './approvals';
import type { Permission } from './approvals';
import { createRefundBalance, refusal } from './refund-balance';
import { newRefund, readOrder, writeEvent, writeOrder } from './settlements';
import type { SettleSource } from './settlements';

export type RefundOrder = {
  orderId: string;
  fen: number;
  reason: string;
  requestId: string;
  permission: Permission;
};
/** `isShown`: open pages already see the balance. */
export type RefundResult = { order: Order; isShown: boolean };

export type RefundRepository = ReturnType<typeof createRefundRepository>;

export function createRefundRepository(database: Database, clock: Clock) {
  const balance = createRefundBalance(database.command);
  const refunds = () => database.collection('refunds');

  return {
    async find(refundId: string): Promise<Refund | null> {
      return parseRefundOrNull((await refunds().doc(refundId).get()).data);
    },

    /**
     * Begins a refund. What it takes back is taken first, so that it cannot be spent meanwhile. Once per request id. Throws
     * ORDER_REFUSED with the reason, and SECOND_ADMIN_REQUIRED for an amount above the limit of a single admin.
     */
    begin(
      { orderId, fen, reason, requestId, permission }: RefundOrder,
      { plans, now }: { plans: readonly Plan[]; now: Date },
    ): Promise<RefundResult> {
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
        const { refund: taken, isShown } = await balance.takeBack(transaction, order, refund, {
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

    /** The channel has accepted the refund. */
    async markAccepted(refundId: string): Promise<void> {
      await refunds()
        .where({ _id: refundId, status: 'started' })
        .update({ data: { status: 'accepted' } });
    },

    /** Ends the refund in progress according to the channel's answer. */
    end(
      orderId: string,
      evidence: Evidence | { refused: string },
      source: SettleSource,
      { plans, now }: { plans: readonly Plan[]; now: Date },
    ): Promise<RefundResult> {
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
          : await balance.giveBack(transaction, order, refund, plans, now);
        const ended: Order = {
          ...order,
          ...{ refundedFen, refundId: null, nextQueryAt: null, version: order.version + 1 },
          ...(isWhole
            ? { status: 'refunded', review: null }
            : refundedFen > 0
              ? { status: 'partly_refunded', review: null }
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

    /** The channel has refunded money by itself, e.g. Apple, or after a complaint: takes back as much as is available. */
    force(
      orderId: string,
      evidence: Evidence,
      source: SettleSource,
      { plans, now }: { plans: readonly Plan[]; now: Date },
    ): Promise<RefundResult & { refund: Refund | null }> {
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
        const { refund: taken, isShown } = await balance.takeBack(transaction, order, refund, {
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
}

/** The status of an order whose only refund has failed. */
function before({ creditedAt, review }: Order): Pick<Order, 'status' | 'review'> {
  return creditedAt === null
    ? { status: 'needs_review', review: review ?? 'status' }
    : { status: 'credited', review: null };
}

/** The totals returned by the order, with this refund added (or removed, by `sign`). */
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
