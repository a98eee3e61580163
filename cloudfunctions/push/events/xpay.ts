import * as z from 'zod';
import type { Context, PushCaller } from '../../shared/context';
import { maxCreditWaitMs } from '../../shared/domain/alarms/alarm';
import { describeError } from '../../shared/domain/log';
import type { Order } from '../../shared/domain/wallet/order';
import { nextRun } from '../../shared/domain/wallet/settle';
import { creditsOf } from '../../shared/domain/wallet/package';
import { AppError } from '../../shared/error';
import { channelOf, settle } from '../../shared/flows/wallet/settle';
import { definePush } from '../../shared/push';

type Opened = Context<PushCaller>;

/** The answer that WeChat accepts; after any other it repeats the push. */
const success = { ErrCode: 0, ErrMsg: 'success' };
const number = z.string().min(1).max(64);
/** Pushes number the environments differently from answers. */
const envs = ['live', 'sandbox'] as const;

const GoodsDelivery = z.object({
  OpenId: z.string().min(1).max(64),
  OutTradeNo: number,
  Env: z.coerce.number().int(),
  GoodsInfo: z
    .object({ ProductId: z.string().default(''), ActualPrice: z.coerce.number().catch(-1) })
    .optional(),
});
const RefundNotice = z.object({
  MchOrderId: z.string().max(64).default(''),
  WxOrderId: z.string().max(64).default(''),
  RefundFee: z.coerce.number().catch(-1),
  RetCode: z.coerce.number().catch(-1),
});
const Complaint = z.object({
  MchOrderId: z.string().max(64).default(''),
  WxOrderId: z.string().max(64).default(''),
  ComplaintId: z.string().max(64).default(''),
});
const AppleQuestion = z.object({ pay_order_id: number });

type Heard = {
  facts: Record<string, string | number | boolean>;
  outcome: string;
  order: Order | null;
};

/** Records the push and its outcome, once; logged under the trace of the tap that created the order. */
async function record(
  orderId: string,
  event: string,
  { facts, outcome, order }: Heard,
  { clock, log, wallet }: Opened,
): Promise<void> {
  const traced = order?.trace === undefined ? {} : { trace: order.trace };
  log.info('payment', { orderId, event, outcome, ...traced });
  await wallet.events.record({
    ...{ kind: 'push', orderId, source: `push:${event}`, outcome, createdAt: clock.now() },
    facts: { event, ...facts, outcome },
  });
}

/**
 * WeChat reports a payment that could not be credited. The report itself credits nothing, but an order that stays in this state
 * raises an alarm; once the channel answers, its answer decides.
 */
async function notePaid(order: Order, { clock, log, timers, wallet }: Opened): Promise<void> {
  if (order.status !== 'created' && order.status !== 'closed') return;
  const now = clock.now();
  try {
    await timers.expectDue(new Date(now.getTime() + maxCreditWaitMs));
    const standing = (await wallet.orders.find(order.id)) ?? order;
    if (standing.status !== 'created' && standing.status !== 'closed') return;
    const change = { status: 'paid' as const, nextQueryAt: nextRun(now) };
    await wallet.orders.change(standing, { ...change, version: standing.version + 1 }, now);
  } catch (error) {
    log.warn('payment not noted', { orderId: order.id, cause: describeError(error) });
  }
}

/**
 * WeChat reports that an order was paid and asks for delivery. The push may come late, repeatedly, or never, and could be forged:
 * the channel is queried, and we answer success only once the order is credited or parked.
 */
export const goodsDelivered = definePush(GoodsDelivery, async (push, context: Opened) => {
  const { OutTradeNo: orderId } = push;
  const order = await context.wallet.orders.find(orderId);
  const facts = {
    env: push.Env,
    isBuyer: order?.openid === push.OpenId,
    isProduct: order?.package.packageId === push.GoodsInfo?.ProductId,
    price: push.GoodsInfo?.ActualPrice ?? -1,
  };
  const about = (outcome: string) =>
    record(orderId, 'goods_deliver', { facts, outcome, order }, context);
  if (order === null) {
    context.log.alarm('payment of an unknown order', { orderId });
    await about('unknown');
    return success;
  }
  if (envs[push.Env] !== order.env || channelOf(order, context) === null) {
    context.log.alarm('payment of the other environment', { orderId });
    await about('otherEnvironment');
    return success;
  }
  const settled = await settle(order, 'push', context).catch(async (error: unknown) => {
    await notePaid(order, context);
    throw error;
  });
  await about(settled.status);
  if (settled.status === 'created' || settled.status === 'closed') {
    // The channel does not confirm the payment, or not yet.
    throw new AppError('PAYMENT_UNAVAILABLE');
  }
  if (settled.creditedAt !== null && !settled.isDelivered) {
    const change = {
      isDelivered: true,
      ...(settled.status === 'credited' ? { nextQueryAt: null } : {}),
    };
    await context.wallet.orders.change(settled, change, context.clock.now());
  }
  return success;
});

async function findNamed(
  { MchOrderId, WxOrderId }: { MchOrderId: string; WxOrderId: string },
  { wallet }: Opened,
): Promise<Order | null> {
  const byOwn = MchOrderId === '' ? null : await wallet.orders.find(MchOrderId);
  if (byOwn !== null || WxOrderId === '') return byOwn;
  return wallet.orders.findByEitherNumber(WxOrderId);
}

/** A refund has changed; the push contains no OutTradeNo. As always, the channel is queried for its state. */
export const refundNoticed = definePush(RefundNotice, async (push, context: Opened) => {
  const order = await findNamed(push, context);
  const facts = { fee: push.RefundFee, code: push.RetCode };
  const orderId = order?.id ?? (push.MchOrderId || push.WxOrderId || 'unnamed');
  if (order === null || channelOf(order, context) === null) {
    await record(orderId, 'refund', { facts, outcome: 'unknown', order }, context);
    return success;
  }
  const settled = await settle(order, 'push', context);
  await record(orderId, 'refund', { facts, outcome: settled.status, order }, context);
  return success;
});

/** A complaint needs a person; whether money was refunded is queried at once. */
export const complained = definePush(Complaint, async (push, context: Opened) => {
  const order = await findNamed(push, context);
  const orderId = order?.id ?? (push.MchOrderId || push.WxOrderId || 'unnamed');
  context.log.alarm('complaint', { orderId, complaintId: push.ComplaintId });
  const facts = { complaintId: push.ComplaintId };
  const outcome = order?.status ?? 'unknown';
  await record(orderId, 'complaint', { facts, outcome, order }, context);
  if (order !== null && channelOf(order, context) !== null) await settle(order, 'push', context);
  return success;
});

/** Apple asks for our opinion on a refund, and waits three seconds: two reads are enough to answer. */
export const appleAsks = definePush(AppleQuestion, async (push, context: Opened) => {
  const order = await context.wallet.orders.findByEitherNumber(push.pay_order_id);
  const user = order === null ? null : await context.users.find(order.userId);
  const isSpent = user !== null && order !== null && user.credits < creditsOf(order.package);
  const result_code = order?.creditedAt != null && isSpent ? 1 : 0;
  const orderId = order?.id ?? push.pay_order_id;
  const facts = { result_code };
  await record(orderId, 'ios_refund', { facts, outcome: 'answered', order }, context);
  const delivered = order?.creditedAt?.toISOString() ?? '未到账';
  return {
    ...{ result_code, result_info: result_code === 1 ? '积分已使用' : '同意退款' },
    evidence: `订单 ${orderId}，到账时间 ${delivered}`,
  };
});
