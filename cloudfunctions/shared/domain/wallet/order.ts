import type { PackageSnapshot } from './package';

export const channelNames = ['virtual', 'wechatpay'] as const;
export type ChannelName = (typeof channelNames)[number];
/** One cloud environment serves one of them. */
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
  /** Of the tap that ordered; absent where none is known. */
  trace?: string | undefined;
  status: OrderStatus;
  /** The channel's own number. */
  wxOrderId: string | null;
  /** What the channel says of the money, once it was paid. */
  orderFee: number | null;
  paidFee: number | null;
  couponFee: number | null;
  paidAt: Date | null;
  creditedAt: Date | null;
  closedAt: Date | null;
  refundedFen: number;
  /** Credits that refunds have taken back or are to take back. */
  returnedCredits: number;
  returnedDays: number;
  /** What forced refunds could not take back yet. */
  shortfallCredits: number;
  /** The refund under way. */
  refundId: string | null;
  /** WeChat knows that the goods were delivered. */
  isDelivered: boolean;
  review: ReviewReason | null;
  /** When the timer asks the channel again; null for never. */
  nextQueryAt: Date | null;
  queriedAt: Date;
  createdAt: Date;
  version: number;
};

/** What may still become paid, or is under way: an account with such an order is not deleted. */
export const openStatuses = ['created', 'paid', 'refunding', 'needs_review'] as const;

/** What the phone may have the channel asked about. */
export function isAwaited({ status }: Order): boolean {
  return status === 'created' || status === 'closed' || status === 'paid';
}

export function isPaidFor({ status }: Order): boolean {
  return ['paid', 'credited', 'refunding', 'partly_refunded', 'refunded'].includes(status);
}
