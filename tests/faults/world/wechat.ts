import { paymentEnvironment, wechatEnvironment } from '../../../devtools/providers/wechat/account';
import { answerTo } from '../../../devtools/providers/wechat/server';
import { createWechat } from '../../../devtools/providers/wechat/wechat';
import type { Wechat } from '../../../devtools/providers/wechat/wechat';
import { createXpay } from '../../../devtools/providers/wechat/xpay';
import type { PushMessage } from '../../../devtools/emulator/push/message';
import type { Behaviour } from '../../../devtools/providers/http/directives';
import type { Answer, SentRequest } from './http';
import { htmlAnswer, jsonAnswer } from './json-answer';
import type { VirtualTime } from './time';

export const wechatHost = 'wechat.test';
const origin = `http://${wechatHost}`;
/** Environment variables for functions that use sign-in and payments. */
export const wechatVariables = { ...wechatEnvironment(origin), ...paymentEnvironment };

export type WechatServer = {
  /** WeChat's own ledger. */
  wechat: Wechat;
  serve(request: SentRequest, behaviours: readonly Behaviour[], latencyMs: number): Promise<Answer>;
};

const codeLifeMs = 300_000;

/** A fresh `wx.login` code of this user's phone. */
export function codeOf(who: string, id: number): string {
  return `code.${who}.${id}`;
}

/** The stub of WeChat's server in virtual time: the same ledger, and signatures are verified. */
export function createWechatServer(
  time: VirtualTime,
  push: (message: PushMessage, delayMs: number, onSuccess: () => void) => void,
): WechatServer {
  const now = (): number => time.now();
  let pushes = 0;
  const wechat: Wechat = createWechat({
    now,
    file: null,
    findProduct: () => null,
    send(message, delayMs = 0) {
      const id = `push-${(pushes += 1)}`;
      push(message, delayMs, () => wechat.acknowledged(id));
      return id;
    },
    deliver: () => Promise.resolve(null),
  });
  const xpay = createXpay({
    ...{ store: wechat.store, orders: wechat.orders, complaints: wechat.complaints, now },
    billUrl: () => origin,
    refundStarted: (order, refund) => wechat.pushRefund(order, refund, 2_500),
  });

  /** Registers a code when it is used: phones, which would request codes, are not simulated. */
  function know(url: URL): void {
    const code = url.searchParams.get('js_code') ?? '';
    const [, openid] = /^code\.(\w+)\.\d+$/.exec(code) ?? [];
    if (openid === undefined) return;
    wechat.store.state.codes[code] ??= { openid, expiresAt: now() + codeLifeMs, isUsed: false };
  }

  /** Simulates a server that reports the environment of an order instead of refusing one of the other environment. */
  function inAnyEnvironment(text: string, ask: () => object): object {
    const { order_id: id, env } = JSON.parse(text || '{}') as { order_id?: string; env?: 0 | 1 };
    const order = id === undefined ? null : wechat.orders.find(id);
    if (order === null || env === undefined || order.env === env) return ask();
    const own = order.env;
    order.env = env;
    const answer = ask() as { order?: object };
    order.env = own;
    return answer.order === undefined
      ? answer
      : { ...answer, order: { ...answer.order, env_type: own + 1 } };
  }

  return {
    wechat,
    async serve({ method, path, body }, [behaviour], latencyMs) {
      await time.sleep(Math.round(latencyMs / 20));
      const name = behaviour?.name ?? '';
      if (name === 'html502') return htmlAnswer(502);
      if (name === 'cut-before') return { kind: 'cut' };
      if (name === 'busy') return jsonAnswer(200, { errcode: -1, errmsg: 'system error' });
      if (name === 'expired') {
        return jsonAnswer(200, { errcode: 42001, errmsg: 'access_token expired' });
      }
      const url = new URL(`${origin}${path}`);
      know(url);
      const ask = (): object =>
        answerTo(`${method} ${url.pathname}`, url, body.toString(), wechat, xpay);
      const answer = name === 'other-env' ? inAnyEnvironment(body.toString(), ask) : ask();
      if (name === 'hang') return { kind: 'silence' };
      return name === 'cut' ? { kind: 'cut' } : jsonAnswer(200, answer);
    },
  };
}
