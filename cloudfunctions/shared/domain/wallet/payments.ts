import type { PaymentChannel, VirtualPayment, WechatPayment } from './channel';
import type { RiskRank, WechatLogin } from './wechat-server';

/** The payment channels and related services; null for what is not configured. */
export type Payments = {
  virtual: PaymentChannel<VirtualPayment> | null;
  wechatpay: PaymentChannel<WechatPayment> | null;
  login: WechatLogin | null;
  riskRank: RiskRank | null;
};
