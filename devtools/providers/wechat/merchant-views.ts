import { account } from './account';
import type { MerchantOrder } from './state';

/** An error answer of API v3, which has its own HTTP status and a textual code. */
export class MerchantError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export function transactionView(order: MerchantOrder): object {
  return {
    ...{ appid: account.appId, mchid: account.merchantId, out_trade_no: order.outTradeNo },
    trade_state: order.state,
    trade_state_desc: order.state,
    amount: { total: order.totalFen, payer_total: order.totalFen, currency: 'CNY' },
    payer: { openid: order.openid },
    attach: order.attach,
    ...(order.paidAt !== null && {
      transaction_id: order.transactionId,
      trade_type: 'JSAPI',
      success_time: new Date(order.paidAt).toISOString(),
    }),
  };
}

export function refundView(order: MerchantOrder, outRefundNo: string): object {
  const refund = order.refunds.find((row) => row.outRefundNo === outRefundNo);
  return {
    ...{ refund_id: refund?.refundId, out_refund_no: outRefundNo, out_trade_no: order.outTradeNo },
    transaction_id: order.transactionId,
    ...{ channel: 'ORIGINAL', status: 'SUCCESS' },
    amount: { total: order.totalFen, refund: refund?.refundFen, currency: 'CNY' },
  };
}
