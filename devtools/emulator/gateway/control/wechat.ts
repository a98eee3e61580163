import { z } from 'zod';
import {
  complaintMessage,
  iosRefundQuestion,
  refundMessage,
} from '../../../providers/wechat/messages';
import { leftOf } from '../../../providers/wechat/orders';
import { ApiRule, PayRule } from '../../../providers/wechat/rules';
import { OrderStatus, Platform } from '../../../providers/wechat/state';
import type { PayOrder } from '../../../providers/wechat/state';
import type { Cloud } from '../../cloud';
import { ControlError, notFound } from '../router';
import type { ControlRequest, Route } from '../router';
import { callerOf } from './client';
import { Openid } from './functions';

const Outcome = PayRule.omit({ times: true }).extend({
  outcome: z.enum(['paid', 'closed', 'pending']),
  status: OrderStatus.optional(),
  env: z.union([z.literal(0), z.literal(1)]).optional(),
  platform: Platform.optional(),
  openid: Openid.optional(),
  /** The product of an order that no phone has opened; a phone would have sent it. */
  productId: z.string().optional(),
});
const RefundOutcome = z.strictObject({
  outcome: z.enum(['done', 'failed', 'pending']).default('done'),
  /** The amount of a refund started by WeChat, Apple or the user; absent: the whole remaining amount. */
  fen: z.int().min(1).optional(),
  push: z.enum(['once', 'none', 'twice']).default('once'),
});
const Expiry = z.strictObject({
  what: z.enum(['session_key', 'access_token']),
  openid: Openid.optional(),
});

/** Events at WeChat that users, operators and Apple cause. */
export function wechatRoutes({ wechat, clock, pushes, outbox }: Cloud): Route[] {
  const { orders, sessions, complaints, store } = wechat;
  const numberOf = ({ parameters }: ControlRequest): string => parameters['outTradeNo'] ?? '';
  const find = (request: ControlRequest): PayOrder =>
    orders.find(numberOf(request)) ?? notFound(`order ${numberOf(request)} at WeChat`);

  function findOrCreate(outTradeNo: string, outcome: z.infer<typeof Outcome>): PayOrder {
    const known = orders.find(outTradeNo);
    if (known !== null) return known;
    const { openid, productId, paidFen, couponFen = 0, env = 0, platform = 'android' } = outcome;
    const priceFen =
      (productId === undefined ? null : wechat.findProduct(productId)?.priceFen) ??
      (paidFen === undefined ? null : paidFen + couponFen);
    if (openid === undefined || productId === undefined || priceFen === null) {
      const message = `no phone has opened ${outTradeNo}: openid and productId are needed`;
      throw new ControlError(404, message);
    }
    return orders.create({
      ...{ outTradeNo, openid, env, platform, productId },
      ...{ quantity: 1, goodsPrice: priceFen, attach: outTradeNo },
    });
  }

  return [
    {
      method: 'POST',
      path: '/local/code',
      run: (request) => ({ code: sessions.login(callerOf(request)) }),
    },
    {
      method: 'GET',
      path: '/local/wechat',
      run: () => ({
        orders: Object.values(store.state.orders),
        complaints: Object.values(store.state.complaints),
        merchantOrders: Object.values(store.state.merchantOrders),
        rules: wechat.apiRules.list(),
      }),
    },
    {
      method: 'PUT',
      path: '/local/wechat/rules',
      async run(request) {
        wechat.apiRules.set(await request.json(z.array(ApiRule)));
        return wechat.apiRules.list();
      },
    },
    {
      method: 'POST',
      path: '/local/wechat/expire',
      async run(request) {
        const { what, openid } = await request.json(Expiry);
        if (what === 'access_token') sessions.expireTokens();
        else sessions.expireSession(openid ?? null);
        return { ok: true };
      },
    },
    {
      method: 'PUT',
      path: '/local/wechat/risk',
      async run(request) {
        const schema = z.strictObject({ openid: Openid, rank: z.int().min(0).max(4) });
        const { openid, rank } = await request.json(schema);
        store.state.riskRanks[openid] = rank;
        store.save();
        return { openid, rank };
      },
    },
    { method: 'GET', path: '/local/pay', run: () => wechat.payRules.list() },
    {
      method: 'PUT',
      path: '/local/pay',
      async run(request) {
        wechat.payRules.set(await request.json(z.array(PayRule)));
        return wechat.payRules.list();
      },
    },
    { method: 'GET', path: '/local/pay/:outTradeNo', run: find },
    {
      method: 'POST',
      path: '/local/pay/:outTradeNo',
      async run(request) {
        const outcome = await request.json(Outcome);
        const order = findOrCreate(numberOf(request), outcome);
        const { platform, openid, status } = outcome;
        Object.assign(order, { ...(platform && { platform }), ...(openid && { openid }) });
        if (outcome.outcome === 'paid') await wechat.pay(order, outcome, outcome);
        else {
          if (outcome.env !== undefined) order.env = outcome.env;
          orders.setStatus(order, status ?? (outcome.outcome === 'closed' ? 6 : 1));
        }
        return order;
      },
    },
    {
      method: 'POST',
      path: '/local/pay/:outTradeNo/refund',
      async run(request) {
        const { outcome, fen, push } = await request.json(RefundOutcome);
        const order = find(request);
        const waiting = order.refunds.find(({ status }) => status === 'pending');
        const number = `wxuser${order.wxOrderId}${order.refunds.length}`.slice(-32);
        const refund = waiting ?? orders.refund(order, number, fen ?? leftOf(order), null);
        if (outcome === 'pending') {
          refund.dueAt = null;
          store.save();
          return refund;
        }
        orders.endRefund(order, refund, outcome);
        const message = refundMessage(order, refund, clock.now());
        if (push !== 'none') pushes.send(message);
        if (push === 'twice') pushes.send(message);
        return refund;
      },
    },
    {
      method: 'POST',
      path: '/local/pay/:outTradeNo/complaint',
      async run(request) {
        const schema = z.strictObject({ detail: z.string().min(1).default('付款后没有到账') });
        const { detail } = await request.json(schema.prefault({}));
        const order = find(request);
        const complaint = complaints.add(order, detail);
        pushes.send(complaintMessage(order, complaint, clock.now()));
        return complaint;
      },
    },
    {
      method: 'POST',
      path: '/local/pay/:outTradeNo/ios-refund-question',
      async run(request) {
        const order = find(request);
        const started = performance.now();
        const entry = await pushes.deliver(iosRefundQuestion(order, clock.now()));
        if (entry === null) return notFound('function for the refund question of iOS');
        const told = outbox.find(entry.id)?.deliveries.at(-1);
        const durationMs = Math.round(performance.now() - started);
        return { ok: told?.ok ?? false, answer: parse(told?.detail ?? ''), durationMs };
      },
    },
  ];
}

function parse(detail: string): unknown {
  try {
    return JSON.parse(detail);
  } catch {
    return detail;
  }
}
