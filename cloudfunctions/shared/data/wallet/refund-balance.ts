import type { Plan } from '../../domain/quota/quota';
import { creditLogIds } from '../../domain/ids';
import type { Order } from '../../domain/wallet/order';
import { dueFor } from '../../domain/wallet/refund';
import type { Refund } from '../../domain/wallet/refund';
import { AppError } from '../../error';
import type { Command, Transaction } from '../core/database';
import { openSubscription } from '../quota/subscription-writes';
import { parseUserOrNull } from '../rows/user';
import type { User } from '../rows/user';
import { moveCredits } from './balance';
import type { DailyTotalsChange } from './balance';
import { grantMembership, shortenMembership } from './memberships';

type TakeOptions = {
  plans: readonly Plan[];
  now: Date;
  isForced: boolean;
  others?: (user: User) => DailyTotalsChange;
};

/** What refunds take back and return: the buyer's credits and membership days. */
export function createRefundBalance(command: Command) {
  /** What a refund of the order takes back now. `isForced`: as much as is available; the rest is owed. */
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

  /** Returns what a failed refund had taken. */
  async function giveBack(
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

  return { takeBack, giveBack };
}

export function refusal(problem: string): AppError<'ORDER_REFUSED'> {
  return new AppError('ORDER_REFUSED', { details: { problem } });
}
