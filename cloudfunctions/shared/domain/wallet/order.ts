import type { PackageSnapshot } from './package';

export const channelNames = ['virtual', 'wechatpay'] as const;
export type ChannelName = (typeof channelNames)[number];
/** Each cloud environment serves one of them. */
export const paymentEnvs = ['sandbox', 'live'] as const;
export type PaymentEnv = (typeof paymentEnvs)[number];

export const orderStatuses = [
  'created',
  'paid',
  'credited',
  'closed',
  'refunding',
  'partly_refunded',
  'refunded',
  'needs_review',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

export const platforms = ['android', 'ios', 'harmony', 'windows', 'devtools', 'other'] as const;
export type Platform = (typeof platforms)[number];

/** Why an order was parked. */
export const reviewReasons = ['amount', 'env', 'foreign', 'refunded', 'status'] as const;
export type ReviewReason = (typeof reviewReasons)[number];

export type Order = {
  id: string;
  userId: string;
  openid: string;
  package: PackageSnapshot;
  channel: ChannelName;
  env: PaymentEnv;
  platform: Platform | null;
  /** Trace of the call that created the order; absent if unknown. */
  trace?: string | undefined;
  status: OrderStatus;
  /** The channel's own number. */
  wxOrderId: string | null;
  /** The amounts reported by the channel, once the order was paid. */
  orderFee: number | null;
  paidFee: number | null;
  couponFee: number | null;
  paidAt: Date | null;
  creditedAt: Date | null;
  closedAt: Date | null;
  refundedFen: number;
  /** Credits that refunds have taken back, or are about to take back. */
  returnedCredits: number;
  returnedDays: number;
  /** Credits that forced refunds could not take back yet. */
  shortfallCredits: number;
  /** The refund in progress. */
  refundId: string | null;
  /** WeChat knows that the goods were delivered. */
  isDelivered: boolean;
  review: ReviewReason | null;
  /** When the timer queries the channel again; null for never. */
  nextQueryAt: Date | null;
  queriedAt: Date;
  createdAt: Date;
  version: number;
};

/** Orders that may still be paid, or are in progress: an account with such an order cannot be deleted. */
export const openStatuses = ['created', 'paid', 'refunding', 'needs_review'] as const;

/** Whether a phone may have the channel queried about the order. */
export function isAwaited({ status }: Order): boolean {
  return status === 'created' || status === 'closed' || status === 'paid';
}

export function isPaidFor({ status }: Order): boolean {
  return ['paid', 'credited', 'refunding', 'partly_refunded', 'refunded'].includes(status);
}
