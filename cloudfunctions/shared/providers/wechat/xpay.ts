import * as z from 'zod';
import { ChannelError } from '../../domain/wallet/channel';
import type {
  ChannelAnswer,
  Evidence,
  PaymentChannel,
  PaymentPhase,
  RefundAnswer,
  VirtualPayment,
} from '../../domain/wallet/channel';
import type { Order, PaymentEnv } from '../../domain/wallet/order';
import type { WechatCalls } from './calls';
import { paySignature, userSignature } from './xpay-signature';

export type XpayAccount = { offerId: string; appKey: string; env: PaymentEnv };

const clientUri = 'requestVirtualPayment';
const code = {
  openid: 268490001,
  noData: 268490002,
  repeated: 268490004,
  alreadyRefunded: 268490005,
  refundUnderWay: 268490014,
  leftFeeStale: 268490016,
} as const;
/** The same request may be retried: system error, data not ready, batch in progress, rate limit. */
const passing: readonly number[] = [-1, 268490011, 268490012, 268490015];

const Fee = z.coerce.number().int().catch(0);
const QueriedOrder = z.object({
  order: z.object({
    order_id: z.string(),
    status: z.coerce.number().int(),
    order_type: z.coerce.number().int().catch(0),
    order_fee: Fee,
    paid_fee: Fee,
    coupon_fee: Fee,
    refund_fee: Fee,
    left_fee: Fee,
    paid_time: z.coerce.number().catch(0),
    env_type: z.coerce.number().int().catch(0),
    wx_order_id: z.string().nullish(),
  }),
});
const Bill = z.object({ url: z.string().min(1) });

/** The environment's numbers in requests and pushes differ from those in answers. */
const requestEnv: Record<PaymentEnv, 0 | 1> = { live: 0, sandbox: 1 };
const answeredEnv: Readonly<Record<number, PaymentEnv>> = { 1: 'live', 2: 'sandbox' };
export const pushedEnv: Readonly<Record<number, PaymentEnv>> = { 0: 'live', 1: 'sandbox' };
const phases: Readonly<Record<number, PaymentPhase>> = {
  ...{ 0: 'open', 1: 'open', 2: 'paid', 3: 'paid', 4: 'paid' },
  ...{ 5: 'refunded', 6: 'closed', 7: 'refundFailed', 8: 'refunded' },
};
const delivered = 4;
const appleTypes: readonly number[] = [7, 8];

export type XpayChannel = PaymentChannel<VirtualPayment> & {
  /** URL of the bill for a range of days, `YYYYMMDD`; null while it is being generated. */
  billUrl(from: string, to: string): Promise<string | null>;
};

/** WeChat's virtual payment in goods mode: one product per package. */
export function createXpayChannel(calls: WechatCalls, account: XpayAccount): XpayChannel {
  const { offerId, appKey, env } = account;
  const sign = (uri: string, body: object) => paySignature(appKey, uri, JSON.stringify(body));

  async function post(name: string, body: object) {
    const path = `/xpay/${name}`;
    const answer = await calls.post(path, body, { pay_sig: sign(path, body) });
    if (passing.includes(answer.code)) throw new ChannelError(`${name}-${answer.code}`);
    return answer;
  }

  return {
    name: 'virtual',
    env,
    sells: () => true,

    prepare(order, { sessionKey }) {
      const { packageId: productId, priceFen: goodsPrice } = order.package;
      const signData = JSON.stringify({
        ...{ offerId, buyQuantity: 1, env: requestEnv[env], currencyType: 'CNY' },
        ...{ productId, goodsPrice, outTradeNo: order.id, attach: order.id },
      });
      return Promise.resolve({
        signData,
        mode: 'short_series_goods',
        paySig: paySignature(appKey, clientUri, signData),
        signature: userSignature(sessionKey, signData),
      });
    },

    async query({ openid, id: order_id }): Promise<ChannelAnswer> {
      const answer = await post('query_order', { openid, env: requestEnv[env], order_id });
      if (answer.code === code.noData || answer.code === code.openid) return { state: 'none' };
      const parsed = QueriedOrder.safeParse(answer.body);
      if (answer.code !== 0 || !parsed.success) {
        throw new ChannelError(`query_order-${answer.code === 0 ? 'malformed' : answer.code}`);
      }
      return { state: 'known', evidence: toEvidence(parsed.data.order) };
    },

    async deliver({ id: order_id }) {
      const answer = await post('notify_provide_goods', { order_id, env: requestEnv[env] });
      if (answer.code === 0 || answer.code === code.repeated) return;
      throw new ChannelError(`notify_provide_goods-${answer.code}`);
    },

    async refund({ openid, id: order_id }: Order, request): Promise<RefundAnswer> {
      const answer = await post('refund_order', {
        ...{ openid, order_id, refund_order_id: request.refundId },
        ...{ left_fee: request.leftFen, refund_fee: request.fen, biz_meta: '' },
        ...{ refund_reason: '0', req_from: '1', env: requestEnv[env] },
      });
      switch (answer.code) {
        case 0:
        case code.repeated:
        case code.alreadyRefunded:
        case code.refundUnderWay:
          return { state: 'accepted' };
        case code.leftFeeStale:
          return { state: 'again' };
        default:
          return { state: 'refused', code: String(answer.code) };
      }
    },

    async billUrl(begin_ds, end_ds) {
      const body = { begin_ds: Number(begin_ds), end_ds: Number(end_ds) };
      const path = '/xpay/download_bill';
      const answer = await calls.post(path, body, { pay_sig: sign(path, body) });
      if (passing.includes(answer.code)) return null;
      const parsed = Bill.safeParse(answer.body);
      if (answer.code !== 0 || !parsed.success) {
        throw new ChannelError(`download_bill-${answer.code}`);
      }
      return parsed.data.url;
    },
  };
}

function toEvidence(order: z.output<typeof QueriedOrder>['order']): Evidence {
  const { order_id, status, paid_fee: paidFee, left_fee: leftFee, refund_fee, paid_time } = order;
  const phase = phases[status] ?? 'odd';
  // A status may already report a refund while its amount is not filled in yet.
  const refundFee = phase === 'refunded' && refund_fee === 0 ? paidFee - leftFee : refund_fee;
  return {
    orderId: order_id,
    wxOrderId: order.wx_order_id ?? null,
    env: answeredEnv[order.env_type] ?? null,
    phase,
    status: String(status),
    orderFee: order.order_fee,
    paidFee,
    couponFee: order.coupon_fee,
    refundFee,
    leftFee,
    paidAt: paid_time > 0 ? new Date(paid_time * 1000) : null,
    isDelivered: status === delivered,
    isApple: appleTypes.includes(order.order_type),
  };
}
