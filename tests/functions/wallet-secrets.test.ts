import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  complaintMessage,
  iosRefundQuestion,
  refundMessage,
} from '../../devtools/providers/wechat/messages';
import { buildStage } from '../faults/stage-files';
import { openLeakScan } from '../support/leak-scan';
import { succeeded } from '../support/studio';
import { openWalletDesk } from '../support/wallet-desk';
import type { WalletDesk } from '../support/wallet-desk';

const minute = 60_000;
const alice = 'oSecret-openid-of-Alice-0001';
const bob = 'oSecret-openid-of-Bob-00002';
const shared = 'cloudfunctions/shared';

/** Calls everything in the wallet that uses a key, including the error paths. */
async function useWallet(desk: WalletDesk): Promise<void> {
  const { studio, wechat } = desk;
  await desk.later(10 * minute);
  for (const who of [alice, bob]) await studio.member(who);
  await studio.member('root', { userType: 'admin' });
  const inviteCode = studio.user(alice)['inviteCode'] as string;
  await studio.call(bob, 'payment', 'redeemInvite', { code: inviteCode });
  await studio.call(alice, 'payment', 'dailyCheckin', {});
  await studio.call(alice, 'payment', 'getInvite', {});

  const bought = await desk.buy(alice);
  await desk.buy(alice, 'member_plus_30');
  const apple = await desk.buy(bob, 'credits_200', { platform: 'ios' });
  await desk.send(iosRefundQuestion(desk.at(apple), desk.now()));
  const complaint = wechat.complaints.add(desk.at(bought), '没有到账');
  await desk.send(complaintMessage(desk.at(bought), complaint, desk.now()));
  const refund = { orderId: bought, fen: 900, reason: '用户申请', requestId: 'refund-1' };
  succeeded(await studio.call('root', 'payment', 'refund', refund));
  const [asked] = desk.at(bought).refunds;
  if (asked !== undefined) await desk.send(refundMessage(desk.at(bought), asked, desk.now()));

  const open = await desk.tap(alice, 'credits_500');
  const token = wechat.store.state.tokens.at(-1)?.token ?? '';
  // An error message of WeChat may contain anything that was sent to it.
  const errmsg = `invalid ${token} ${alice} ${wechat.sessions.keyOf(alice) ?? ''}`;
  const rules = [
    { api: 'query_order', errcode: 40001 },
    { api: 'query_order', errcode: 268490003 },
    { api: 'query_order', status: 502 },
    { api: 'jscode2session', errcode: 40029 },
    { api: 'jscode2session', errcode: -1 },
    { api: 'getuserriskrank', errcode: 61010 },
    { api: 'stable_token', errcode: 40125 },
  ];
  for (const rule of rules) {
    wechat.apiRules.set([{ ...rule, errmsg, times: 2, isAnswerLost: false }]);
    if (rule.api === 'stable_token') wechat.sessions.expireTokens();
    await desk.later(3_000);
    await studio.call(alice, 'payment', 'getOrder', { orderId: open });
    await studio.call(alice, 'payment', 'createOrder', {
      ...{ requestId: `${rule.api}${rule.errcode ?? ''}`, packageId: 'credits_60', priceFen: 600 },
      ...{ code: wechat.sessions.login(alice), platform: 'android' },
    });
    await studio.call(bob, 'payment', 'dailyCheckin', {});
  }
  wechat.apiRules.set([]);
  await desk.push(open, { OpenId: bob });
  desk.pay(open, { paidFen: 1 });
  await desk.push(open);
  await desk.later(6 * minute);
  await desk.tick();
  for (const orderId of [bought, open]) {
    await studio.call('root', 'payment', 'getOrderStory', { orderId });
    await studio.call('root', 'payment', 'recheck', { orderId });
  }
  await studio.call('root', 'payment', 'searchOrders', {});
  await studio.call(alice, 'payment', 'listRechargeRecords', {});
}

/** Plausible careless mistakes, one for each way in which a secret could leak. */
const plantedLeaks = [
  {
    file: `${shared}/providers/wechat/login.ts`,
    find: 'const { openid, session_key: sessionKey } = session.data;',
    replace:
      'const { openid, session_key: sessionKey } = session.data; console.log("session", session.data);',
  },
  {
    file: `${shared}/providers/wechat/server.ts`,
    find: 'throw new ChannelError(`http-${answer.status}`)',
    replace: 'throw new ChannelError(`http-${answer.status} of ${url}`)',
  },
  {
    file: `${shared}/providers/wechat/xpay.ts`,
    find: 'outTradeNo: order.id, attach: order.id }',
    replace: 'outTradeNo: order.id, attach: sessionKey }',
  },
  {
    file: 'cloudfunctions/push/events/xpay.ts',
    find: 'isBuyer: order?.openid === push.OpenId,',
    replace: 'isBuyer: push.OpenId,',
  },
];

describe('keys, tokens and openids', () => {
  it('reach no log, no answer, no row and no export', async () => {
    const desk = await openWalletDesk();
    const scan = openLeakScan(desk, [alice, bob]);
    try {
      await useWallet(desk);

      expect(scan.leaks()).toEqual([]);
      const { log, answer, row } = scan.seen();
      expect(Math.min(log, answer, row)).toBeGreaterThan(20);
      expect(desk.studio.cloud.collection('wechat_tokens').count()).toBe(1);
    } finally {
      scan.close();
      await desk.close();
    }
  });

  it('are found when a function leaks them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leaks-'));
    const { functionsFolder } = await buildStage(folder, plantedLeaks, [
      ...['login', 'payment', 'push', 'tick'],
    ]);
    const desk = await openWalletDesk({}, functionsFolder);
    const scan = openLeakScan(desk, [alice, bob]);
    try {
      await useWallet(desk);
      const unlisted = { _id: 'x', value: desk.wechat.store.state.tokens[0]?.token ?? '' };
      desk.studio.cloud.collection('orders').put(unlisted);

      expect(scan.leaks()).toEqual(
        expect.arrayContaining([
          { what: 'session key', place: 'log payment' },
          { what: 'openid', place: 'log payment' },
          { what: 'access token', place: 'log payment' },
          { what: 'session key', place: 'answer payment' },
          { what: 'openid', place: 'row payment_events' },
          { what: 'access token', place: 'row orders' },
          { what: 'access token', place: 'export state' },
        ]),
      );
    } finally {
      scan.close();
      await desk.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
