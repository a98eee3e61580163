import { signedPayment, wechatClient } from '../support/wechat-client';
import { eventually } from '../support/eventually';
import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';

type Entry = { id: string; dueAt: { $date: string } | null; deliveries: { ok: boolean }[] };
type Body = Record<string, unknown>;

const second = 1000;
const product = { productId: 'credits_60', priceFen: 600 };

let cloud: ProbeCloud;

beforeAll(async () => {
  // Longer than any test: pushes arrive when the clock is moved, or on demand.
  cloud = await startProbeCloud({ pushDelayMs: 60 * second, wechat: { hasPayment: true } });
});
afterAll(() => cloud.close());
beforeEach(async () => {
  cloud.faults([]);
  cloud.cloud.reset({ seed: false });
  cloud.cloud.database.createCollection('received');
  cloud.cloud.database.createCollection('credit_packages');
  const row = { _id: product.productId, name: '60 积分', priceFen: 600, isActive: true };
  cloud.cloud.database.put('credit_packages', [row]);
  await cloud.control('PUT', '/local/clock', { now: Date.UTC(2026, 10, 29, 4) });
});

async function phone(path: string, body: unknown, openid = 'alice'): Promise<Body> {
  const response = await fetch(`${cloud.url}${path}`, {
    ...{ method: 'POST', headers: { 'x-openid': openid }, body: JSON.stringify(body) },
  });
  return (await response.json()) as Body;
}
const control = async (method: string, path: string, body?: unknown) =>
  (await cloud.control(method, path, body)).body as Body;
const outbox = async () => (await cloud.control('GET', '/local/outbox')).body as Entry[];
const received = () =>
  cloud
    .collection('received')
    .rows()
    .map(({ event }) => event as Body);
const moveClock = (offsetMs: number) => {
  const { clock } = cloud.cloud;
  return cloud.control('PUT', '/local/clock', { offsetMs: clock.offsetMs + offsetMs });
};
const orderAtWechat = (number = 'order-00000001') => control('GET', `/local/pay/${number}`);

/** Opens the sheet of a payment made by the app. */
async function open(number = 'order-00000001', platform = 'android'): Promise<Body> {
  const { code } = await phone('/local/code', undefined);
  const session = await wechatClient(wechatUrl()).session(String(code));
  const sessionKey = String(session['session_key']);
  const request = signedPayment(number, product, { sessionKey });
  return phone('/local/client/virtual-payment', { platform, request });
}
const end = (body: object, number = 'order-00000001') =>
  phone(`/local/client/virtual-payment/${number}`, body);

let address = '';
const wechatUrl = () => address;
beforeAll(async () => {
  address = String(await cloud.probe({ do: 'environment', name: 'WECHAT_API_BASE_URL' }));
});

it('gives the functions what they need to call it', async () => {
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await cloud.probe({ do: 'environment', name: 'XPAY_OFFER_ID' })).toBe('1450000001');
});

describe('the sheet', () => {
  it('opens with product and price, and is paid', async () => {
    expect(await open()).toEqual({
      ...{ ok: true, outTradeNo: 'order-00000001', name: '60 积分', priceFen: 600 },
    });
    expect(await end({ outcome: 'paid' })).toMatchObject({ ok: true });
    expect(await orderAtWechat()).toMatchObject({ status: 2, paidFee: 600, openid: 'alice' });
  });

  it('refuses a session that expired meanwhile', async () => {
    const { code } = await phone('/local/code', undefined);
    const session = await wechatClient(wechatUrl()).session(String(code));
    const request = signedPayment('order-00000001', product, {
      sessionKey: String(session['session_key']),
    });
    await control('POST', '/local/wechat/expire', { what: 'session_key', openid: 'alice' });

    expect(await phone('/local/client/virtual-payment', { platform: 'android', request })).toEqual({
      ...{ ok: false, errCode: -15007, errMsg: 'the session_key has expired' },
    });
  });

  it.each([
    [{ outcome: 'cancelled' }, -2, 1],
    [{ outcome: 'failed', errCode: -4 }, -4, 1],
    [{ outcome: 'failed', errCode: -15012 }, -15012, 6],
  ])('ends with %j', async (ending, errCode, status) => {
    await open();
    expect(await end(ending)).toMatchObject({ ok: false, errCode });
    expect(await orderAtWechat()).toMatchObject({ status, paidFee: 0 });
    expect(await outbox()).toEqual([]);
  });

  it('refuses an error that WeChat does not have, and a foreign order', async () => {
    await open();
    expect(await end({ outcome: 'failed', errCode: 7 })).toMatchObject({
      error: { field: 'errCode' },
    });
    const path = '/local/client/virtual-payment/order-00000001';
    expect(await phone(path, { outcome: 'paid' }, 'bob')).toHaveProperty('error');
    expect(await orderAtWechat()).toMatchObject({ status: 1 });
  });
});

describe('the push of a payment', () => {
  it('is repeated after 2, 4, 8 … seconds until it is acknowledged, which delivers the order', async () => {
    cloud.faults([{ service: 'functions', function: 'listener', fault: 'fail-before', times: 3 }]);
    await open();
    await end({ outcome: 'paid' });
    expect(received()).toEqual([]);

    const waits: number[] = [];
    for (const attempt of [1, 2, 3, 4]) {
      await moveClock(60 * second);
      await eventually(async () => expect((await outbox())[0]?.deliveries).toHaveLength(attempt));
      const due = (await outbox())[0]?.dueAt;
      if (due != null)
        waits.push(Math.round((Date.parse(due.$date) - cloud.cloud.clock.now()) / second));
    }

    expect(waits).toEqual([2, 4, 8]);
    expect(received()).toMatchObject([{ OutTradeNo: 'order-00000001', OpenId: 'alice', Env: 0 }]);
    expect(await orderAtWechat()).toMatchObject({ status: 4 });
  });

  it.each([
    ['none', 0],
    ['once', 1],
    ['twice', 2],
  ])('comes %s', async (push, count) => {
    await control('PUT', '/local/pay', [{ push, times: 1 }]);
    await open();
    await end({ outcome: 'paid' });
    expect(await outbox()).toHaveLength(count);
  });

  it('arrives before the phone gets its answer', async () => {
    await control('PUT', '/local/pay', [{ push: 'early' }]);
    await open();
    await end({ outcome: 'paid' });
    expect(received()).toHaveLength(1);
    expect(await orderAtWechat()).toMatchObject({ status: 4 });
  });

  it('may be wrong about the amount and the user, while the ledger is right', async () => {
    const pushFields = { OpenId: 'mallory', GoodsInfo: { ActualPrice: 1 } };
    await control('PUT', '/local/pay', [{ push: 'early', pushFields }]);
    await open();
    await end({ outcome: 'paid' });

    expect(received()).toMatchObject([pushFields]);
    expect(await orderAtWechat()).toMatchObject({ openid: 'alice', paidFee: 600 });
  });

  it('can be forged from one that was sent', async () => {
    await open();
    await end({ outcome: 'paid' });
    const [entry] = await outbox();

    await control('POST', `/local/outbox/${entry?.id ?? ''}/forge`, {
      fields: { OutTradeNo: 'order-99999999' },
    });
    expect(received()).toMatchObject([{ OutTradeNo: 'order-99999999', OpenId: 'alice' }]);
    expect(await orderAtWechat()).toMatchObject({ status: 2 });
  });
});

describe('POST /local/pay/<outTradeNo>', () => {
  const pay = (body: object, more = '') =>
    control('POST', `/local/pay/order-00000001${more}`, body);
  const stranger = { openid: 'alice', productId: 'credits_60', push: 'none' };

  it('pays an order that no phone opened, given its owner', async () => {
    expect(await pay({ outcome: 'paid' })).toHaveProperty('error.message');
    expect(await pay({ outcome: 'paid', ...stranger })).toMatchObject({ status: 2, paidFee: 600 });
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('gives it the status %i', async (status) => {
    await pay({ outcome: 'paid', ...stranger });
    expect(await pay({ outcome: 'pending', status })).toMatchObject({ status });
  });

  it('pays less, with a coupon, in the other environment, on iOS, for another user, and after it was closed', async () => {
    await open();
    expect(await pay({ outcome: 'closed' })).toMatchObject({ status: 6 });
    const body = { couponFen: 100, paidFen: 1, env: 1, platform: 'ios', openid: 'bob' };
    expect(await pay({ outcome: 'paid', ...body })).toMatchObject({
      ...{ status: 2, couponFee: 100, paidFee: 1, orderFee: 600, env: 1 },
      ...{ platform: 'ios', openid: 'bob' },
    });
  });

  it('makes a refund on the side of WeChat, and pushes it', async () => {
    await pay({ outcome: 'paid', ...stranger });
    await pay({ fen: 200 }, '/refund');
    expect(await orderAtWechat()).toMatchObject({ refunds: [{ status: 'done', fee: 200 }] });

    const [entry] = await outbox();
    await control('POST', `/local/outbox/${entry?.id ?? ''}/redeliver`);
    const [message] = received();
    expect(message).toMatchObject({
      ...{ Event: 'xpay_refund_notify', MchOrderId: 'order-00000001', RefundFee: 200, RetCode: 0 },
    });
    expect(message).not.toHaveProperty('OutTradeNo');
  });

  it('files a complaint', async () => {
    await pay({ outcome: 'paid', ...stranger });
    expect(await pay({ detail: '没有到账' }, '/complaint')).toMatchObject({ state: 'PENDING' });
    expect(await outbox()).toMatchObject([{ payload: { ComplaintDetail: '没有到账' } }]);
  });

  it("sends Apple's question and reports the answer", async () => {
    await pay({ outcome: 'paid', ...stranger, platform: 'ios' });
    expect(await pay({}, '/ios-refund-question')).toMatchObject({
      ok: true,
      answer: { ErrCode: 0 },
    });
    expect(received()).toMatchObject([
      { product_id: 'credits_60', pay_order_id: 'order-00000001' },
    ]);
  });
});

it('is part of an export, and gone after a reset', async () => {
  await open();
  await end({ outcome: 'paid' });
  const state = await control('GET', '/local/export');
  expect(state).toMatchObject({ wechat: { codes: {}, sessions: {}, tokens: [] } });
  cloud.cloud.reset({ seed: false });
  expect((await cloud.control('GET', '/local/pay/order-00000001')).status).toBe(404);

  await control('POST', '/local/import', state);
  expect(await orderAtWechat()).toMatchObject({ status: 2 });
});
