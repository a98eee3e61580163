import type { Plan } from '../../domain/quota/quota';
import type { Clock } from '../../domain/time/clock';
import type { ReviewDecision } from '../../domain/wallet/approval';
import type { ChannelAnswer, Evidence } from '../../domain/wallet/channel';
import type { Order } from '../../domain/wallet/order';
import { isOurs, nextRun } from '../../domain/wallet/settle';
import { AppError } from '../../error';
import type { Database, Transaction } from '../core/database';
import { inTransaction } from '../core/transaction';
import { isMissing } from '../core/rows';
import { parseOrder } from '../rows/order';
import { toRefundRow } from '../rows/refund';
import { parseUserOrNull } from '../rows/user';
import type { User } from '../rows/user';
import { expectDueWithin } from '../timers/expect-due';
import { countMoney, writeAudit } from './approvals';
import type { Permission } from './approvals';
import { toCountedFields } from './balance';
import type { DailyTotalsChange } from './balance';
import { refusal } from './refund-balance';
import { newRefund, paymentOf, readOrder, writeOrder } from './settlements';
import type { SettlementRepository } from './settlements';

export type Resolution = {
  orderId: string;
  decision: ReviewDecision;
  reason: string;
  requestId: string;
  permission: Permission;
};
type Options = { plans: readonly Plan[]; now: Date };

export type ReviewRepository = ReturnType<typeof createReviewRepository>;

/** An admin's decision on a parked order, according to the channel's current answer. */
export function createReviewRepository(
  database: Database,
  clock: Clock,
  settlements: SettlementRepository,
) {
  /** Records the decision, and counts the money if a single admin has moved it. */
  async function decide(
    transaction: Transaction,
    order: Order,
    user: User | null,
    { decision, reason, requestId, permission }: Resolution,
    now: Date,
  ): Promise<DailyTotalsChange> {
    const { priceFen } = order.package;
    const others = countMoney(permission, user?.movedToday ?? null, priceFen, now);
    await writeAudit(transaction, permission, {
      ...{ action: 'resolveReview', target: order.id, requestId, now },
      ...{ before: { status: order.status, review: order.review }, after: { decision, reason } },
    });
    return others;
  }

  async function write(
    resolution: Resolution,
    now: Date,
    apply: (transaction: Transaction, order: Order) => Promise<Order>,
  ): Promise<Order> {
    return inTransaction(database, clock, async (transaction) => {
      const order = await readOrder(transaction, resolution.orderId);
      if (order === null) throw new AppError('NOT_FOUND');
      const log = `${resolution.requestId}:resolveReview:${order.id}`;
      const { data: done } = await transaction.collection('admin_logs').doc(log).get();
      if (!isMissing(done)) return order;
      if (order.status !== 'needs_review') throw refusal('这笔订单不在待核对状态');
      const reference = transaction.collection('users').doc(order.userId);
      const user = parseUserOrNull((await reference.get()).data);
      const others = await decide(transaction, order, user, resolution, now);
      if (user !== null)
        await reference.update({
          data: { ...toCountedFields(database.command, others), updatedAt: now },
        });
      const changed = { ...(await apply(transaction, order)), version: order.version + 1 };
      await writeOrder(transaction, changed, now);
      return changed;
    });
  }

  return {
    /** The channel must confirm the payment, by our number and in our environment; the admin decides on the amount. */
    async credit(
      resolution: Resolution,
      answer: ChannelAnswer,
      { plans, now }: Options,
    ): Promise<{ order: Order; isShown: boolean }> {
      const { orderId } = resolution;
      const order = await readPlain(orderId);
      if (order.status !== 'needs_review') return { order, isShown: true };
      if (answer.state === 'none' || answer.evidence.phase !== 'paid') {
        throw refusal('渠道没有这笔订单的付款，不能入账');
      }
      const { evidence } = answer;
      requireOurs(order, evidence);
      const { order: credited, isShown } = await settlements.begin(order).credit(answer, 'admin', {
        ...{ plans, now, isDecided: true },
        alongside: (transaction, standing, user) =>
          decide(transaction, standing, user, resolution, now),
      });
      return { order: credited, isShown };
    },

    /** Everything that is left of the payment goes back, if it was made by our number and in our environment. */
    refund(resolution: Resolution, evidence: Evidence, now: Date): Promise<Order> {
      const { requestId, reason, permission } = resolution;
      const { adminId, approvedBy } = permission;
      return write(resolution, now, async (transaction, order) => {
        requireOurs(order, evidence);
        const fen = evidence.leftFee;
        if (fen <= 0) throw refusal('渠道没有可以退的金额');
        const refund = newRefund(order, {
          ...{ kind: 'review', cause: requestId, fen, now, reason, requestId },
          ...{ adminId, approvedBy },
        });
        await expectDueWithin(transaction, nextRun(now));
        await transaction
          .collection('refunds')
          .doc(refund.id)
          .set({ data: toRefundRow(refund) });
        return {
          ...{ ...order, ...paymentOf(evidence, now), refundId: refund.id },
          ...{ refundedFen: evidence.refundFee, status: 'refunding', nextQueryAt: nextRun(now) },
        };
      });
    },

    close(resolution: Resolution, now: Date): Promise<Order> {
      return write(resolution, now, (_, order) =>
        Promise.resolve({ ...order, status: 'closed', review: null, closedAt: now }),
      );
    },
  };

  async function readPlain(orderId: string): Promise<Order> {
    const { data } = await database.collection('orders').doc(orderId).get();
    if (isMissing(data)) throw new AppError('NOT_FOUND');
    return parseOrder(data);
  }
}

function requireOurs(order: Order, evidence: Evidence): void {
  if (isOurs(order, evidence)) return;
  throw refusal('渠道的回答不是这笔订单或不是当前支付环境，只能关闭');
}
