import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../http/server';
import type { Call, StubServer } from '../http/server';
import { account, appKeyOf, paymentEnvironment, wechatEnvironment } from './account';
import { billOf } from './bill';
import { WechatError, wechatError } from './error';
import { MerchantError } from './merchant-views';
import type { Wechat } from './wechat';
import { isSame, paySignature, userSignature } from './signatures';
import { createXpay } from './xpay';
import type { Xpay } from './xpay';

type Body = Record<string, unknown>;

export type WechatServer = {
  url: string;
  /** Variables for the functions that call the server. */
  environment(options: { hasPayment: boolean }): Record<string, string>;
  close(): Promise<void>;
};

const refundPushMs = 2500;

/** A local stub of `api.weixin.qq.com` and `api.mch.weixin.qq.com`. Every answer takes `latencyMs`. */
export async function startWechatServer(
  wechat: Wechat,
  now: () => number,
  { latencyMs = 0 } = {},
): Promise<WechatServer> {
  let server: StubServer | null = null;
  const origin = (): string => server?.origin ?? '';
  const xpay = createXpay({
    ...{ store: wechat.store, orders: wechat.orders, complaints: wechat.complaints, now },
    billUrl: (begin, end, env) =>
      `${origin()}/bill?${new URLSearchParams({ begin: `${begin}`, end: `${end}`, env: `${env}`, until: `${now() + 30 * 60_000}` }).toString()}`,
    refundStarted: (order, refund) => wechat.pushRefund(order, refund, refundPushMs),
  });
  server = await listen('wechat', 0, async (call) => {
    if (latencyMs > 0) await sleep(latencyMs);
    await serve(call, wechat, xpay, now);
  });
  return {
    url: origin(),
    environment: ({ hasPayment }) => ({
      ...wechatEnvironment(origin()),
      ...(hasPayment && { ...paymentEnvironment, WXPAY_BASE_URL: origin() }),
      ...(hasPayment && wechat.keys.environment()),
    }),
    close: () => server.close(),
  };
}

async function serve(call: Call, wechat: Wechat, xpay: Xpay, now: () => number): Promise<void> {
  const url = new URL(call.request.url ?? '/', 'http://stub');
  const text = await call.body();
  if (url.pathname === '/bill') {
    serveBill(call, url, wechat, now);
    return;
  }
  if (url.pathname.startsWith('/v3/')) {
    serveMerchant(call, url, text, wechat);
    return;
  }
  const api = url.pathname.split('/').at(-1) ?? '';
  const rule = wechat.apiRules.take((known) => known.api === api);
  if (rule?.status !== undefined) {
    call.response.writeHead(rule.status, { 'content-type': 'text/html' }).end('<html></html>');
    return;
  }
  const answer =
    rule?.errcode === undefined
      ? answerTo(call.name, url, text, wechat, xpay)
      : { errcode: rule.errcode, errmsg: rule.errmsg };
  if (rule?.isAnswerLost === true) call.response.destroy();
  else sendJson(call, 200, answer);
}

/** `name` is the method and path. */
export function answerTo(name: string, url: URL, text: string, wechat: Wechat, xpay: Xpay): Body {
  return answerOf(() => route(name, url, text, wechat, xpay));
}

function answerOf(run: () => Body): Body {
  try {
    return { errcode: 0, errmsg: 'ok', ...run() };
  } catch (error) {
    if (!(error instanceof WechatError)) throw error;
    return { errcode: error.errcode, errmsg: error.message };
  }
}

function route(name: string, url: URL, text: string, wechat: Wechat, xpay: Xpay): Body {
  const { sessions } = wechat;
  const { searchParams: query } = url;
  const token = query.get('access_token');
  switch (name) {
    case 'GET /sns/jscode2session':
      return sessions.toSession(query);
    case 'POST /cgi-bin/stable_token':
      return sessions.stableToken(parseBody(text));
    case 'GET /wxa/checksession':
      sessions.checkToken(token);
      return sessions.checkSession(query);
    case 'POST /wxa/getuserriskrank':
      sessions.checkToken(token);
      return riskRank(parseBody(text), wechat);
    default: {
      const api = /^POST (\/xpay\/(\w+))$/.exec(name);
      if (api === null) throw wechatError(-1, `there is no ${name}`);
      sessions.checkToken(token);
      const [, path = '', call = ''] = api;
      const body = parseBody(text);
      checkSignatures(path, call, query, text, body, wechat, xpay);
      const answer = xpay.call(call, body);
      if (answer === null) throw wechatError(-1, `${path} is not built`);
      return answer;
    }
  }
}

function checkSignatures(
  path: string,
  name: string,
  query: URLSearchParams,
  text: string,
  body: Body,
  { sessions }: Wechat,
  xpay: Xpay,
): void {
  // Requests about complaints have no `env`; they are signed with the live key.
  const appKey = appKeyOf(body['env'] ?? 0);
  if (appKey === null) throw wechatError(268490002, 'env');
  if (!isSame(query.get('pay_sig'), paySignature(appKey, path, text))) throw wechatError(268490003);
  if (!xpay.needsUser(name)) return;
  const key = sessions.keyOf(String(body['openid']));
  if (key === null) throw wechatError(268490009);
  if (!isSame(query.get('signature'), userSignature(key, text)))
    throw wechatError(268490003, 'signature');
}

function riskRank(body: Body, { store }: Wechat): Body {
  const { appid, openid, scene } = body;
  if (appid !== account.appId) throw wechatError(40013);
  if (typeof openid !== 'string' || openid === '') throw wechatError(40003);
  if (![0, 1, 2].includes(Number(scene))) throw wechatError(47001, 'scene');
  return { risk_rank: store.state.riskRanks[openid] ?? 0, unoin_id: 1 };
}

function parseBody(text: string): Body {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body;
  } catch {
    // Treated like JSON that is not an object.
  }
  throw wechatError(47001);
}

function serveMerchant(call: Call, url: URL, body: string, { merchant }: Wechat): void {
  const target = `${url.pathname}${url.search}`;
  const { method = 'GET', headers } = call.request;
  try {
    const { authorization } = headers;
    const answer = merchant.call({ method, target, authorization, body });
    const text = answer.body === null ? '' : JSON.stringify(answer.body);
    call.response
      .writeHead(answer.status, { 'content-type': 'application/json', ...merchant.sign(text) })
      .end(text);
  } catch (error) {
    if (!(error instanceof MerchantError)) throw error;
    sendJson(call, error.status, { code: error.code, message: error.message });
  }
}

function serveBill(call: Call, url: URL, wechat: Wechat, now: () => number): void {
  const number = (name: string): number => Number(url.searchParams.get(name));
  if (now() > number('until')) {
    call.response.writeHead(403).end('the address has expired');
    return;
  }
  const orders = Object.values(wechat.store.state.orders).filter(
    ({ env }) => env === number('env'),
  );
  call.response
    .writeHead(200, { 'content-type': 'text/csv; charset=utf-8' })
    .end(billOf(orders, number('begin'), number('end')));
}

function sendJson({ response }: Call, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=UTF-8' })
    .end(JSON.stringify(body));
}
