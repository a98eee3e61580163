import * as z from 'zod';
import { CreditLog } from './userInfo';
import { Id, Moment, RequestId, pageOf, textOf, trimmedText, writtenText } from './values';

const Fen = z.number().int().min(0).max(100_000_000);
const Credits = z.number().int().min(0);
/** `YYYYMMDD` in Asia/Shanghai. */
const Day = z.string();

export const PackageKind = z.enum(['credits', 'membership']);
export const Platform = z.enum(['android', 'ios', 'harmony', 'windows', 'devtools', 'other']);
export const OrderStatus = z.enum([
  'created',
  'paid',
  'credited',
  'closed',
  'refunding',
  'partly_refunded',
  'refunded',
  'needs_review',
]);
export type OrderStatus = z.infer<typeof OrderStatus>;

/** What is bought, as it was when the order was created. `planId` and `days` are set for memberships. */
const packageFields = {
  packageId: z.string(),
  kind: PackageKind,
  name: z.string(),
  priceFen: z.number().int(),
  credits: Credits,
  bonusCredits: Credits,
  planId: z.string().nullable(),
  days: z.number().int().nullable(),
};

export const CreditPackage = z.object({ ...packageFields, badge: z.string() });
export type CreditPackage = z.infer<typeof CreditPackage>;

export const Order = z.object({
  orderId: z.string(),
  status: OrderStatus,
  ...packageFields,
  channel: z.enum(['virtual', 'wechatpay']),
  /** Null until the order is paid. */
  paidFen: z.number().int().nullable(),
  refundedFen: z.number().int(),
  /** Credits that a forced refund could not take back yet. */
  shortfallCredits: Credits,
  createdAt: Moment,
  paidAt: Moment.nullable(),
  creditedAt: Moment.nullable(),
  closedAt: Moment.nullable(),
});
export type Order = z.infer<typeof Order>;

/** Arguments of `wx.requestVirtualPayment`, to be passed unchanged: `signData` is signed byte by byte. */
export const VirtualPayment = z.object({
  signData: z.string(),
  mode: z.enum(['short_series_goods']),
  paySig: z.string(),
  signature: z.string(),
});
export type VirtualPayment = z.infer<typeof VirtualPayment>;

export const InviteStatus = z.enum(['pending', 'rewarded', 'rejected']);
/** A text to be shown on the page. */
const Why = z.string();

export const Invitee = z.object({
  nickname: z.string(),
  status: InviteStatus,
  why: Why,
  credits: Credits,
  joinedAt: Moment,
});
export type Invitee = z.infer<typeof Invitee>;

export const AdminOrder = Order.extend({
  userId: z.string(),
  platform: Platform.nullable(),
  env: z.enum(['sandbox', 'live']),
  wxOrderId: z.string().nullable(),
  orderFee: z.number().int().nullable(),
  couponFen: z.number().int().nullable(),
  isDelivered: z.boolean(),
  /** Why it was parked; null for an order that was not. */
  review: z.string().nullable(),
  nextQueryAt: Moment.nullable(),
  version: z.number().int(),
});
export type AdminOrder = z.infer<typeof AdminOrder>;

/** One event of an order, and its outcome. */
export const PaymentEvent = z.object({
  id: z.string(),
  source: z.string(),
  outcome: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  createdAt: Moment,
});
export type PaymentEvent = z.infer<typeof PaymentEvent>;

export const Refund = z.object({
  refundId: z.string(),
  orderId: z.string(),
  kind: z.enum(['voluntary', 'forced', 'former', 'review']),
  status: z.enum(['started', 'accepted', 'done', 'failed']),
  fen: z.number().int(),
  creditsTaken: Credits,
  daysTaken: z.number().int(),
  shortfallCredits: Credits,
  reason: z.string(),
  adminId: z.string().nullable(),
  createdAt: Moment,
  endedAt: Moment.nullable(),
});
export type Refund = z.infer<typeof Refund>;

export const Proposal = z.object({
  proposalId: z.string(),
  kind: z.enum(['refund', 'resolveReview', 'adjustCredits']),
  status: z.enum(['open', 'approved', 'expired']),
  userId: z.string(),
  orderId: z.string().nullable(),
  /** Set for a change of credits; null for money. */
  credits: z.number().int().nullable(),
  fen: z.number().int().nullable(),
  decision: z.enum(['credit', 'refund', 'close']).nullable(),
  reason: z.string(),
  proposedBy: z.string(),
  approvedBy: z.string().nullable(),
  createdAt: Moment,
  approvedAt: Moment.nullable(),
});
export type Proposal = z.infer<typeof Proposal>;

const Page = pageOf(20);
const OrderId = textOf(8, 32);
const Reason = writtenText(200);
const Nothing = z.strictObject({});
const listOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ records: z.array(row), nextCursor: z.string().nullable() });
/** `proposalId`: the amount needs a second admin, and nothing has moved yet. */
const Outcome = z.object({ order: AdminOrder, proposalId: z.string().nullable() });

export const payment = {
  /** `isOpen` false: nothing can be bought, the list is empty, and no page shows a price or a way to buy. */
  getPackages: {
    input: Nothing,
    output: z.object({ isOpen: z.boolean(), packages: z.array(CreditPackage) }),
  },
  /**
   * One tap on pay. `priceFen`: the price that the user saw. `code`: a fresh one from `wx.login`. `payment` is null if the order
   * of this `requestId` no longer needs a payment: the next tap uses a new id.
   */
  createOrder: {
    input: z.strictObject({
      requestId: RequestId,
      packageId: Id,
      priceFen: Fen,
      code: textOf(1, 200),
      platform: Platform.optional(),
    }),
    output: z.object({
      order: z.object({ orderId: z.string(), status: OrderStatus }),
      payment: VirtualPayment.nullable(),
    }),
  },
  /** Queries the channel while the order is open. `balance`: the balance before and after crediting. */
  getOrder: {
    input: z.strictObject({ orderId: OrderId }),
    output: z.object({
      order: Order,
      balance: z.object({ before: Credits, after: Credits }).nullable(),
    }),
  },
  listRechargeRecords: { input: z.strictObject(Page), output: listOf(Order) },
  /** `kind` refund: refunded credits. */
  listConsumeRecords: {
    input: z.strictObject({ kind: z.enum(['consume', 'refund']).optional(), ...Page }),
    output: listOf(CreditLog),
  },
  /** Once per day (Beijing time); repeating it on the same day returns the same. */
  dailyCheckin: {
    input: Nothing,
    output: z.object({
      day: Day,
      streak: z.number().int(),
      credits: Credits,
      balance: Credits,
      isNew: z.boolean(),
      nextCredits: Credits,
    }),
  },
  /** `table`: credits for the days of a streak. `days`: check-ins of `month` (`YYYYMM`), by default the current one. */
  getCheckin: {
    input: z.strictObject({
      month: textOf(6, 6)
        .regex(/^\d{4}(0[1-9]|1[0-2])$/)
        .optional(),
    }),
    output: z.object({
      today: Day,
      hasCheckedIn: z.boolean(),
      /** Consecutive days up to today, or up to yesterday if today's check-in is still open. */
      streak: z.number().int(),
      todayCredits: Credits,
      nextCredits: Credits,
      table: z.array(Credits),
      month: z.string(),
      days: z.array(z.object({ day: Day, credits: Credits })),
    }),
  },
  /** `isOpen` false: no page offers it. */
  getInvite: {
    input: Nothing,
    output: z.object({
      isOpen: z.boolean(),
      code: z.string(),
      rewardCredits: Credits,
      maxPerMonth: z.number().int(),
      earnedCredits: Credits,
      invitees: z.array(Invitee),
      /** Whether the caller may still enter another user's code. */
      canRedeem: z.boolean(),
    }),
  },
  redeemInvite: {
    input: z.strictObject({ code: trimmedText(1, 16) }),
    output: z.object({ status: InviteStatus }),
  },

  /** By order id, WeChat's order id or user id; newest first. */
  searchOrders: {
    input: z.strictObject({
      text: trimmedText(0, 64).optional(),
      status: OrderStatus.optional(),
      ...Page,
    }),
    output: z.object({ orders: z.array(AdminOrder), nextCursor: z.string().nullable() }),
  },
  getOrderStory: {
    input: z.strictObject({ orderId: OrderId }),
    output: z.object({
      order: AdminOrder,
      events: z.array(PaymentEvent),
      refunds: z.array(Refund),
      proposals: z.array(Proposal),
      ledger: z.array(CreditLog),
    }),
  },
  recheck: {
    input: z.strictObject({ orderId: OrderId }),
    output: z.object({ order: AdminOrder }),
  },
  refund: {
    input: z.strictObject({
      orderId: OrderId,
      fen: Fen.min(1),
      reason: Reason,
      requestId: RequestId,
    }),
    output: Outcome,
  },
  resolveReview: {
    input: z.strictObject({
      orderId: OrderId,
      decision: z.enum(['credit', 'refund', 'close']),
      reason: Reason,
      requestId: RequestId,
    }),
    output: Outcome,
  },
  listProposals: {
    input: z.strictObject({
      status: z.enum(['open', 'approved', 'expired']).optional(),
      ...Page,
    }),
    output: z.object({ proposals: z.array(Proposal), nextCursor: z.string().nullable() }),
  },
  approve: {
    input: z.strictObject({ proposalId: Id, requestId: RequestId }),
    output: z.object({ proposal: Proposal }),
  },
};
