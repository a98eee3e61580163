import type { SettleSource } from '../../data/wallet/settlements';
import type { OfferedPlan } from '../../data/quota/plan-reader';
import { ChannelError } from '../../domain/wallet/channel';
import type { ChannelAnswer, PaymentChannel } from '../../domain/wallet/channel';
import type { Order } from '../../domain/wallet/order';
import { nextRun, settlementOf } from '../../domain/wallet/settle';
import { keepAnswer } from './answers';
import type { SettleNeeds } from './needs';
import { showBalance } from './show-balance';

type Advance = { source: SettleSource; plans: readonly OfferedPlan[]; channel: PaymentChannel };

/** A refund is polled at every run while it is this fresh, then hourly. */
const freshMs = 30 * 60_000;
const lateMs = 60 * 60_000;

/**
 * One step of a refund in progress, decided by the channel's latest answer: it ends, or is requested (again, under the same
 * number) until the channel has accepted it.
 */
export async function advanceRefund(
  order: Order,
  answer: ChannelAnswer,
  { source, plans, channel }: Advance,
  needs: SettleNeeds,
): Promise<Order> {
  const { clock, log, wallet } = needs;
  const { refundId } = order;
  const [refund] = await Promise.all([
    refundId === null ? null : wallet.refunds.find(refundId),
    // Ending the refund records its answer itself, in the transaction that ends it.
    keepAnswer(order.id, answer, { source, outcome: order.status }, needs),
  ]);
  if (refund === null || answer.state === 'none') return postpone(order, order.createdAt, needs);
  const { evidence } = answer;
  const now = clock.now();
  const { step } = settlementOf(order, answer, refund.fen, now);
  if (step === 'endRefund' || step === 'failRefund') {
    const ended = await wallet.refunds.end(order.id, evidence, source, { plans, now });
    if (step === 'failRefund') log.alarm('refund failed', { orderId: order.id });
    if (!ended.isShown) await showBalance(order.userId, needs);
    return ended.order;
  }
  if (refund.status === 'started') {
    try {
      const request = { refundId: refund.id, fen: refund.fen, leftFen: evidence.leftFee };
      const asked = await channel.refund(order, request);
      if (asked.state === 'accepted') await wallet.refunds.markAccepted(refund.id);
      if (asked.state === 'refused') {
        log.alarm('refund refused by the channel', { orderId: order.id, code: asked.code });
        const refused = { refused: asked.code };
        const ended = await wallet.refunds.end(order.id, refused, source, { plans, now });
        if (!ended.isShown || refund.daysTaken > 0) await showBalance(order.userId, needs);
        return ended.order;
      }
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      log.warn('refund not asked for', { orderId: order.id, code: error.code });
    }
  }
  return postpone(order, refund.createdAt, needs);
}

async function postpone(
  order: Order,
  begunAt: Date,
  { clock, wallet }: SettleNeeds,
): Promise<Order> {
  const now = clock.now();
  const isFresh = now.getTime() - begunAt.getTime() < freshMs;
  const nextQueryAt = isFresh ? nextRun(now) : new Date(now.getTime() + lateMs);
  await wallet.orders.change(order, { nextQueryAt }, now);
  return { ...order, nextQueryAt };
}
