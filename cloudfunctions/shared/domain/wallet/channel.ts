import type { ChannelName, Order, PaymentEnv } from './order';
import type { PackageKind } from './package';

/** `odd`: a state that no rule covers. */
export type PaymentPhase = 'open' | 'closed' | 'paid' | 'refunded' | 'refundFailed' | 'odd';

/** The channel's record of an order, queried by our number and the buyer's openid. */
export type Evidence = {
  orderId: string;
  wxOrderId: string | null;
  env: PaymentEnv | null;
  phase: PaymentPhase;
  /** The channel's own name of the state. */
  status: string;
  orderFee: number;
  paidFee: number;
  couponFee: number;
  refundFee: number;
  leftFee: number;
  paidAt: Date | null;
  isDelivered: boolean;
  /** Refunds of orders paid through Apple are decided by Apple. */
  isApple: boolean;
};

/** `none`: the channel does not know the order, or not yet. */
export type ChannelAnswer = { state: 'none' } | { state: 'known'; evidence: Evidence };

/**
 * `accepted`: the channel has accepted the refund, now or before; its outcome must be polled. `refused`: it never will. `again`:
 * the same refund may be requested again.
 */
export type RefundAnswer = { state: 'accepted' | 'again' } | { state: 'refused'; code: string };

export type RefundRequest = { refundId: string; fen: number; leftFen: number };

/** The buyer's login, obtained in this call; it is neither stored nor logged. */
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

/** A payment channel. Calls throw `ChannelError`; none of them is retried here. */
export type PaymentChannel<Parameters = VirtualPayment | WechatPayment> = {
  name: ChannelName;
  env: PaymentEnv;
  /** Whether it may lawfully sell goods of this kind. */
  sells(kind: PackageKind): boolean;
  /** What the phone needs to pay for the order. */
  prepare(order: Order, session: LoginSession): Promise<Parameters>;
  query(order: Order): Promise<ChannelAnswer>;
  /** Reports that the goods were delivered, for channels that require it. */
  deliver?(order: Order): Promise<void>;
  refund(order: Order, request: RefundRequest): Promise<RefundAnswer>;
};

/** The channel did not answer, or answered with an error that says nothing about the order. `code` holds no secret. */
export class ChannelError extends Error {
  constructor(readonly code: string) {
    super(`The payment channel answered ${code}.`);
    this.name = 'ChannelError';
  }
}
