import type { PaymentChannel, VirtualPayment, WechatPayment } from './channel';
import type { RiskRank, WechatLogin } from './wechat-server';

/** The ways to be paid and what goes with them; null for what is not configured. */
export type Payments = {
  virtual: PaymentChannel<VirtualPayment> | null;
  wechatpay: PaymentChannel<WechatPayment> | null;
  login: WechatLogin | null;
  riskRank: RiskRank | null;
};
