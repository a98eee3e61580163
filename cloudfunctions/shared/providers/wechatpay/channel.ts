import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../../domain/time/clock';
import { ChannelError } from '../../domain/wallet/channel';
import type {
  Evidence,
  PaymentChannel,
  PaymentPhase,
  WechatPayment,
} from '../../domain/wallet/channel';
import type { Order } from '../../domain/wallet/order';
import { callJson } from '../http/json-call';
import { signRsa } from './signature';

export type WechatPayAccount = {
  baseUrl: string;
  appId: string;
  merchantId: string;
  serial: string;
  privateKey: string;
  notifyUrl: string;
};

const timeoutMs = 8_000;
const Prepared = z.object({ prepay_id: z.string().min(1) });
const Amount = z.number().int().catch(0);
const Queried = z.object({
  out_trade_no: z.string(),
  transaction_id: z.string().nullish(),
  trade_state: z.string(),
  success_time: z.string().nullish(),
  amount: z.object({ total: Amount, payer_total: Amount }).optional(),
});
const Refusal = z.object({ code: z.string().optional() });
const Refunded = z.object({
  out_refund_no: z.string(),
  status: z.string(),
  amount: z.object({ refund: z.number().int() }),
});
/** Refunds that the merchant must complete by other means, or that were closed. */
const failedRefunds: readonly string[] = ['ABNORMAL', 'CLOSED'];
const phases: Readonly<Record<string, PaymentPhase>> = {
  ...{ NOTPAY: 'open', USERPAYING: 'open', PAYERROR: 'open', CLOSED: 'closed' },
  ...{ SUCCESS: 'paid', REFUND: 'refunded' },
};

/**
 * WeChat Pay, API v3, inside a mini-program. WeChat forbids it for virtual goods, so it sells neither credits nor memberships.
 */
export function createWechatPayChannel(
  account: WechatPayAccount,
  clock: Clock,
): PaymentChannel<WechatPayment> {
  const { appId, merchantId, serial, privateKey } = account;
  const stamp = () => ({
    timestamp: String(Math.floor(clock.now().getTime() / 1000)),
    nonce: randomBytes(16).toString('hex'),
  });

  async function call(method: 'GET' | 'POST', path: string, body?: object) {
    const { timestamp, nonce } = stamp();
    const text = body === undefined ? '' : JSON.stringify(body);
    const signature = signRsa(privateKey, [method, path, timestamp, nonce, text]);
    const parts = [
      `mchid="${merchantId}"`,
      ...[`nonce_str="${nonce}"`, `signature="${signature}"`],
      ...[`timestamp="${timestamp}"`, `serial_no="${serial}"`],
    ];
    const headers = {
      Accept: 'application/json',
      Authorization: `WECHATPAY2-SHA256-RSA2048 ${parts.join(',')}`,
    };
    const url = `${account.baseUrl}${path}`;
    const answer = await callJson({
      ...{ method, url, headers, timeoutMs },
      ...(body === undefined ? {} : { body }),
    });
    if ('fault' in answer) throw new ChannelError(answer.fault.providerCode);
    return answer;
  }

  /** The refund in progress; null if there is none, or the channel has not accepted it. */
  async function queryRefund(refundId: string | null): Promise<RefundState | null> {
    if (refundId === null) return null;
    const answer = await call('GET', `/v3/refund/domestic/refunds/${refundId}`);
    if (answer.status === 404) return null;
    const parsed = Refunded.safeParse(answer.body);
    if (answer.status !== 200 || !parsed.success || parsed.data.out_refund_no !== refundId)
      throw new ChannelError(`refund-query-${answer.status}`);
    return parsed.data;
  }

  return {
    name: 'wechatpay',
    env: 'live',
    sells: () => false,

    async prepare(order, { openid }) {
      const answer = await call('POST', '/v3/pay/transactions/jsapi', {
        ...{ appid: appId, mchid: merchantId, description: order.package.name },
        ...{ out_trade_no: order.id, notify_url: account.notifyUrl },
        amount: { total: order.package.priceFen, currency: 'CNY' },
        payer: { openid },
      });
      const prepared = Prepared.safeParse(answer.body);
      if (!prepared.success) throw new ChannelError(`jsapi-${answer.status}`);
      const { timestamp: timeStamp, nonce: nonceStr } = stamp();
      const packageText = `prepay_id=${prepared.data.prepay_id}`;
      const paySign = signRsa(privateKey, [appId, timeStamp, nonceStr, packageText]);
      return { timeStamp, nonceStr, package: packageText, signType: 'RSA', paySign };
    },

    async query(order) {
      const path = `/v3/pay/transactions/out-trade-no/${order.id}?mchid=${merchantId}`;
      const answer = await call('GET', path);
      if (answer.status === 404) return { state: 'none' };
      const parsed = Queried.safeParse(answer.body);
      if (answer.status !== 200 || !parsed.success)
        throw new ChannelError(`query-${answer.status}`);
      const isRefunded = phases[parsed.data.trade_state] === 'refunded';
      const refunded = isRefunded ? await queryRefund(order.refundId) : null;
      return { state: 'known', evidence: toEvidence(parsed.data, order, refunded) };
    },

    async refund({ id, orderFee, package: { priceFen } }, { refundId, fen }) {
      const answer = await call('POST', '/v3/refund/domestic/refunds', {
        ...{ out_trade_no: id, out_refund_no: refundId },
        amount: { refund: fen, total: orderFee ?? priceFen, currency: 'CNY' },
      });
      if (answer.status === 200) return { state: 'accepted' };
      if (answer.status === 429 || answer.status >= 500) return { state: 'again' };
      const { code = `http-${answer.status}` } = Refusal.safeParse(answer.body).data ?? {};
      return { state: 'refused', code };
    },
  };
}

type RefundState = z.output<typeof Refunded>;

/**
 * An order with any refund reports REFUND, without the amount: it is computed from the refunds recorded here, plus the one in
 * progress once it has succeeded. Refunds not requested through us are not included; the merchant's bill shows them.
 */
function toEvidence(
  answered: z.output<typeof Queried>,
  { refundedFen }: Order,
  refunded: RefundState | null,
): Evidence {
  const { total = 0, payer_total = 0 } = answered.amount ?? {};
  const said = phases[answered.trade_state] ?? 'odd';
  const isPaid = said === 'paid' || said === 'refunded';
  const paidFee = isPaid ? payer_total : 0;
  const ended = refunded?.status === 'SUCCESS' ? refunded.amount.refund : 0;
  const refundFee = said === 'refunded' ? refundedFen + ended : 0;
  return {
    orderId: answered.out_trade_no,
    wxOrderId: answered.transaction_id ?? null,
    env: 'live',
    phase: phaseOf(said, { paidFee, refundFee, refunded }),
    status: answered.trade_state,
    orderFee: total,
    paidFee,
    couponFee: isPaid ? total - paidFee : 0,
    refundFee,
    // If an unknown part was refunded, nothing may be assumed to be left.
    leftFee: said === 'refunded' && refundFee === 0 ? 0 : Math.max(0, paidFee - refundFee),
    paidAt: answered.success_time ? new Date(answered.success_time) : null,
    isDelivered: isPaid,
    isApple: false,
  };
}

function phaseOf(
  said: PaymentPhase,
  {
    paidFee,
    refundFee,
    refunded,
  }: { paidFee: number; refundFee: number; refunded: RefundState | null },
): PaymentPhase {
  if (said !== 'refunded') return said;
  if (refunded !== null && failedRefunds.includes(refunded.status)) return 'refundFailed';
  return refundFee === 0 || refundFee >= paidFee ? 'refunded' : 'paid';
}
