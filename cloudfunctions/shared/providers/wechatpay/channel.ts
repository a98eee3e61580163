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
const Refunds = z.object({ code: z.string().optional(), status: z.string().optional() });
const phases: Readonly<Record<string, PaymentPhase>> = {
  ...{ NOTPAY: 'open', USERPAYING: 'open', PAYERROR: 'open', CLOSED: 'closed' },
  ...{ SUCCESS: 'paid', REFUND: 'refunded' },
};

/** WeChat Pay, API v3, inside a mini-program. WeChat forbids it for virtual goods, so it sells neither credits nor memberships. */
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

    async query({ id }) {
      const path = `/v3/pay/transactions/out-trade-no/${id}?mchid=${merchantId}`;
      const answer = await call('GET', path);
      if (answer.status === 404) return { state: 'none' };
      const parsed = Queried.safeParse(answer.body);
      if (answer.status !== 200 || !parsed.success)
        throw new ChannelError(`query-${answer.status}`);
      return { state: 'known', evidence: toEvidence(parsed.data) };
    },

    async refund({ id, orderFee, package: { priceFen } }, { refundId, fen }) {
      const answer = await call('POST', '/v3/refund/domestic/refunds', {
        ...{ out_trade_no: id, out_refund_no: refundId },
        amount: { refund: fen, total: orderFee ?? priceFen, currency: 'CNY' },
      });
      if (answer.status === 200) return { state: 'accepted' };
      if (answer.status === 429 || answer.status >= 500) return { state: 'again' };
      const { code = `http-${answer.status}` } = Refunds.safeParse(answer.body).data ?? {};
      return { state: 'refused', code };
    },
  };
}

function toEvidence(order: z.output<typeof Queried>): Evidence {
  const { total = 0, payer_total: paidFee = 0 } = order.amount ?? {};
  const phase = phases[order.trade_state] ?? 'odd';
  const isPaid = phase === 'paid' || phase === 'refunded';
  return {
    orderId: order.out_trade_no,
    wxOrderId: order.transaction_id ?? null,
    env: 'live',
    phase,
    status: order.trade_state,
    orderFee: total,
    paidFee: isPaid ? paidFee : 0,
    couponFee: isPaid ? total - paidFee : 0,
    refundFee: phase === 'refunded' ? paidFee : 0,
    leftFee: phase === 'paid' ? paidFee : 0,
    paidAt: order.success_time ? new Date(order.success_time) : null,
    isDelivered: isPaid,
    isApple: false,
  };
}
