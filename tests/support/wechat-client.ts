import { account } from '../../devtools/providers/wechat/account';
import { paySignature, userSignature } from '../../devtools/providers/wechat/signatures';

type Body = Record<string, unknown>;

/** A correct client of WeChat's server, for tests of its stub. */
export type WechatClient = {
  get(path: string, query: Record<string, string>): Promise<Body>;
  post(path: string, body: Body): Promise<Body>;
  /** A signed call of virtual payment; `change` falsifies parts of it. */
  xpay(name: string, body: Body, change?: XpayChange): Promise<Body>;
  session(code: string, change?: Record<string, string>): Promise<Body>;
  token(): Promise<string>;
};

type XpayChange = { token?: string; paySig?: string; sessionKey?: string };

export function wechatClient(url: string): WechatClient {
  const ask = async (path: string, body?: string): Promise<Body> => {
    const response = await fetch(
      `${url}${path}`,
      body === undefined ? {} : { method: 'POST', body },
    );
    return (await response.json()) as Body;
  };
  const client: WechatClient = {
    get: (path, query) => ask(`${path}?${new URLSearchParams(query).toString()}`),
    post: (path, body) => ask(path, JSON.stringify(body)),
    async xpay(name, body, change = {}) {
      const text = JSON.stringify(body);
      const appKey = account.appKeys[body['env'] === 1 ? 1 : 0];
      const query = new URLSearchParams({
        access_token: change.token ?? (await client.token()),
        pay_sig: change.paySig ?? paySignature(appKey, `/xpay/${name}`, text),
        ...(change.sessionKey !== undefined && {
          signature: userSignature(change.sessionKey, text),
        }),
      });
      return ask(`/xpay/${name}?${query.toString()}`, text);
    },
    session: (code, change = {}) =>
      client.get('/sns/jscode2session', {
        ...{ appid: account.appId, secret: account.appSecret, js_code: code },
        grant_type: 'authorization_code',
        ...change,
      }),
    async token() {
      const answer = await client.post('/cgi-bin/stable_token', {
        ...{ grant_type: 'client_credential', appid: account.appId, secret: account.appSecret },
      });
      return String(answer['access_token']);
    },
  };
  return client;
}

export type SignOptions = { sessionKey: string; appKey?: string; change?: Body };

/** The arguments that a function returns for `wx.requestVirtualPayment`. */
export function signedPayment(
  outTradeNo: string,
  { productId, priceFen }: { productId: string; priceFen: number },
  { sessionKey, appKey = account.appKeys[0], change = {} }: SignOptions,
): Body {
  const signData = JSON.stringify({
    ...{ offerId: account.offerId, buyQuantity: 1, env: 0, currencyType: 'CNY', productId },
    ...{ goodsPrice: priceFen, outTradeNo, attach: outTradeNo },
    ...change,
  });
  return {
    signData,
    mode: 'short_series_goods',
    paySig: paySignature(appKey, 'requestVirtualPayment', signData),
    signature: userSignature(sessionKey, signData),
  };
}
