import { account } from '../../../devtools/providers/wechat/account';
import { PaymentFailure } from '../../../devtools/providers/wechat/error';
import { openSheet } from '../../../devtools/providers/wechat/phone';
import { startWechatServer } from '../../../devtools/providers/wechat/server';
import type { WechatServer } from '../../../devtools/providers/wechat/server';
import {
  paySignature,
  pushSignature,
  userSignature,
} from '../../../devtools/providers/wechat/signatures';
import { createWechat } from '../../../devtools/providers/wechat/wechat';
import type { Wechat } from '../../../devtools/providers/wechat/wechat';
import { signedPayment, wechatClient } from '../../support/wechat-client';
import type { WechatClient } from '../../support/wechat-client';

const minute = 60_000;
const product = { productId: 'credits_60', priceFen: 600 };

let now = 0;
let sent: Record<string, unknown>[] = [];
let wechat: Wechat;
let server: WechatServer;
let client: WechatClient;

beforeAll(async () => {
  wechat = createWechat({
    now: () => now,
    file: null,
    findProduct: (id) =>
      id === product.productId
        ? { name: '60 积分', priceFen: product.priceFen, isPublished: true }
        : null,
    send(message) {
      sent.push(message);
      return `push-${sent.length}`;
    },
    deliver: () => Promise.resolve(null),
  });
  server = await startWechatServer(wechat, () => now);
  client = wechatClient(server.url);
});
afterAll(() => server.close());
beforeEach(() => {
  now = Date.UTC(2026, 10, 29, 4);
  sent = [];
  wechat.reset();
});

async function sessionOf(openid: string): Promise<string> {
  return String((await client.session(wechat.sessions.login(openid)))['session_key']);
}

/** Places and pays an order of alice. */
async function paid(outTradeNo = 'order-00000001', platform: 'android' | 'ios' = 'android') {
  const payment = signedPayment(outTradeNo, product, { sessionKey: await sessionOf('alice') });
  const { order } = openSheet('alice', payment, platform, wechat);
  await wechat.pay(order, {});
  return order;
}

const query = (more: object = {}) => ({
  openid: 'alice',
  order_id: 'order-00000001',
  env: 0,
  ...more,
});

describe('signatures', () => {
  const body = '{"openid": "xxx", "user_ip": "127.0.0.1", "env": 0}';
  const signData =
    '{"offerId":"1450000001","buyQuantity":1,"env":0,"currencyType":"CNY","productId":"credits_100","goodsPrice":990,"outTradeNo":"o20261128abcdef01","attach":"o20261128abcdef01"}';
  const key = '9hAb/NEYUlkaMBEsmFgzig==';

  it.each([
    [
      'a server call',
      paySignature('12345', '/xpay/query_user_balance', body),
      'c37809f27c6d7fd1837ad2500a04512b66b34fd793a39a385fade56dca89a4b5',
    ],
    [
      'a session',
      userSignature(key, body),
      '089d9e8dc5d308977360c4b79ec600a93d736802802a807d634192328032f6c7',
    ],
    [
      'the phone',
      paySignature('12345', 'requestVirtualPayment', signData),
      '25dba929d2b2fcf1730b60a3b9700d8108d10083826cc58dea00dad8c860cd25',
    ],
    [
      'the session on the phone',
      userSignature(key, signData),
      '2e071f92349fbeee098f6c9acb5c8b23185dfbc429763514560164a1006a2060',
    ],
    [
      'the address of a push',
      pushSignature('AAAAA', '1714036504', '1514711492'),
      'f464b24fc39322e44b38aa78f5edd27bd1441696',
    ],
  ])('agree with the vector of %s', (_what, signature, expected) => {
    expect(signature).toBe(expected);
  });
});

describe('jscode2session', () => {
  it('gives the openid of the user who logged in, and a key', async () => {
    const answer = await client.session(wechat.sessions.login('alice'));

    expect(answer).toMatchObject({ openid: 'alice', errcode: 0 });
    expect(Buffer.from(String(answer['session_key']), 'base64')).toHaveLength(16);
  });

  it('takes a code once', async () => {
    const code = wechat.sessions.login('alice');
    await client.session(code);
    expect(await client.session(code)).toMatchObject({ errcode: 40163 });
  });

  it('refuses a code after five minutes, and one it never gave', async () => {
    const code = wechat.sessions.login('alice');
    now += 5 * minute;
    expect(await client.session(code)).toMatchObject({ errcode: 40029 });
    expect(await client.session('invented')).toMatchObject({ errcode: 40029 });
  });

  it.each([
    ['appid', 'wx-other', 40013],
    ['secret', 'guessed', 40125],
    ['grant_type', 'password', 40029],
  ])('refuses another %s', async (field, value, errcode) => {
    const code = wechat.sessions.login('alice');
    expect(await client.session(code, { [field]: value })).toMatchObject({ errcode });
    expect(await client.session(code)).toMatchObject({ errcode: 0 });
  });
});

describe('stable_token', () => {
  it('gives the same token until it nearly ends, then both are valid', async () => {
    const first = await client.token();
    expect(await client.token()).toBe(first);

    now += 116 * minute;
    const second = await client.token();
    expect(second).not.toBe(first);
    const rank = { appid: account.appId, openid: 'alice', scene: 1 };
    for (const token of [first, second]) {
      const path = `/wxa/getuserriskrank?access_token=${token}`;
      expect(await client.post(path, rank)).toMatchObject({ errcode: 0, risk_rank: 0 });
    }
  });

  it('refuses an expired token, an unknown one, and none', async () => {
    const token = await client.token();
    wechat.sessions.expireTokens();
    expect(await client.xpay('query_order', query(), { token })).toMatchObject({ errcode: 42001 });
    expect(await client.xpay('query_order', query(), { token: 'guessed' })).toMatchObject({
      errcode: 40001,
    });
    expect(await client.xpay('query_order', query(), { token: '' })).toMatchObject({
      errcode: 41001,
    });
  });

  it('refuses another secret', async () => {
    const body = { grant_type: 'client_credential', appid: account.appId, secret: 'guessed' };
    expect(await client.post('/cgi-bin/stable_token', body)).toMatchObject({ errcode: 40125 });
  });
});

it('checksession distinguishes a valid key from another one', async () => {
  const key = await sessionOf('alice');
  const access_token = await client.token();
  const check = (signature: string) =>
    client.get('/wxa/checksession', {
      ...{ access_token, openid: 'alice', sig_method: 'hmac_sha256', signature },
    });

  expect(await check(userSignature(key, ''))).toMatchObject({ errcode: 0 });
  expect(await check(userSignature('other', ''))).toMatchObject({ errcode: 87009 });
  wechat.sessions.expireSession('alice');
  expect(await check(userSignature(key, ''))).toMatchObject({ errcode: 87009 });
});

describe('the sheet of the phone', () => {
  const open = (payment: unknown, platform: 'android' | 'ios' = 'android', openid = 'alice') =>
    openSheet(openid, payment, platform, wechat);

  function errCodeOf(run: () => unknown): number | null {
    try {
      run();
      return null;
    } catch (error) {
      if (error instanceof PaymentFailure) return error.errCode;
      throw error;
    }
  }

  it('shows what the signed data say', async () => {
    const payment = signedPayment('order-00000001', product, {
      sessionKey: await sessionOf('alice'),
    });
    const { order, product: shown } = open(payment);

    expect(shown.name).toBe('60 积分');
    expect(order).toMatchObject({ status: 1, orderFee: 600, openid: 'alice', env: 0 });
  });

  it.each<[string, Record<string, unknown>, number]>([
    ['another offer', { offerId: '1450000002' }, -15008],
    ['another currency', { currencyType: 'USD' }, -15004],
    ['an unknown product', { productId: 'credits_61' }, -15010],
    ['another price than the console', { goodsPrice: 599 }, -15013],
    ['a number that is too short', { outTradeNo: 'short' }, -15001],
    ['a number that begins with _', { outTradeNo: '_order-0000001' }, -15001],
    ['a quantity of none', { buyQuantity: 0 }, -15001],
    ['an unknown environment', { env: 2 }, -15011],
  ])('refuses %s', async (_what, change, errCode) => {
    const sessionKey = await sessionOf('alice');
    const payment = signedPayment('order-00000001', product, { sessionKey, change });
    expect(errCodeOf(() => open(payment))).toBe(errCode);
  });

  it('refuses wrong signatures, and data that were changed after signing', async () => {
    const sessionKey = await sessionOf('alice');
    const payment = signedPayment('order-00000001', product, { sessionKey });
    const { signData } = payment as { signData: string };

    for (const [change, errCode] of [
      [{ paySig: '0'.repeat(64) }, -15006],
      [{ signature: '0'.repeat(64) }, -15005],
      [{ signData: signData.replace('credits_60', 'credits_61') }, -15006],
      [{ signData: '{' }, -15016],
      [{ mode: 'short_series_coin' }, -15001],
      [{ signature: undefined }, 1001],
    ] as const)
      expect(errCodeOf(() => open({ ...payment, ...change }))).toBe(errCode);
  });

  it("refuses another user's signature and an expired session", async () => {
    const payment = signedPayment('order-00000001', product, {
      sessionKey: await sessionOf('alice'),
    });
    expect(errCodeOf(() => open(payment, 'android', 'bob'))).toBe(-15007);
    await sessionOf('bob');
    expect(errCodeOf(() => open(payment, 'android', 'bob'))).toBe(-15005);
    wechat.sessions.expireSession('alice');
    expect(errCodeOf(() => open(payment))).toBe(-15007);
  });

  it('takes a number once', async () => {
    await paid();
    const sessionKey = await sessionOf('alice');
    const again = signedPayment('order-00000001', product, { sessionKey });
    expect(errCodeOf(() => open(again))).toBe(-15002);
  });

  it('knows no sandbox on iOS', async () => {
    const sessionKey = await sessionOf('alice');
    const sandbox = signedPayment('order-00000001', product, {
      ...{ sessionKey, appKey: account.appKeys[1], change: { env: 1 } },
    });
    expect(errCodeOf(() => open(sandbox, 'ios'))).toBe(-15011);
    expect(open(sandbox).order.env).toBe(1);
  });
});

describe('query_order', () => {
  it('returns a paid order and its amounts', async () => {
    await paid();
    const { order } = await client.xpay('query_order', query());

    expect(order).toMatchObject({
      ...{ order_id: 'order-00000001', status: 2, order_type: 0, env_type: 1 },
      ...{ order_fee: 600, paid_fee: 600, coupon_fee: 0, left_fee: 600, refund_fee: 0 },
      ...{ paid_time: now / 1000, provide_time: 0 },
    });
  });

  it('finds it by the number of WeChat, but not by both', async () => {
    const { wxOrderId } = await paid();
    const byTheirs = { openid: 'alice', wx_order_id: wxOrderId, env: 0 };
    expect(await client.xpay('query_order', byTheirs)).toMatchObject({ errcode: 0 });
    expect(
      await client.xpay('query_order', { ...byTheirs, order_id: 'order-00000001' }),
    ).toMatchObject({ errcode: 268490002 });
  });

  it.each<[string, Record<string, unknown>, number]>([
    ["another user's order", { openid: 'bob' }, 268490001],
    ['an order of the other environment', { env: 1 }, 268490002],
    ['an order that is not there', { order_id: 'order-00000002' }, 268490002],
  ])('refuses %s', async (_what, change, errcode) => {
    await paid();
    expect(await client.xpay('query_order', query(change))).toMatchObject({ errcode });
  });

  it('refuses a wrong signature', async () => {
    await paid();
    expect(await client.xpay('query_order', query(), { paySig: '0'.repeat(64) })).toMatchObject({
      errcode: 268490003,
    });
  });
});

it('query_user_balance also requires the signature of the session', async () => {
  const sessionKey = await sessionOf('alice');
  const body = { openid: 'alice', env: 0, user_ip: '127.0.0.1' };

  expect(await client.xpay('query_user_balance', body, { sessionKey })).toMatchObject({
    ...{ errcode: 0, balance: 0 },
  });
  expect(await client.xpay('query_user_balance', body)).toMatchObject({ errcode: 268490003 });
  wechat.sessions.expireSession('alice');
  expect(await client.xpay('query_user_balance', body, { sessionKey })).toMatchObject({
    errcode: 268490009,
  });
});

describe('a delivery', () => {
  it('is requested by a push, and recorded once that was answered', async () => {
    const order = await paid();
    expect(sent).toMatchObject([
      {
        ...{ Event: 'xpay_goods_deliver_notify', MsgType: 'event', OpenId: 'alice', Env: 0 },
        OutTradeNo: 'order-00000001',
        GoodsInfo: { ProductId: 'credits_60', Quantity: 1, OrigPrice: 600, ActualPrice: 600 },
      },
    ]);
    wechat.acknowledged('push-1');
    expect(order).toMatchObject({ status: 4, providedAt: now });
  });

  it('can be reported, once', async () => {
    const order = await paid();
    const { openid: _openid, ...numbers } = query();
    expect(await client.xpay('notify_provide_goods', numbers)).toMatchObject({ errcode: 0 });
    expect(await client.xpay('notify_provide_goods', numbers)).toMatchObject({
      errcode: 268490004,
    });
    expect(order.status).toBe(4);
  });
});

describe('refund_order', () => {
  const request = (more: object = {}) => ({
    ...query({ refund_order_id: 'refund-000001', left_fee: 600, refund_fee: 200 }),
    ...{ biz_meta: '', refund_reason: '0', req_from: '2' },
    ...more,
  });

  it('only begins a refund; a query says when it is done', async () => {
    await paid();
    expect(await client.xpay('refund_order', request())).toMatchObject({
      ...{ errcode: 0, refund_order_id: 'refund-000001', pay_order_id: 'order-00000001' },
    });
    const { order: waiting } = await client.xpay('query_order', query());
    expect(waiting).toMatchObject({ status: 2, left_fee: 400, refund_fee: 0 });

    now += 2000;
    const { order: done } = await client.xpay('query_order', query());
    expect(done).toMatchObject({ status: 2, left_fee: 400, refund_fee: 200 });
    const { order: refund } = await client.xpay(
      'query_order',
      query({ order_id: 'refund-000001' }),
    );
    expect(refund).toMatchObject({ order_type: 1, status: 5, refund_fee: 200 });
  });

  it('ends the order when everything went back', async () => {
    await paid();
    await client.xpay('refund_order', request({ refund_fee: 600 }));
    now += 2000;
    expect(await client.xpay('query_order', query())).toMatchObject({
      order: { status: 5, left_fee: 0, refund_fee: 600 },
    });
  });

  it('is done once, however often it is repeated', async () => {
    await paid();
    await client.xpay('refund_order', request());
    expect(await client.xpay('refund_order', request())).toMatchObject({ errcode: 268490014 });
    now += 2000;
    expect(await client.xpay('refund_order', request())).toMatchObject({ errcode: 268490004 });
    expect(await client.xpay('query_order', query())).toMatchObject({ order: { refund_fee: 200 } });
  });

  it.each<[string, object, number]>([
    ['more than is left', { refund_fee: 601 }, 268490002],
    ['an old left_fee', { left_fee: 500 }, 268490016],
    ['an id that is too short', { refund_order_id: 'short' }, 268490002],
    ['nothing', { refund_fee: 0 }, 268490002],
    ["another user's order", { openid: 'bob' }, 268490001],
  ])('refuses %s', async (_what, change, errcode) => {
    await paid();
    expect(await client.xpay('refund_order', request(change))).toMatchObject({ errcode });
    expect(sent).toHaveLength(1);
  });

  it("refuses Apple's orders, unpaid ones, and those older than a year", async () => {
    await paid('order-00000001', 'ios');
    expect(await client.xpay('refund_order', request())).toMatchObject({ errcode: 268490002 });

    const { outTradeNo } = await paid('order-00000002');
    now += 366 * 24 * 60 * minute;
    expect(await client.xpay('refund_order', request({ order_id: outTradeNo }))).toMatchObject({
      errcode: 268490002,
    });
  });
});

describe('download_bill', () => {
  it('lists payments and refunds of the days, for half an hour', async () => {
    const order = await paid();
    wechat.orders.endRefund(order, wechat.orders.refund(order, 'refund-000001', 200), 'done');
    const { url } = await client.xpay('download_bill', {
      ...{ begin_ds: 20261129, end_ds: 20261129, env: 0 },
    });

    const bill = await (await fetch(String(url))).text();
    expect(bill.trim().split('\n')).toEqual([
      expect.stringContaining('订单号'),
      'order-00000001,wx0000000001,支付,2026-11-29 12:00:00,credits_60,600,0,600',
      'refund-000001,wxr0000000002,退款,2026-11-29 12:00:00,credits_60,600,0,-200',
    ]);
    now += 31 * minute;
    expect((await fetch(String(url))).status).toBe(403);
  });
});

it('complaints are listed, answered and completed', async () => {
  const { complaintId } = wechat.complaints.add(await paid(), '没有到账');
  const one = { complaint_id: complaintId };

  expect(await client.xpay('get_complaint_list', { offset: 0, limit: 10 })).toMatchObject({
    total: 1,
    complaints: [{ complaint_state: 'PENDING', complaint_detail: '没有到账' }],
  });
  expect(await client.xpay('complete_complaint', one)).toMatchObject({ errcode: 268490002 });
  await client.xpay('response_complaint', { ...one, response_content: '已补发' });
  expect(await client.xpay('complete_complaint', one)).toMatchObject({ errcode: 0 });
  expect(await client.xpay('get_complaint_detail', one)).toMatchObject({
    complaint: { complaint_state: 'PROCESSED', payer_openid: 'alice' },
  });
});

describe('rules', () => {
  it('answer an API with an error, so often', async () => {
    await paid();
    wechat.apiRules.set([
      { api: 'query_order', errcode: -1, errmsg: 'busy', times: 1, isAnswerLost: false },
    ]);
    expect(await client.xpay('query_order', query())).toMatchObject({ errcode: -1 });
    expect(await client.xpay('query_order', query())).toMatchObject({ errcode: 0 });
  });

  it('lose an answer after the deed', async () => {
    const order = await paid();
    wechat.apiRules.set([
      { api: 'notify_provide_goods', errmsg: '', times: 1, isAnswerLost: true },
    ]);
    const { openid: _openid, ...numbers } = query();
    await expect(client.xpay('notify_provide_goods', numbers)).rejects.toThrow('fetch failed');
    expect(order.status).toBe(4);
  });
});
