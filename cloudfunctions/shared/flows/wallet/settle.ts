import type { PreparedCrediting, SettleSource } from '../../data/wallet/settlements';
import type { OfferedPlan } from '../../data/quota/plan-reader';
import { anonymous } from '../../domain/ids';
import { ChannelError } from '../../domain/wallet/channel';
import type { ChannelAnswer, PaymentChannel } from '../../domain/wallet/channel';
import { isAwaited } from '../../domain/wallet/order';
import type { Order } from '../../domain/wallet/order';
import { nextQueryAfter, nextRun, settlementOf } from '../../domain/wallet/settle';
import type { Settlement } from '../../domain/wallet/settle';
import { AppError } from '../../error';
import { keepAnswer } from './answers';
import type { SettleNeeds } from './needs';
import { advanceRefund } from './refund';
import { showBalance } from './show-balance';

/** The channel of an order; null if it is not configured or serves the other payment environment. */
export function channelOf(order: Order, { providers }: SettleNeeds): PaymentChannel | null {
  const channel = providers.payments[order.channel];
  return channel?.env === order.env ? channel : null;
}

/**
 * Brings one order to the state the channel reports. The only way to credit: the phone, the push, the timer and an admin all come
 * here, and none of them supplies the evidence. Throws PAYMENT_UNAVAILABLE if the channel does not answer; the timer asks again.
 */
export async function settle(
  order: Order,
  source: SettleSource,
  needs: SettleNeeds,
): Promise<Order> {
  const channel = channelOf(order, needs);
  if (channel === null) throw new AppError('PAYMENT_UNAVAILABLE');
  const isMembership = order.package.kind === 'membership';
  const isLikely = isLikelyPaid(order, source, needs.clock.now());
  const begun = isLikely ? needs.wallet.settlements.begin(order) : null;
  try {
    const [answer, plans] = await Promise.all([
      ask(order, channel, needs),
      isMembership ? needs.quota.plans.list() : [],
    ]);
    return await follow(order, answer, { source, plans, channel, begun }, needs);
  } finally {
    await begun?.abandon();
  }
}

/** Buyers who pay do so within minutes of the tap. */
const payingMs = 3 * 60_000;

/**
 * Whether to read what crediting needs while the channel is being asked. Yes if the order is probably paid: a caller waits for it, a
 * push has reported the payment, or the order is new. The timer also asks about many orders that are never paid.
 */
function isLikelyPaid(order: Order, source: SettleSource, now: Date): boolean {
  if (!isAwaited(order)) return false;
  const isYoung = now.getTime() - order.createdAt.getTime() < payingMs;
  return source !== 'tick' || order.status === 'paid' || isYoung;
}

async function ask(
  order: Order,
  channel: PaymentChannel,
  { clock, wallet, log }: SettleNeeds,
): Promise<ChannelAnswer> {
  try {
    return await channel.query(order);
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    log.warn('channel not asked', { orderId: order.id, code: error.code });
    await wallet.orders.change(order, { nextQueryAt: nextRun(clock.now()) }, clock.now());
    throw new AppError('PAYMENT_UNAVAILABLE', { cause: error });
  }
}

export type SettlementContext = {
  source: SettleSource;
  plans: readonly OfferedPlan[];
  channel: PaymentChannel;
  /** The crediting whose reads began while the channel was asked. */
  begun: PreparedCrediting | null;
};

async function follow(
  order: Order,
  answer: ChannelAnswer,
  following: SettlementContext,
  needs: SettleNeeds,
): Promise<Order> {
  const { clock, log, wallet } = needs;
  const { source, plans, channel, begun } = following;
  const now = clock.now();
  if (order.status === 'refunding') return advanceRefund(order, answer, following, needs);
  const settlement = settlementOf(order, answer, 0, now);
  switch (settlement.step) {
    case 'credit': {
      const evidence = { state: 'known' as const, evidence: settlement.evidence };
      const crediting = begun ?? wallet.settlements.begin(order);
      const settled = await crediting.credit(evidence, source, { plans, now });
      if (settled.step === 'none') {
        await keepAnswer(order.id, answer, { source, outcome: settled.step }, needs);
      }
      await showCredited(settled, plans, needs);
      if (settled.order.status === 'refunding') {
        log.alarm('payment of a deleted account', { orderId: order.id });
      }
      return settled.order;
    }
    case 'takeBack': {
      const { evidence } = settlement;
      const forced = await wallet.refunds.force(order.id, evidence, source, { plans, now });
      if (forced.refund !== null) {
        const { fen, shortfallCredits } = forced.refund;
        log.alarm('refunded by the channel', { orderId: order.id, fen, shortfallCredits });
        await showBalance(order.userId, needs, plans.length > 0 ? plans : undefined);
      }
      return forced.order;
    }
    case 'park': {
      const { reason } = settlement;
      const isParked = await keep(order, answer, settlement, source, needs);
      if (isParked) log.alarm('order needs review', { orderId: order.id, reason });
      break;
    }
    case 'deliver': {
      const [delivered] = await Promise.all([
        deliver(order, channel, needs),
        keepAnswer(order.id, answer, { source, outcome: settlement.step }, needs),
      ]);
      return delivered;
    }
    default:
      await keep(order, answer, settlement, source, needs);
  }
  return (await wallet.orders.find(order.id)) ?? order;
}

/** A change of the order alone: written only if the order has not changed since it was asked about. */
async function keep(
  order: Order,
  answer: ChannelAnswer,
  { step, ...parked }: Settlement,
  source: SettleSource,
  needs: SettleNeeds,
): Promise<boolean> {
  const { clock, wallet } = needs;
  const now = clock.now();
  const isDelivered = answer.state === 'known' && answer.evidence.isDelivered;
  const isOpen = isAwaited(order);
  const version = order.version + 1;
  const nextQueryAt = isOpen ? nextQueryAfter(order.createdAt, now) : null;
  const change: Partial<Order> =
    step === 'park' && 'reason' in parked
      ? { status: 'needs_review', review: parked.reason, nextQueryAt: null, version }
      : step === 'close'
        ? { status: 'closed', closedAt: now, nextQueryAt, version }
        : { nextQueryAt, ...(isDelivered && order.creditedAt !== null ? { isDelivered } : {}) };
  const [isKept] = await Promise.all([
    wallet.orders.change(order, change, now),
    keepAnswer(order.id, answer, { source, outcome: step }, needs),
  ]);
  return isKept;
}

/** WeChat got no answer to its push, so we report the delivery. A failed report is retried at the next run. */
async function deliver(order: Order, channel: PaymentChannel, needs: SettleNeeds): Promise<Order> {
  const { clock, log, wallet } = needs;
  try {
    await channel.deliver?.(order);
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    log.warn('delivery not reported', { orderId: order.id, code: error.code });
    const nextQueryAt = nextQueryAfter(order.createdAt, clock.now());
    await wallet.orders.change(order, { nextQueryAt }, clock.now());
    return { ...order, nextQueryAt };
  }
  const delivered = { isDelivered: true, nextQueryAt: null };
  await wallet.orders.change(order, delivered, clock.now());
  return { ...order, ...delivered };
}

/**
 * `isShown` false: the user has no overview row yet for open pages to watch. A membership changes more of it than the balance.
 */
async function showCredited(
  { order, isShown }: { order: Order; isShown: boolean },
  plans: readonly OfferedPlan[],
  needs: SettleNeeds,
): Promise<void> {
  const isMembership = order.package.kind === 'membership';
  if (isShown && !isMembership) return;
  needs.log.info('balance shown anew', { userId: anonymous(order.userId) });
  await showBalance(order.userId, needs, isMembership ? plans : undefined);
}
