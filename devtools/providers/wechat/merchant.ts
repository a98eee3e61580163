import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { account } from './account';
import { encryptResource, readAuthorization } from './merchant-keys';
import type { MerchantKeys } from './merchant-keys';
import { MerchantError, refundView, transactionView } from './merchant-views';
import { nextId } from './state';
import type { MerchantOrder, WechatStore } from './state';

export type MerchantCall = {
  method: string;
  /** The path and query, exactly as signed. */
  target: string;
  authorization: string | undefined;
  body: string;
};
export type MerchantAnswer = { status: number; body: object | null };
type PaymentParameters = z.infer<typeof ClientParameters>;

export type Merchant = {
  call(call: MerchantCall): MerchantAnswer;
  /**
   * What the phone's sheet shows; throws when the parameters of `wx.requestPayment` are not those that WeChat prepared.
   */
  openSheet(openid: string, parameters: unknown): MerchantOrder;
  end(outTradeNo: string, state: MerchantOrder['state']): MerchantOrder | null;
  /** The headers and body of the notification about an order. */
  notification(order: MerchantOrder): { headers: Record<string, string>; body: string };
  /** The signature headers for any body from WeChat. */
  sign(body: string): Record<string, string>;
};

const outTradeNo = z.string().regex(/^[\w\-|*]{6,32}$/);
const Prepay = z.object({
  appid: z.literal(account.appId),
  mchid: z.literal(account.merchantId),
  description: z.string().min(1).max(127),
  out_trade_no: outTradeNo,
  time_expire: z.iso.datetime({ offset: true }).optional(),
  attach: z.string().max(128).default(''),
  notify_url: z.url({ protocol: /^https?$/ }).refine((url) => !url.includes('?'), 'has a query'),
  amount: z.object({ total: z.int().min(1), currency: z.literal('CNY').default('CNY') }),
  payer: z.object({ openid: z.string().min(1) }),
});
const RefundRequest = z.object({
  out_trade_no: outTradeNo,
  out_refund_no: z.string().regex(/^[\w\-|*@]{1,64}$/),
  amount: z.object({ refund: z.int().min(1), total: z.int().min(1), currency: z.literal('CNY') }),
});
const ClientParameters = z.object({
  timeStamp: z.string().regex(/^\d+$/),
  nonceStr: z.string().min(1),
  package: z.string().startsWith('prepay_id='),
  signType: z.literal('RSA'),
  paySign: z.string().min(1),
});

const defaultLifeMs = 7 * 24 * 3_600_000;
const prepayLifeMs = 2 * 3_600_000;
const maxSkewMs = 5 * 60_000;

/** WeChat Pay v3, JSAPI. */
export function createMerchant(
  store: WechatStore,
  keys: MerchantKeys,
  now: () => number,
  machineNow: () => number,
): Merchant {
  const { state } = store;

  function checkSignature({ method, target, authorization, body }: MerchantCall): void {
    const parts = readAuthorization(authorization);
    const { mchid, nonce_str: nonce, timestamp = '', signature = '', serial_no } = parts ?? {};
    const message = `${method}\n${target}\n${timestamp}\n${nonce ?? ''}\n${body}\n`;
    if (
      mchid !== account.merchantId ||
      serial_no !== account.merchantSerial ||
      ![now(), machineNow()].some((moment) => isNear(timestamp, moment)) ||
      !keys.isByMerchant(message, signature)
    )
      throw new MerchantError(401, 'SIGN_ERROR', 'the signature is wrong');
  }

  function find(number: string): MerchantOrder {
    const order = state.merchantOrders[number];
    if (order === undefined) throw new MerchantError(404, 'ORDER_NOT_EXIST', 'no such order');
    if (order.state === 'NOTPAY' && order.expiresAt <= now()) order.state = 'CLOSED';
    return order;
  }

  function prepay(body: string): MerchantAnswer {
    const request = parse(Prepay, body);
    const known = state.merchantOrders[request.out_trade_no];
    const totalFen = request.amount.total;
    const { openid } = request.payer;
    if (known !== undefined) {
      if (known.state === 'SUCCESS') throw new MerchantError(400, 'ORDERPAID', 'already paid');
      if (known.state === 'CLOSED') throw new MerchantError(400, 'ORDER_CLOSED', 'closed');
      if (known.totalFen !== totalFen || known.openid !== openid)
        throw new MerchantError(400, 'OUT_TRADE_NO_USED', 'other parameters than before');
    }
    const prepayId = `wx${randomBytes(16).toString('hex')}`;
    const expiresAt =
      request.time_expire === undefined ? now() + defaultLifeMs : Date.parse(request.time_expire);
    state.merchantOrders[request.out_trade_no] = {
      ...{ outTradeNo: request.out_trade_no, prepayId, prepaidAt: now(), expiresAt, totalFen },
      ...{ openid, description: request.description, attach: request.attach },
      transactionId: known?.transactionId ?? nextId(store, '42000'),
      ...{ notifyUrl: request.notify_url, state: 'NOTPAY', paidAt: null, refunds: [] },
    };
    store.save();
    return { status: 200, body: { prepay_id: prepayId } };
  }

  function close(number: string): MerchantAnswer {
    const order = find(number);
    if (order.state === 'SUCCESS') throw new MerchantError(400, 'ORDERPAID', 'already paid');
    order.state = 'CLOSED';
    store.save();
    return { status: 204, body: null };
  }

  function refund(body: string): MerchantAnswer {
    const request = parse(RefundRequest, body);
    const order = find(request.out_trade_no);
    const { refund: fen, total } = request.amount;
    const known = order.refunds.find(({ outRefundNo }) => outRefundNo === request.out_refund_no);
    if (known !== undefined && known.refundFen !== fen)
      throw new MerchantError(400, 'INVALID_REQUEST', 'other parameters than before');
    if (known === undefined) {
      const before = order.refunds.reduce((sum, { refundFen }) => sum + refundFen, 0);
      if (order.state !== 'SUCCESS' && order.state !== 'REFUND')
        throw new MerchantError(400, 'INVALID_REQUEST', 'not paid');
      if (total !== order.totalFen || before + fen > order.totalFen)
        throw new MerchantError(400, 'NOT_ENOUGH', 'the amount exceeds what is left');
      order.refunds.push({
        ...{ outRefundNo: request.out_refund_no, refundFen: fen, at: now() },
        refundId: nextId(store, '50000'),
      });
      order.state = 'REFUND';
      store.save();
    }
    return { status: 200, body: refundView(order, request.out_refund_no) };
  }

  function queryRefund(number: string): MerchantAnswer {
    const order = Object.values(state.merchantOrders).find(({ refunds }) =>
      refunds.some(({ outRefundNo }) => outRefundNo === number),
    );
    if (order === undefined) throw new MerchantError(404, 'RESOURCE_NOT_EXISTS', 'no such refund');
    return { status: 200, body: refundView(order, number) };
  }

  function sign(body: string): Record<string, string> {
    const timestamp = String(Math.floor(now() / 1000));
    const nonce = randomBytes(16).toString('hex');
    return {
      'Wechatpay-Timestamp': timestamp,
      'Wechatpay-Nonce': nonce,
      'Wechatpay-Serial': account.platformSerial,
      'Wechatpay-Signature': keys.signAsPlatform(`${timestamp}\n${nonce}\n${body}\n`),
    };
  }

  return {
    sign,
    call(call) {
      checkSignature(call);
      const url = new URL(call.target, 'https://stub');
      const name = `${call.method} ${url.pathname}`;
      const [, number, action] =
        /^[A-Z]+ \/v3\/pay\/transactions\/out-trade-no\/([^/]+)(\/close)?$/.exec(name) ?? [];
      if (name === 'POST /v3/pay/transactions/jsapi') return prepay(call.body);
      if (name === 'POST /v3/refund/domestic/refunds') return refund(call.body);
      const [, refundNumber] = /^GET \/v3\/refund\/domestic\/refunds\/([^/]+)$/.exec(name) ?? [];
      if (refundNumber !== undefined) return queryRefund(refundNumber);
      if (number !== undefined && call.method === 'POST' && action !== undefined)
        return close(number);
      if (number !== undefined && call.method === 'GET' && action === undefined) {
        if (url.searchParams.get('mchid') !== account.merchantId)
          throw new MerchantError(400, 'PARAM_ERROR', 'mchid');
        return { status: 200, body: transactionView(find(number)) };
      }
      throw new MerchantError(404, 'NOT_FOUND', 'no such API');
    },
    openSheet(openid, given) {
      const parameters: PaymentParameters = ClientParameters.parse(given);
      const { timeStamp, nonceStr, package: prepared, paySign } = parameters;
      const message = `${account.appId}\n${timeStamp}\n${nonceStr}\n${prepared}\n`;
      if (!keys.isByMerchant(message, paySign))
        throw new MerchantError(400, 'SIGN_ERROR', '支付验证签名失败');
      const order = Object.values(state.merchantOrders).find(
        ({ prepayId }) => prepared === `prepay_id=${prepayId}`,
      );
      if (order?.openid !== openid || order.prepaidAt + prepayLifeMs <= now())
        throw new MerchantError(400, 'PARAM_ERROR', 'prepay_id');
      return order;
    },
    end(number, next) {
      const order = state.merchantOrders[number];
      if (order === undefined) return null;
      order.state = next;
      if (next === 'SUCCESS') order.paidAt = now();
      store.save();
      return order;
    },
    notification(order) {
      const body = JSON.stringify({
        id: randomBytes(16).toString('hex'),
        create_time: new Date(now()).toISOString(),
        resource_type: 'encrypt-resource',
        event_type: 'TRANSACTION.SUCCESS',
        summary: '支付成功',
        resource: encryptResource(JSON.stringify(transactionView(order)), 'transaction'),
      });
      return { headers: { 'content-type': 'application/json', ...sign(body) }, body };
    },
  };
}

function parse<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MerchantError(400, 'PARAM_ERROR', 'not JSON');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new MerchantError(400, 'PARAM_ERROR', parsed.error.issues[0]?.path.join('.') ?? 'body');
}

function isNear(timestamp: string, moment: number): boolean {
  return Math.abs(Number(timestamp) * 1000 - moment) <= maxSkewMs;
}
