import { z } from 'zod';
import type { Complaints } from './complaints';
import { wechatError } from './error';
import { leftOf, isPaid, refundedOf } from './orders';
import type { Orders } from './orders';
import type { PayOrder, Refund, WechatStore } from './state';

type Body = Record<string, unknown>;
type Answer = Record<string, unknown>;

export type Xpay = {
  /** Whether the call must also carry a signature with the user's session key. */
  needsUser(name: string): boolean;
  /** Null for an API that is not implemented. Call it only after checking keys and signatures. */
  call(name: string, body: Body): Answer | null;
};

export type XpayOptions = {
  store: WechatStore;
  orders: Orders;
  complaints: Complaints;
  now: () => number;
  /** The URL from which a bill is downloaded. */
  billUrl: (beginDay: number, endDay: number, env: number) => string;
  refundStarted: (order: PayOrder, refund: Refund) => void;
};

const Numbers = z.object({ order_id: z.string().optional(), wx_order_id: z.string().optional() });
const RefundRequest = Numbers.extend({
  openid: z.string(),
  refund_order_id: z.string().regex(/^[\w-]{8,32}$/),
  left_fee: z.int(),
  refund_fee: z.int().min(1),
  biz_meta: z.string().max(1024).default(''),
  refund_reason: z.enum(['0', '1', '2', '3', '4', '5']),
  req_from: z.enum(['1', '2', '3']),
});
const Days = z.object({ begin_ds: z.int(), end_ds: z.int(), env: z.int().default(0) });

const yearMs = 365 * 24 * 3_600_000;

/** The server APIs of virtual payment, by the last segment of their paths. */
export function createXpay(options: XpayOptions): Xpay {
  const { orders, complaints, store, now, refundStarted } = options;

  /** Throws when the order belongs to another environment or another user. */
  function orderOf(body: Body): PayOrder {
    const order = orders.get(parse(Numbers, body));
    if (order?.env !== body['env']) throw wechatError(268490002, 'no such order');
    if (body['openid'] !== undefined && body['openid'] !== order?.openid)
      throw wechatError(268490001);
    return order as PayOrder;
  }

  function refundOf(body: Body): { order: PayOrder; refund: Refund } | null {
    for (const order of Object.values(store.state.orders)) {
      const refund = order.refunds.find(({ refundOrderId }) => refundOrderId === body['order_id']);
      if (refund !== undefined && order.env === body['env'] && order.openid === body['openid'])
        return { order, refund };
    }
    return null;
  }

  const calls: Record<string, (body: Body) => Answer> = {
    query_order(body) {
      if (typeof body['openid'] !== 'string') throw wechatError(268490001);
      const found = refundOf(body);
      if (found !== null) {
        orders.settleRefunds(found.order);
        return { order: refundView(found.order, found.refund) };
      }
      const order = orderOf(body);
      orders.settleRefunds(order);
      return { order: orderView(order) };
    },
    notify_provide_goods(body) {
      const order = orderOf(body);
      if (order.status === 4) throw wechatError(268490004);
      if (!isPaid(order)) throw wechatError(268490002, 'the order is not paid');
      orders.provide(order);
      return {};
    },
    refund_order(body) {
      const request = parse(RefundRequest, body);
      const order = orderOf(body);
      orders.settleRefunds(order);
      const known = order.refunds.find(
        ({ refundOrderId }) => refundOrderId === request.refund_order_id,
      );
      if (known !== undefined && known.status !== 'failed') {
        if (known.fee !== request.refund_fee) throw wechatError(268490002, 'refund_fee changed');
        throw wechatError(known.status === 'done' ? 268490004 : 268490014);
      }
      if (order.platform === 'ios') throw wechatError(268490002, 'Apple refunds its orders itself');
      if (order.status === 5) throw wechatError(268490005);
      if (!isPaid(order) && order.status !== 7)
        throw wechatError(268490002, 'the order is not paid');
      if (now() - (order.paidAt ?? 0) > yearMs) throw wechatError(268490002, 'older than 365 days');
      if (request.left_fee !== leftOf(order)) throw wechatError(268490016);
      if (request.refund_fee > leftOf(order)) throw wechatError(268490002, 'refund_fee');
      const refund = orders.refund(order, request.refund_order_id, request.refund_fee);
      refundStarted(order, refund);
      return {
        refund_order_id: refund.refundOrderId,
        refund_wx_order_id: refund.wxRefundId,
        pay_order_id: order.outTradeNo,
        pay_wx_order_id: order.wxOrderId,
      };
    },
    /** Goods are bought without WeChat's coins, so there is no balance. */
    query_user_balance: () => ({
      ...{ balance: 0, present_balance: 0, sum_save: 0, sum_present: 0, sum_balance: 0 },
      ...{ sum_cost: 0, first_save_flag: true },
    }),
    download_bill(body) {
      const { begin_ds: begin, end_ds: end, env } = parse(Days, body);
      return { url: options.billUrl(begin, end, env) };
    },
    get_complaint_list: (body) => complaints.list(body),
    get_complaint_detail: (body) => complaints.detail(body),
    response_complaint: (body) => complaints.respond(body),
    complete_complaint: (body) => complaints.complete(body),
  };

  return {
    needsUser: (name) => name === 'query_user_balance',
    call: (name, body) => (Object.hasOwn(calls, name) ? (calls[name]?.(body) ?? null) : null),
  };
}

function parse<Schema extends z.ZodType>(schema: Schema, body: Body): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw wechatError(268490002, parsed.error.issues[0]?.path.join('.'));
}

function orderView(order: PayOrder): Answer {
  return {
    order_id: order.outTradeNo,
    create_time: seconds(order.createdAt),
    update_time: seconds(order.updatedAt),
    status: order.status,
    biz_type: 2,
    order_type: order.platform === 'ios' ? 7 : 0,
    order_fee: order.orderFee,
    coupon_fee: order.couponFee,
    paid_fee: order.paidFee,
    refund_fee: refundedOf(order),
    left_fee: leftOf(order),
    paid_time: seconds(order.paidAt),
    provide_time: seconds(order.providedAt),
    biz_meta: order.attach,
    env_type: order.env + 1,
    token: '',
    wx_order_id: order.wxOrderId,
    ...(order.paidAt !== null && {
      channel_order_id: `c${order.wxOrderId}`,
      wxpay_order_id: `42000${order.wxOrderId.replace(/\D/g, '')}`,
    }),
    ...{ sett_time: 0, sett_state: 0, platform_fee_fen: 0, cps_fee_fen: 0 },
  };
}

const refundStatus = { pending: 1, done: 5, failed: 7 };

function refundView(order: PayOrder, refund: Refund): Answer {
  return {
    ...orderView(order),
    order_id: refund.refundOrderId,
    wx_order_id: refund.wxRefundId,
    order_type: order.platform === 'ios' ? 8 : 1,
    status: refundStatus[refund.status],
    refund_fee: refund.fee,
    create_time: seconds(refund.startedAt),
    update_time: seconds(refund.doneAt ?? refund.startedAt),
  };
}

function seconds(moment: number | null): number {
  return moment === null ? 0 : Math.floor(moment / 1000);
}
