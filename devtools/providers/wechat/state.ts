import { z } from 'zod';

/** 0 init, 1 created, 2 paid, 3 delivering, 4 delivered, 5 refunded, 6 closed, 7 refund failed, 8 user refund, 9 and 10 ad fund. */
export const OrderStatus = z.int().min(0).max(10);
export const Platform = z.enum(['android', 'ios', 'harmony', 'windows', 'devtools']);
export type Platform = z.infer<typeof Platform>;

const Moment = z.number();
const Fen = z.int();

const Refund = z.object({
  refundOrderId: z.string(),
  wxRefundId: z.string(),
  fee: Fen,
  status: z.enum(['pending', 'done', 'failed']),
  startedAt: Moment,
  /** When a pending refund completes by itself; null when it waits for the control API. */
  dueAt: Moment.nullable(),
  doneAt: Moment.nullable(),
});
export type Refund = z.infer<typeof Refund>;

export const PayOrder = z.object({
  outTradeNo: z.string(),
  wxOrderId: z.string(),
  openid: z.string(),
  env: z.union([z.literal(0), z.literal(1)]),
  platform: Platform,
  productId: z.string(),
  quantity: z.int(),
  goodsPrice: Fen,
  attach: z.string(),
  status: OrderStatus,
  orderFee: Fen,
  couponFee: Fen,
  paidFee: Fen,
  createdAt: Moment,
  updatedAt: Moment,
  paidAt: Moment.nullable(),
  providedAt: Moment.nullable(),
  refunds: z.array(Refund),
  /** The outbox entries that request its delivery. */
  pushes: z.array(z.string()),
});
export type PayOrder = z.infer<typeof PayOrder>;

const Complaint = z.object({
  complaintId: z.string(),
  outTradeNo: z.string(),
  detail: z.string(),
  at: Moment,
  state: z.enum(['PENDING', 'PROCESSING', 'PROCESSED']),
  responses: z.array(z.string()),
});
export type Complaint = z.infer<typeof Complaint>;

const Session = z.object({ key: z.string(), expiresAt: Moment });
const LoginCode = z.object({ openid: z.string(), expiresAt: Moment, isUsed: z.boolean() });

/** An order of WeChat Pay, the channel for goods that are not virtual. */
export const MerchantOrder = z.object({
  outTradeNo: z.string(),
  prepayId: z.string(),
  prepaidAt: Moment,
  transactionId: z.string(),
  openid: z.string(),
  description: z.string(),
  attach: z.string(),
  totalFen: Fen,
  notifyUrl: z.string(),
  expiresAt: Moment,
  state: z.enum(['NOTPAY', 'SUCCESS', 'REFUND', 'CLOSED', 'USERPAYING', 'PAYERROR']),
  paidAt: Moment.nullable(),
  refunds: z.array(
    z.object({ outRefundNo: z.string(), refundId: z.string(), refundFen: Fen, at: Moment }),
  ),
});
export type MerchantOrder = z.infer<typeof MerchantOrder>;

/** The state of the WeChat stub, kept between runs of the workshop. */
export const WechatState = z.object({
  orders: z.record(z.string(), PayOrder),
  complaints: z.record(z.string(), Complaint),
  sessions: z.record(z.string(), Session),
  codes: z.record(z.string(), LoginCode),
  tokens: z.array(z.object({ token: z.string(), expiresAt: Moment })),
  riskRanks: z.record(z.string(), z.int().min(0).max(4)),
  merchantOrders: z.record(z.string(), MerchantOrder),
  /** A counter for ids that WeChat issues. */
  count: z.int(),
});
export type WechatState = z.infer<typeof WechatState>;

export function emptyState(): WechatState {
  return {
    orders: {},
    complaints: {},
    sessions: {},
    codes: {},
    tokens: [],
    riskRanks: {},
    merchantOrders: {},
    count: 0,
  };
}

/** The state and its persistence: call `save` after each change. */
export type WechatStore = { readonly state: WechatState; save(): void };

export function nextId({ state }: WechatStore, prefix: string): string {
  state.count += 1;
  return `${prefix}${String(state.count).padStart(10, '0')}`;
}
