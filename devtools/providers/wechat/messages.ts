import { envelope } from '../../emulator/push/message';
import type { PushMessage } from '../../emulator/push/message';
import type { Complaint, PayOrder, Refund } from './state';

/** The messages of virtual payment, in the form in which a cloud function receives them. */
export function deliverMessage(order: PayOrder, now: number): PushMessage {
  const { outTradeNo, wxOrderId, env, productId, quantity, goodsPrice, paidAt } = order;
  return {
    ...envelope('xpay_goods_deliver_notify', order.openid, now),
    OpenId: order.openid,
    OutTradeNo: outTradeNo,
    Env: env,
    WeChatPayInfo: {
      MchOrderNo: `m${wxOrderId}`,
      TransactionId: `42000${wxOrderId.replace(/\D/g, '')}`,
      PaidTime: seconds(paidAt ?? now),
    },
    GoodsInfo: {
      ProductId: productId,
      Quantity: quantity,
      OrigPrice: goodsPrice,
      ActualPrice: order.orderFee,
      Attach: order.attach,
    },
  };
}

/** It contains WeChat's order number, and ours as `MchOrderId`; there is no OutTradeNo. */
export function refundMessage(order: PayOrder, refund: Refund, now: number): PushMessage {
  return {
    ...envelope('xpay_refund_notify', order.openid, now),
    OpenId: order.openid,
    WxRefundId: refund.wxRefundId,
    MchRefundId: refund.refundOrderId,
    WxOrderId: order.wxOrderId,
    MchOrderId: order.outTradeNo,
    RefundFee: refund.fee,
    RetCode: refund.status === 'failed' ? 1 : 0,
    RetMsg: refund.status === 'failed' ? 'refund failed' : 'success',
    RefundStartTimestamp: seconds(refund.startedAt),
    RefundSuccTimestamp: seconds(refund.doneAt ?? now),
    WxpayRefundTransactionId: `50000${refund.wxRefundId.replace(/\D/g, '')}`,
    RetryTimes: 0,
    ...(order.platform === 'ios' && { Attach: order.attach, WxTransactionId: order.wxOrderId }),
  };
}

export function complaintMessage(order: PayOrder, complaint: Complaint, now: number): PushMessage {
  return {
    ...envelope('xpay_complaint_notify', order.openid, now),
    OpenId: order.openid,
    WxOrderId: order.wxOrderId,
    MchOrderId: order.outTradeNo,
    TransactionId: `42000${order.wxOrderId.replace(/\D/g, '')}`,
    ComplaintId: complaint.complaintId,
    ComplaintDetail: complaint.detail,
    ComplaintTime: new Date(complaint.at).toISOString(),
    RetryTimes: 0,
    RequestId: complaint.complaintId,
  };
}

/** Apple's question whether a refund is justified; its fields are flat strings in snake case. */
export function iosRefundQuestion(order: PayOrder, now: number): PushMessage {
  return {
    ...envelope('xpay_subscribe_ios_refund_query_notify', order.openid, now),
    refund_time: String(seconds(now)),
    order_time: String(seconds(order.paidAt ?? order.createdAt)),
    channel_bill: `c${order.wxOrderId}`,
    bundleid: 'com.tencent.xin',
    product_id: order.productId,
    p_count: String(order.quantity),
    refund_request_reason: 'UNINTENDED_PURCHASE',
    provide_status: order.providedAt === null ? '0' : '1',
    pay_order_id: order.outTradeNo,
    consumption_status: '0',
    service_type: '1',
  };
}

function seconds(moment: number): number {
  return Math.floor(moment / 1000);
}
