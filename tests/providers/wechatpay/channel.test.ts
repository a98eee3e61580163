import { createCipheriv } from 'node:crypto';
import { systemClock } from '../../../cloudfunctions/shared/clock';
import { packageKinds } from '../../../cloudfunctions/shared/domain/wallet/package';
import type { Order } from '../../../cloudfunctions/shared/domain/wallet/order';
import { settlementOf } from '../../../cloudfunctions/shared/domain/wallet/settle';
import { createWechatPayChannel } from '../../../cloudfunctions/shared/providers/wechatpay/channel';
import { readNotice } from '../../../cloudfunctions/shared/providers/wechatpay/notify';
import {
  decryptResource,
  signRsa,
  verifyRsa,
} from '../../../cloudfunctions/shared/providers/wechatpay/signature';
import { account } from '../../../devtools/providers/wechat/account';
import { startWechatServer } from '../../../devtools/providers/wechat/server';
import type { WechatServer } from '../../../devtools/providers/wechat/server';
import { createWechat } from '../../../devtools/providers/wechat/wechat';
import type { Wechat } from '../../../devtools/providers/wechat/wechat';

const id = 'album-0001';
const order: Order = {
  ...{ id, userId: 'user_1', openid: 'alice', channel: 'wechatpay', env: 'live' },
  package: {
    ...{ packageId: 'album', kind: 'credits', name: '一本画册', priceFen: 4900, version: 1 },
    ...{ credits: 0, bonusCredits: 0, planId: null, days: null },
  },
  ...{ platform: null, status: 'created', wxOrderId: null, orderFee: null, paidFee: null },
  ...{ couponFee: null, paidAt: null, creditedAt: null, closedAt: null, refundedFen: 0 },
  ...{ returnedCredits: 0, returnedDays: 0, shortfallCredits: 0, refundId: null },
  ...{ isDelivered: false, review: null, nextQueryAt: null, queriedAt: new Date(0) },
  ...{ createdAt: new Date(0), version: 1 },
};

let wechat: Wechat;
let server: WechatServer;
let keys: Record<string, string>;

beforeAll(async () => {
  wechat = createWechat({
    ...{ now: Date.now, file: null, findProduct: () => null, send: () => null },
    deliver: () => Promise.resolve(null),
  });
  server = await startWechatServer(wechat, Date.now);
  keys = server.environment({ hasPayment: true });
});
afterAll(() => server.close());
beforeEach(() => wechat.reset());

const open = (changes: Partial<Parameters<typeof createWechatPayChannel>[0]> = {}) =>
  createWechatPayChannel(
    {
      ...{ baseUrl: server.url, appId: account.appId, merchantId: account.merchantId },
      ...{ serial: account.merchantSerial, privateKey: keys['WXPAY_PRIVATE_KEY'] ?? '' },
      ...{ notifyUrl: 'https://pay.example/notify', ...changes },
    },
    systemClock,
  );
const session = { openid: 'alice', sessionKey: '' };

it('sells no virtual goods, and all of ours are virtual', () => {
  expect(packageKinds.map((kind) => open().sells(kind))).toEqual(packageKinds.map(() => false));
});

describe('an order of WeChat Pay', () => {
  it('is prepared for a sheet that opens, and reports what was paid', async () => {
    const channel = open();
    expect(await channel.query(order)).toEqual({ state: 'none' });
    const parameters = await channel.prepare(order, session);
    expect(wechat.merchant.openSheet('alice', parameters)).toMatchObject({ totalFen: 4900 });
    expect(await channel.query(order)).toMatchObject({ evidence: { phase: 'open', paidFee: 0 } });

    wechat.merchant.end(id, 'SUCCESS');
    expect(await channel.query(order)).toMatchObject({
      state: 'known',
      evidence: {
        ...{ orderId: id, env: 'live', phase: 'paid', orderFee: 4900, paidFee: 4900 },
        ...{ couponFee: 0, refundFee: 0, leftFee: 4900, isDelivered: true },
      },
    });
  });

  it('is refunded once, even if that is requested several times', async () => {
    const channel = open();
    const request = { refundId: 'R0000001', fen: 4900, leftFen: 4900 };
    wechat.merchant.openSheet('alice', await channel.prepare(order, session));
    expect(await channel.refund(order, request)).toMatchObject({ state: 'refused' });
    wechat.merchant.end(id, 'SUCCESS');
    for (let times = 0; times < 2; times += 1) {
      expect(await channel.refund(order, request)).toEqual({ state: 'accepted' });
    }

    expect(wechat.store.state.merchantOrders[id]?.refunds).toHaveLength(1);
    const refunding = { ...order, refundId: 'R0000001' };
    expect(await channel.query(refunding)).toMatchObject({
      evidence: { phase: 'refunded', refundFee: 4900, leftFee: 0 },
    });
  });

  it('that was partly refunded says how much, and how much is left', async () => {
    const channel = open();
    wechat.merchant.openSheet('alice', await channel.prepare(order, session));
    wechat.merchant.end(id, 'SUCCESS');
    const asked = { refundId: 'R0000001', fen: 1900, leftFen: 4900 };
    const refunding = { ...order, refundId: 'R0000001' };
    expect(await channel.query(refunding)).toMatchObject({ evidence: { refundFee: 0 } });
    await channel.refund(order, asked);
    expect(await channel.query(refunding)).toMatchObject({
      evidence: { phase: 'paid', refundFee: 1900, leftFee: 3000 },
    });

    const paid = { paidFee: 4900, creditedAt: new Date(0), isDelivered: true };
    const step = async (next: Order, fen: number) =>
      settlementOf({ ...next, ...paid }, await channel.query(next), fen, new Date()).step;
    expect(await step({ ...refunding, status: 'refunding' }, 1900)).toBe('endRefund');

    const ended: Order = { ...order, status: 'partly_refunded', refundedFen: 1900 };
    expect(await channel.query(ended)).toMatchObject({
      evidence: { phase: 'paid', refundFee: 1900, leftFee: 3000 },
    });
    expect(await step(ended, 0)).toBe('none');
    const more = { refundId: 'R0000002', fen: 3001, leftFen: 3000 };
    expect(await channel.refund(ended, more)).toEqual({ state: 'refused', code: 'NOT_ENOUGH' });
    await channel.refund(ended, { ...more, fen: 3000 });
    expect(await channel.query({ ...ended, refundId: 'R0000002' })).toMatchObject({
      evidence: { phase: 'refunded', refundFee: 4900, leftFee: 0 },
    });
  });

  it('that was refunded by somebody else names no amount', async () => {
    const channel = open();
    wechat.merchant.openSheet('alice', await channel.prepare(order, session));
    wechat.merchant.end(id, 'SUCCESS');
    await channel.refund(order, { refundId: 'R0000009', fen: 100, leftFen: 4900 });

    expect(await channel.query(order)).toMatchObject({
      evidence: { phase: 'refunded', refundFee: 0, leftFee: 0 },
    });
  });

  it('is not accepted with a foreign signature', async () => {
    const channel = open({ serial: 'ANOTHER0SERIAL' });
    await expect(channel.query(order)).rejects.toThrow('query-401');
    await expect(channel.prepare(order, session)).rejects.toThrow('jsapi-401');
  });
});

describe('a notice of WeChat Pay', () => {
  const keysOfNotice = () => ({
    platformKey: keys['WXPAY_PLATFORM_PUBLIC_KEY'] ?? '',
    apiKey: account.apiV3Key,
  });

  async function notice() {
    wechat.merchant.openSheet('alice', await open().prepare(order, session));
    wechat.merchant.end(id, 'SUCCESS');
    const paid = wechat.store.state.merchantOrders[id];
    if (paid === undefined) throw new Error('Nothing was prepared.');
    const { headers, body } = wechat.merchant.notification(paid);
    const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    const of = Object.fromEntries(named) as Record<string, string>;
    return {
      body,
      headers: {
        timestamp: of['wechatpay-timestamp'] ?? '',
        nonce: of['wechatpay-nonce'] ?? '',
        signature: of['wechatpay-signature'] ?? '',
      },
    };
  }

  it('names its order, when it is signed by WeChat', async () => {
    const { body, headers } = await notice();

    expect(readNotice(body, headers, keysOfNotice())).toBe(id);
    expect(readNotice(`${body} `, headers, keysOfNotice())).toBeNull();
    expect(readNotice(body, { ...headers, nonce: 'other' }, keysOfNotice())).toBeNull();
    const wrongKey = { ...keysOfNotice(), apiKey: 'x'.repeat(32) };
    expect(readNotice(body, headers, wrongKey)).toBeNull();
  });
});

describe('its signatures', () => {
  it('are RSA-SHA256 over lines that each end with a break', () => {
    const platformKey = keys['WXPAY_PLATFORM_PUBLIC_KEY'] ?? '';
    const lines = ['1554208460', '593BEC0C930BF1AFEB40B4A08C8FB242', '{"a":1}'];

    expect(verifyRsa(platformKey, lines, wechat.keys.signAsPlatform(`${lines.join('\n')}\n`))).toBe(
      true,
    );
    expect(verifyRsa(platformKey, lines, wechat.keys.signAsPlatform(lines.join('\n')))).toBe(false);
    const own = signRsa(keys['WXPAY_PRIVATE_KEY'] ?? '', lines);
    expect(wechat.keys.isByMerchant(`${lines.join('\n')}\n`, own)).toBe(true);
  });

  it('open what AES-256-GCM has sealed with the v3 key, and nothing that was touched', () => {
    const [nonce, associated_data] = ['fdasflkja484', 'transaction'];
    const cipher = createCipheriv('aes-256-gcm', account.apiV3Key, nonce);
    cipher.setAAD(Buffer.from(associated_data));
    const text = Buffer.concat([cipher.update('{"画":1}', 'utf8'), cipher.final()]);
    const ciphertext = Buffer.concat([text, cipher.getAuthTag()]).toString('base64');
    const sealed = { nonce, associated_data, ciphertext };

    expect(decryptResource(account.apiV3Key, sealed)).toBe('{"画":1}');
    const touched = { ...sealed, associated_data: 'refund' };
    expect(() => decryptResource(account.apiV3Key, touched)).toThrow();
  });
});
