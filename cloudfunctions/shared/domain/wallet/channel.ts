import type { ChannelName, Order, PaymentEnv } from './order';
import type { PackageKind } from './package';

/** `odd`: a state that no rule knows. */
export type PaymentPhase = 'open' | 'closed' | 'paid' | 'refunded' | 'refundFailed' | 'odd';

/** What the channel says of an order that it was asked about by our number and the buyer's openid. */
export type Evidence = {
  orderId: string;
  wxOrderId: string | null;
  env: PaymentEnv | null;
  phase: PaymentPhase;
  /** The channel's own word for the phase. */
  status: string;
  orderFee: number;
  paidFee: number;
  couponFee: number;
  refundFee: number;
  leftFee: number;
  paidAt: Date | null;
  isDelivered: boolean;
  /** Refunds of Apple's orders are decided by Apple. */
  isApple: boolean;
};

/** `none`: the channel knows no such order, or not yet. */
export type ChannelAnswer = { state: 'none' } | { state: 'known'; evidence: Evidence };

/**
 * `accepted`: the channel has taken the refund on, or had before; whether it ends well is to be asked. `refused`: it never will.
 * `again`: the same refund may be asked for again.
 */
export type RefundAnswer = { state: 'accepted' | 'again' } | { state: 'refused'; code: string };

export type RefundRequest = { refundId: string; fen: number; leftFen: number };

/** The login of the buyer, fresh of this call; it is neither stored nor logged. */
export type LoginSession = { openid: string; sessionKey: string };

export type VirtualPayment = {
  signData: string;
  mode: 'short_series_goods';
  paySig: string;
  signature: string;
};
export type WechatPayment = {
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: 'RSA';
  paySign: string;
};

/** A way to be paid. Calls throw `ChannelError`; none of them is repeated here. */
export type PaymentChannel<Parameters = VirtualPayment | WechatPayment> = {
  name: ChannelName;
  env: PaymentEnv;
  /** Whether such goods may lawfully be sold by it. */
  sells(kind: PackageKind): boolean;
  /** What the phone needs to pay for the order. */
  prepare(order: Order, session: LoginSession): Promise<Parameters>;
  query(order: Order): Promise<ChannelAnswer>;
  /** Says that the goods were delivered, where the channel wants to know. */
  deliver?(order: Order): Promise<void>;
  refund(order: Order, request: RefundRequest): Promise<RefundAnswer>;
};

/** The channel did not answer, or with an error that says nothing of the order. `code` holds no secret. */
export class ChannelError extends Error {
  constructor(readonly code: string) {
    super(`The payment channel answered ${code}.`);
    this.name = 'ChannelError';
  }
}
