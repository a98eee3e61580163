import type { Context, PushCaller } from '../../shared/context';
import type { PushHandlers } from '../../shared/push';
import { consentAsked, consentChanged, messageDelivered } from './subscribe-message';
import { accountCancelled, profileRevoked } from './user-authorization';
import { mediaCheck } from './wxa-media-check';
import { appleAsks, complained, goodsDelivered, refundNoticed } from './xpay';

/** WeChat's pushes, by `MsgType` and `Event`. Each pair must also be set in the console: docs/deployment.zh-CN.md. */
export const events: PushHandlers<Context<PushCaller>> = {
  event: {
    subscribe_msg_change_event: consentChanged,
    subscribe_msg_popup_event: consentAsked,
    subscribe_msg_sent_event: messageDelivered,
    user_authorization_cancellation: accountCancelled,
    user_authorization_revoke: profileRevoked,
    user_info_modified: profileRevoked,
    wxa_media_check: mediaCheck,
    xpay_complaint_notify: complained,
    xpay_goods_deliver_notify: goodsDelivered,
    xpay_refund_notify: refundNoticed,
    xpay_subscribe_ios_refund_query_notify: appleAsks,
  },
};
