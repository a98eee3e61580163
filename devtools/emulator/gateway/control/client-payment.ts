import { z } from 'zod';
import { PaymentFailure, paymentErrors } from '../../../providers/wechat/error';
import { MerchantError } from '../../../providers/wechat/merchant-views';
import { openSheet } from '../../../providers/wechat/phone';
import { Platform } from '../../../providers/wechat/state';
import type { PayOrder } from '../../../providers/wechat/state';
import type { Cloud } from '../../cloud';
import { notFound } from '../router';
import type { ControlRequest, Route } from '../router';
import { callerOf } from './client';

const SheetEnd = z.strictObject({
  outcome: z.enum(['paid', 'cancelled', 'failed']),
  errCode: z
    .int()
    .refine((code) => Object.hasOwn(paymentErrors, String(code)), 'is no error of the reference')
    .optional(),
});

/**
 * The payment sheets of `wx.requestVirtualPayment` and `wx.requestPayment`: one call opens a sheet, another closes it.
 */
export function clientPaymentRoutes({ wechat }: Cloud): Route[] {
  const numberOf = ({ parameters }: ControlRequest): string => parameters['outTradeNo'] ?? '';

  function orderOf(request: ControlRequest): PayOrder {
    const order = wechat.orders.find(numberOf(request));
    const openid = callerOf(request);
    return order?.openid === openid ? order : notFound(`order ${numberOf(request)} of ${openid}`);
  }

  return [
    {
      method: 'POST',
      path: '/local/client/virtual-payment',
      async run(request) {
        const openid = callerOf(request);
        const schema = z.strictObject({ platform: Platform, request: z.unknown() });
        const { platform, request: given } = await request.json(schema);
        return failing(() => {
          const { order, product } = openSheet(openid, given, platform, wechat);
          const { outTradeNo, orderFee } = order;
          return { outTradeNo, name: product.name, priceFen: orderFee };
        });
      },
    },
    {
      method: 'POST',
      path: '/local/client/virtual-payment/:outTradeNo',
      async run(request) {
        const order = orderOf(request);
        const { outcome, errCode = -1 } = await request.json(SheetEnd);
        return failing(async () => {
          if (outcome === 'cancelled') throw new PaymentFailure(-2);
          if (outcome === 'failed') {
            if (errCode === -15012) wechat.orders.setStatus(order, 6);
            throw new PaymentFailure(errCode);
          }
          const rule = wechat.payRules.take();
          await wechat.pay(order, rule ?? {}, rule ?? undefined);
          return { errMsg: 'requestVirtualPayment:ok' };
        });
      },
    },
    {
      method: 'POST',
      path: '/local/client/payment',
      async run(request) {
        const openid = callerOf(request);
        const given = await request.json(z.unknown());
        return failing(() => {
          const { outTradeNo, description, totalFen } = wechat.merchant.openSheet(openid, given);
          return { outTradeNo, name: description, priceFen: totalFen };
        });
      },
    },
    {
      method: 'POST',
      path: '/local/client/payment/:outTradeNo',
      async run(request) {
        callerOf(request);
        const { outcome } = await request.json(SheetEnd);
        return failing(async () => {
          if (outcome === 'cancelled') throw new PaymentFailure(-2);
          if (outcome === 'failed') throw new PaymentFailure(-1);
          const order = wechat.merchant.end(numberOf(request), 'SUCCESS');
          if (order === null) return notFound(`order ${numberOf(request)} of WeChat Pay`);
          const { headers, body } = wechat.merchant.notification(order);
          // The payment succeeds even when the shop's server is unreachable.
          await fetch(order.notifyUrl, { method: 'POST', headers, body }).catch(() => undefined);
          return { errMsg: 'requestPayment:ok' };
        });
      },
    },
  ];
}

/** Returns a refusal of WeChat as a normal answer to the phone, not as a failed HTTP request. */
async function failing<Result>(run: () => Result | Promise<Result>): Promise<object> {
  try {
    return { ok: true, ...(await run()) };
  } catch (error) {
    if (error instanceof PaymentFailure)
      return { ok: false, errCode: error.errCode, errMsg: error.message };
    if (error instanceof MerchantError || error instanceof z.ZodError)
      return { ok: false, errCode: -1, errMsg: error.message };
    throw error;
  }
}
