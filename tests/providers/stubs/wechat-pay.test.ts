import { createDecipheriv, sign, verify } from 'node:crypto';
import { account } from '../../../devtools/providers/wechat/account';
import { startWechatServer } from '../../../devtools/providers/wechat/server';
import type { WechatServer } from '../../../devtools/providers/wechat/server';
import { createWechat } from '../../../devtools/providers/wechat/wechat';
import type { Wechat } from '../../../devtools/providers/wechat/wechat';

let wechat: Wechat;
let server: WechatServer;
let environment: Record<string, string>;

beforeAll(async () => {
  wechat = createWechat({
    ...{ now: Date.now, file: null, findProduct: () => null, send: () => null },
    deliver: () => Promise.resolve(null),
  });
  server = await startWechatServer(wechat, Date.now);
  environment = server.environment({ hasPayment: true });
});
afterAll(() => server.close());
beforeEach(() => wechat.reset());

const signed = (message: string): string =>
  sign('RSA-SHA256', Buffer.from(message), environment['WXPAY_PRIVATE_KEY'] ?? '').toString(
    'base64',
  );

type Call = { timestamp?: number; serial?: string; signedBody?: string };

async function call(method: string, target: string, body?: object, change: Call = {}) {
  const text = body === undefined ? '' : JSON.stringify(body);
  const { timestamp = Math.floor(Date.now() / 1000), serial = account.merchantSerial } = change;
  const message = `${method}\n${target}\n${timestamp}\nnonce\n${change.signedBody ?? text}\n`;
  const parts = {
    ...{ mchid: account.merchantId, nonce_str: 'nonce', timestamp, serial_no: serial },
    signature: signed(message),
  };
  const authorization = Object.entries(parts).map(([name, value]) => `${name}="${value}"`);
  const response = await fetch(`${server.url}${target}`, {
    method,
    headers: { authorization: `WECHATPAY2-SHA256-RSA2048 ${authorization.join(',')}` },
    ...(text !== '' && { body: text }),
  });
  const answer = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text: answer,
    body: (answer === '' ? null : JSON.parse(answer)) as Record<string, unknown> | null,
  };
}

const order = (more: object = {}) => ({
  ...{ appid: account.appId, mchid: account.merchantId, description: '一本画册' },
  ...{ out_trade_no: 'album-0001', notify_url: 'http://127.0.0.1:9/notify' },
  ...{ amount: { total: 4900, currency: 'CNY' }, payer: { openid: 'alice' } },
  ...more,
});
const jsapi = '/v3/pay/transactions/jsapi';
const queryPath = `/v3/pay/transactions/out-trade-no/album-0001?mchid=${account.merchantId}`;

function sheet(prepayId: unknown, change: object = {}) {
  const fields = {
    timeStamp: '1764400000',
    nonceStr: 'nonce',
    package: `prepay_id=${String(prepayId)}`,
  };
  const { timeStamp, nonceStr, package: prepared } = fields;
  const paySign = signed(`${account.appId}\n${timeStamp}\n${nonceStr}\n${prepared}\n`);
  return { ...fields, signType: 'RSA', paySign, ...change };
}

describe('WeChat Pay v3', () => {
  it('prepares, is paid, and says so in a signed answer', async () => {
    const { body } = await call('POST', jsapi, order());
    const shown = wechat.merchant.openSheet('alice', sheet(body?.['prepay_id']));
    expect(shown).toMatchObject({ totalFen: 4900, description: '一本画册' });
    wechat.merchant.end('album-0001', 'SUCCESS');

    const answer = await call('GET', queryPath);
    expect(answer.body).toMatchObject({ trade_state: 'SUCCESS', amount: { total: 4900 } });
    const header = (name: string) => answer.headers.get(`wechatpay-${name}`) ?? '';
    const message = `${header('timestamp')}\n${header('nonce')}\n${answer.text}\n`;
    const key = environment['WXPAY_PLATFORM_PUBLIC_KEY'] ?? '';
    const signature = Buffer.from(header('signature'), 'base64');
    expect(verify('RSA-SHA256', Buffer.from(message), key, signature)).toBe(true);
    expect(header('serial')).toBe(environment['WXPAY_PLATFORM_SERIAL_NO']);
  });

  it.each<[string, Call]>([
    ['a body that was changed after signing', { signedBody: '{}' }],
    ['an old timestamp', { timestamp: 1_700_000_000 }],
    ['another certificate', { serial: 'OTHER' }],
  ])('refuses %s', async (_what, change) => {
    expect(await call('POST', jsapi, order(), change)).toMatchObject({
      status: 401,
      body: { code: 'SIGN_ERROR' },
    });
  });

  it.each<[string, object]>([
    ['notify_url', { notify_url: 'https://shop.example/notify?a=1' }],
    ['amount.total', { amount: { total: 0, currency: 'CNY' } }],
    ['description', { description: 'x'.repeat(128) }],
    ['out_trade_no', { out_trade_no: 'a b' }],
    ['mchid', { mchid: '1' }],
  ])('names a wrong %s', async (message, change) => {
    expect(await call('POST', jsapi, order(change))).toMatchObject({
      status: 400,
      body: { code: 'PARAM_ERROR', message },
    });
  });

  it('prepares the same order again, but not another one under its number', async () => {
    await call('POST', jsapi, order());
    expect((await call('POST', jsapi, order())).status).toBe(200);
    expect(
      (await call('POST', jsapi, order({ amount: { total: 1, currency: 'CNY' } }))).body,
    ).toMatchObject({ code: 'OUT_TRADE_NO_USED' });
  });

  it('closes an unpaid order only', async () => {
    const close = '/v3/pay/transactions/out-trade-no/album-0001/close';
    await call('POST', jsapi, order());
    wechat.merchant.end('album-0001', 'SUCCESS');
    expect((await call('POST', close, { mchid: account.merchantId })).body).toMatchObject({
      code: 'ORDERPAID',
    });

    wechat.merchant.end('album-0001', 'NOTPAY');
    expect((await call('POST', close, { mchid: account.merchantId })).status).toBe(204);
    expect((await call('GET', queryPath)).body).toMatchObject({ trade_state: 'CLOSED' });
    expect((await call('POST', jsapi, order())).body).toMatchObject({ code: 'ORDER_CLOSED' });
  });

  it('refunds once per number, and never more than was paid', async () => {
    await call('POST', jsapi, order());
    wechat.merchant.end('album-0001', 'SUCCESS');
    const refund = (number: string, fen: number) =>
      call('POST', '/v3/refund/domestic/refunds', {
        ...{ out_trade_no: 'album-0001', out_refund_no: number },
        amount: { refund: fen, total: 4900, currency: 'CNY' },
      });

    const first = await refund('r1', 4000);
    expect(first.body).toMatchObject({ status: 'SUCCESS', amount: { refund: 4000 } });
    expect((await refund('r1', 4000)).body).toEqual(first.body);
    expect((await refund('r2', 901)).body).toMatchObject({ code: 'NOT_ENOUGH' });
    expect((await refund('r2', 900)).status).toBe(200);
  });

  it('encrypts its notification with the v3 key', async () => {
    await call('POST', jsapi, order());
    const paid = wechat.merchant.end('album-0001', 'SUCCESS');
    if (paid === null) throw new Error('no order');
    const { resource } = JSON.parse(wechat.merchant.notification(paid).body) as {
      resource: Record<'ciphertext' | 'nonce' | 'associated_data', string>;
    };

    const sealed = Buffer.from(resource.ciphertext, 'base64');
    const key = Buffer.from(environment['WXPAY_API_V3_KEY'] ?? '');
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(resource.nonce));
    decipher.setAAD(Buffer.from(resource.associated_data));
    decipher.setAuthTag(sealed.subarray(-16));
    const plain =
      decipher.update(sealed.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8');
    expect(JSON.parse(plain)).toMatchObject({ out_trade_no: 'album-0001', trade_state: 'SUCCESS' });
  });
});

describe('the sheet of wx.requestPayment', () => {
  it.each<[string, (prepayId: unknown) => [string, object]]>([
    ['a wrong paySign', (id) => ['alice', sheet(id, { paySign: 'AAAA' })]],
    ['another user', (id) => ['bob', sheet(id)]],
    ['another prepay_id', () => ['alice', sheet('wx123')]],
    ['another kind of signature', (id) => ['alice', sheet(id, { signType: 'MD5' })]],
  ])('refuses %s', async (_what, change) => {
    const { body } = await call('POST', jsapi, order());
    const [openid, parameters] = change(body?.['prepay_id']);
    expect(() => wechat.merchant.openSheet(openid, parameters)).toThrow();
  });
});
