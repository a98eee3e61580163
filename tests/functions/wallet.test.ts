import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import type { Document } from '../../devtools/emulator/database/database';
import { openWalletDesk } from '../support/wallet-desk';
import type { WalletDesk } from '../support/wallet-desk';
import { refused, succeeded } from '../support/studio';

const minute = 60_000;
const hour = 60 * minute;
let desk: WalletDesk;

beforeAll(async () => {
  desk = await openWalletDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  desk.studio.cloud.cloud.reset({ seed: true });
  desk.wechat.reset();
  desk.studio.cloud.faults([]);
  await desk.later(10 * minute);
  await desk.studio.member('alice');
});

const credits = (who = 'alice') => desk.studio.user(who)['credits'];
const kinds = (who = 'alice') => desk.ledger(who).map(({ kind }) => kind as string);

describe('what is for sale', () => {
  it('are the packages that are active, at the prices of their rows', async () => {
    const { isOpen, packages } = succeeded(
      await desk.studio.call('alice', 'payment', 'getPackages', {}),
    );

    expect(isOpen).toBe(true);
    expect(packages.map(({ packageId, priceFen }) => [packageId, priceFen])).toContainEqual([
      'credits_200',
      1800,
    ]);
  });

  it('is not sold at a price that the user has not seen', async () => {
    const code = desk.wechat.sessions.login('alice');
    const input = { requestId: 'old', packageId: 'credits_200', priceFen: 1, code };
    const reply = await desk.studio.call('alice', 'payment', 'createOrder', input);

    expect(refused(reply)).toMatchObject({ error: 'PRICE_CHANGED', details: { priceFen: 1800 } });
    expect(desk.studio.cloud.collection('orders').count()).toBe(0);
  });

  it('is refused for the login of somebody else, and for a used code', async () => {
    const code = desk.wechat.sessions.login('bob');
    const input = { requestId: 'x', packageId: 'credits_200', priceFen: 1800, code };

    for (let times = 0; times < 2; times += 1) {
      const reply = await desk.studio.call('alice', 'payment', 'createOrder', input);
      expect(refused(reply).error).toBe('LOGIN_CODE_REFUSED');
    }
  });
});

describe('a paid order', () => {
  it('is credited once, by whichever entrance comes first', async () => {
    const orderId = await desk.tap('alice');
    expect((await desk.order('alice', orderId)).status).toBe('created');
    desk.pay(orderId);
    await desk.later(3_000);

    expect((await desk.order('alice', orderId)).status).toBe('credited');
    expect(await desk.push(orderId)).toEqual({ ErrCode: 0, ErrMsg: 'success' });
    await desk.later(minute);
    await desk.tick();
    expect(credits()).toBe(300);
    expect(kinds()).toEqual(['welcome', 'recharge']);
    expect(desk.row(orderId)).toMatchObject({ isDelivered: true, nextQueryAt: null });
  });

  it('is credited by the push without any other call', async () => {
    const orderId = await desk.tap('alice', 'credits_500');
    desk.pay(orderId);

    expect(await desk.push(orderId)).toEqual({ ErrCode: 0, ErrMsg: 'success' });
    expect(credits()).toBe(100 + 520);
    expect(desk.at(orderId).status).toBe(4);
  });

  it('is credited by the timer when the push is lost, and its delivery is reported', async () => {
    const orderId = await desk.tap('alice');
    desk.pay(orderId);
    await desk.later(2 * minute);
    await desk.tick();

    expect(desk.row(orderId)['status']).toBe('credited');
    await desk.later(4 * minute);
    await desk.tick();
    expect(desk.at(orderId).status).toBe(4);
    expect(desk.row(orderId)).toMatchObject({ isDelivered: true });
  });

  it('is honoured although it was closed here before', async () => {
    const orderId = await desk.tap('alice');
    await desk.later(31 * minute);
    await desk.tick();
    expect(desk.row(orderId)['status']).toBe('closed');
    desk.pay(orderId);
    await desk.later(hour);
    await desk.tick();

    expect(desk.row(orderId)['status']).toBe('credited');
    expect(credits()).toBe(300);
  });

  it('changes the row that open pages watch', async () => {
    const orderId = await desk.tap('alice');
    desk.pay(orderId);
    await desk.push(orderId);

    const overview = desk.studio.cloud
      .collection('quota_overviews')
      .rows({ _id: userIdOf('alice') });
    expect(overview).toMatchObject([{ credits: 300 }]);
  });

  it('of a membership is in force at once, and once', async () => {
    const orderId = await desk.tap('alice', 'member_plus_30');
    desk.pay(orderId);
    await desk.push(orderId);
    await desk.push(orderId);
    const { membershipLevel, endAt } = succeeded(
      await desk.studio.call('alice', 'quota', 'getOverview', {}),
    );

    expect(membershipLevel).toBe('plus');
    const { creditedAt } = desk.row(orderId) as { creditedAt: Date };
    expect(new Date(endAt ?? 0).getTime() - creditedAt.getTime()).toBe(30 * 24 * hour);
    expect(kinds()).toEqual(['welcome', 'recharge']);
  });

  it.each([
    ['another amount', { paidFen: 100 }],
    ['a state that no rule knows', { status: 9 }],
  ])('with %s is parked and credits nothing', async (_what, payment) => {
    const orderId = await desk.tap('alice');
    desk.pay(orderId, payment);
    await desk.push(orderId);

    expect(desk.row(orderId)['status']).toBe('needs_review');
    expect(credits()).toBe(100);
  });

  it('of the other payment environment is refused', async () => {
    const orderId = await desk.tap('alice');
    desk.pay(orderId, { env: 1 });
    await desk.push(orderId);
    await desk.push(orderId, { Env: 1 });

    expect(desk.row(orderId)['status']).toBe('created');
    expect(credits()).toBe(100);
  });

  it('with a coupon is credited in full', async () => {
    const orderId = await desk.tap('alice');
    desk.pay(orderId, { couponFen: 300 });
    await desk.push(orderId);

    expect(desk.row(orderId)).toMatchObject({ status: 'credited', paidFee: 1500, couponFee: 300 });
  });

  it('is refunded when its account was deleted', async () => {
    const orderId = await desk.tap('alice');
    const leave = { requestId: 'leave', confirm: '注销' as const };
    const early = await desk.studio.call('alice', 'userInfo', 'deleteAccount', leave);
    expect(refused(early)).toMatchObject({ error: 'ACCOUNT_BUSY', details: { what: '订单' } });
    await desk.later(31 * minute);
    await desk.tick();
    succeeded(await desk.studio.call('alice', 'userInfo', 'deleteAccount', leave));
    desk.pay(orderId);
    await desk.push(orderId);
    for (let runs = 0; runs < 4; runs += 1) {
      await desk.later(2 * minute);
      await desk.tick();
    }

    expect(desk.row(orderId)).toMatchObject({ status: 'refunded', refundedFen: 1800 });
    expect(desk.at(orderId).status).toBe(5);
    expect(kinds()).not.toContain('recharge');
  });
});

describe('a push', () => {
  it('that is forged changes nothing', async () => {
    const orderId = await desk.tap('alice');
    const forged: Document[] = [{}, { OpenId: 'mallory' }, { Env: 1 }, { OutTradeNo: 'P00000000' }];
    for (const changes of forged) {
      await desk.push(orderId, changes);
    }

    expect(credits()).toBe(100);
    expect(desk.row(orderId)['status']).toBe('created');
  });

  it('from a phone is refused', async () => {
    const event = { MsgType: 'event', Event: 'xpay_goods_deliver_notify', OutTradeNo: 'P1' };
    const report = await desk.studio.cloud.report('push', event, 'mallory');

    expect(report).toMatchObject({ result: { code: 403 } });
  });
});

describe('an order', () => {
  it('of another user answers like a missing one', async () => {
    const orderId = await desk.tap('alice');
    await desk.studio.member('bob');

    expect(refused(await desk.studio.call('bob', 'payment', 'getOrder', { orderId })).error).toBe(
      'NOT_FOUND',
    );
  });

  it('is the same for the same tap, and refuses another package under it', async () => {
    const first = await desk.tap('alice', 'credits_200', { requestId: 'same' });
    const second = await desk.tap('alice', 'credits_200', { requestId: 'same' });
    expect(second).toBe(first);
    await expect(desk.tap('alice', 'credits_60', { requestId: 'same' })).rejects.toThrow(
      'REQUEST_REUSED',
    );
  });

  it('is queried at most once per two seconds', async () => {
    const orderId = await desk.tap('alice');
    await desk.order('alice', orderId);
    desk.pay(orderId);

    expect((await desk.order('alice', orderId)).status).toBe('created');
    await desk.later(2_001);
    expect((await desk.order('alice', orderId)).status).toBe('credited');
  });

  it('survives a channel that is down, and an expired token', async () => {
    const orderId = await desk.tap('alice');
    desk.pay(orderId);
    desk.wechat.apiRules.set([
      { api: 'query_order', status: 502, times: 1, errmsg: '', isAnswerLost: false },
    ]);
    expect((await desk.order('alice', orderId)).status).toBe('created');
    desk.wechat.sessions.expireTokens();
    await desk.later(3_000);

    expect((await desk.order('alice', orderId)).status).toBe('credited');
  });
});
