import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import type { Document } from '../../devtools/emulator/database/database';
import { openWalletDesk } from '../support/wallet-desk';
import type { WalletDesk } from '../support/wallet-desk';
import { refused, succeeded } from '../support/studio';

const day = 24 * 3_600_000;
const alice = userIdOf('alice');
let desk: WalletDesk;

beforeAll(async () => {
  desk = await openWalletDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  desk.studio.cloud.cloud.reset({ seed: true });
  desk.wechat.reset();
  // Noon in Beijing, so a few more minutes do not begin a new day.
  await desk.moveTo(new Date((Math.floor(desk.now() / day) + 1) * day + day / 6).toISOString());
  await desk.studio.member('alice');
  await desk.studio.member('root', { userType: 'admin' });
});
afterEach(() => desk.requireBooks('alice'));

const rows = (collection: string, query = {}) =>
  desk.studio.cloud.collection(collection).rows(query);
const put = (collection: string, row: Document) =>
  desk.studio.cloud.collection(collection).put(row);
const credits = () => desk.studio.user('alice')['credits'];
const checkIn = () => desk.studio.call('alice', 'payment', 'dailyCheckin', {});

describe('a check-in that cannot be read', () => {
  it('of yesterday ends the streak, and not the check-ins', async () => {
    succeeded(await checkIn());
    put('checkins', { ...rows('checkins')[0], streak: 'long' });
    await desk.later(day);

    expect(succeeded(await checkIn())).toMatchObject({ isNew: true, streak: 1, credits: 1 });
    expect(credits()).toBe(102);
  });

  it('of today gives nothing twice', async () => {
    succeeded(await checkIn());
    put('checkins', { ...rows('checkins')[0], streak: 'long' });

    expect(succeeded(await checkIn())).toMatchObject({ isNew: false, streak: 1 });
    expect(credits()).toBe(101);
    expect(rows('checkins')).toMatchObject([{ streak: 1, credits: 1 }]);
  });

  it('of today gives its reward if that was not given yet', async () => {
    succeeded(await checkIn());
    const [row] = rows('checkins');
    await desk.later(day);
    const today = succeeded(await desk.studio.call('alice', 'payment', 'getCheckin', {})).today;
    put('checkins', { ...row, _id: `${alice}:${today}`, day: 'today' });

    expect(succeeded(await checkIn())).toMatchObject({ isNew: true, streak: 2 });
    expect(credits()).toBe(102);
  });
});

it('a token that cannot be read is fetched again', async () => {
  const orderId = await desk.tap('alice');
  desk.pay(orderId);
  // WeChat refuses the cached token, and the row holds no valid one.
  desk.wechat.sessions.expireTokens();
  put('wechat_tokens', { _id: 'access_token', value: 5, expiresAt: 'soon' });

  expect(await desk.push(orderId)).toEqual({ ErrCode: 0, ErrMsg: 'success' });
  expect(credits()).toBe(300);
});

describe('an order that cannot be read', () => {
  beforeEach(() => {
    const moment = new Date(desk.now());
    put('orders', {
      ...{ _id: 'P_bad', _openid: 'alice', userId: alice, status: 'created', package: 'gone' },
      ...{ nextQueryAt: new Date(0), createdAt: moment, queriedAt: new Date(0), version: 1 },
    });
  });

  it('hides no other order, neither from its user nor from an admin', async () => {
    const orderId = await desk.buy('alice');
    const { records } = succeeded(
      await desk.studio.call('alice', 'payment', 'listRechargeRecords', {}),
    );
    const { orders } = succeeded(await desk.studio.call('root', 'payment', 'searchOrders', {}));

    expect(records.map((record) => record.orderId)).toEqual([orderId]);
    expect(orders.map((order) => order.orderId)).toEqual([orderId]);
  });

  it('does not hold up other orders at the timer', async () => {
    const orderId = await desk.tap('alice');
    desk.pay(orderId);
    await desk.later(120_000);
    await desk.tick();

    expect(desk.row(orderId)['status']).toBe('credited');
  });

  it('cannot be credited', async () => {
    const answer = await desk.push('P_bad', { OpenId: 'alice' });

    expect(answer).not.toEqual({ ErrCode: 0, ErrMsg: 'success' });
    expect(credits()).toBe(100);
  });
});

it('the story of an order is told without the rows that cannot be read', async () => {
  const orderId = await desk.buy('alice');
  const { length } = rows('payment_events', { orderId });
  for (const name of ['payment_events', 'refunds', 'proposals', 'credit_logs']) {
    put(name, { _id: `bad:${name}`, orderId, kind: 5, createdAt: 'then' });
  }
  const story = succeeded(await desk.studio.call('root', 'payment', 'getOrderStory', { orderId }));

  expect(story).toMatchObject({ refunds: [], proposals: [], ledger: [{ kind: 'recharge' }] });
  expect(story.events).toHaveLength(length);
});

it('a package that cannot be read is not sold, and hides no other', async () => {
  put('credit_packages', { _id: 'bad', kind: 'gift', isActive: true, sort: 0, priceFen: 1 });
  const { packages } = succeeded(await desk.studio.call('alice', 'payment', 'getPackages', {}));
  expect(packages.map(({ packageId }) => packageId)).toContain('credits_200');
  expect(packages.map(({ packageId }) => packageId)).not.toContain('bad');
  const code = desk.wechat.sessions.login('alice');
  const input = { requestId: 'tap-bad', packageId: 'bad', priceFen: 1, code };
  const reply = await desk.studio.call('alice', 'payment', 'createOrder', input);

  expect(refused(reply).error).toBe('NOT_FOUND');
});

it('a plan that cannot be read does not keep a membership from being bought', async () => {
  put('plans', { _id: 'bad', level: 'golden' });
  await desk.buy('alice', 'member_plus_30');
  const overview = succeeded(await desk.studio.call('alice', 'quota', 'getOverview', {}));

  expect(overview.membershipLevel).toBe('plus');
});

it('an invitation that cannot be read hides no other, and counts as entered', async () => {
  await desk.studio.member('bob');
  await desk.studio.member('carol');
  const code = desk.studio.user('alice')['inviteCode'] as string;
  succeeded(await desk.studio.call('carol', 'payment', 'redeemInvite', { code }));
  const createdAt = new Date(desk.now());
  put('invites', { _id: userIdOf('bob'), inviterId: alice, status: 'maybe', createdAt });

  const { invitees } = succeeded(await desk.studio.call('alice', 'payment', 'getInvite', {}));
  expect(invitees).toHaveLength(1);
  const reply = await desk.studio.call('bob', 'payment', 'redeemInvite', { code });
  expect(refused(reply).message).toContain('已经填过邀请码了');
});

it('a watched row that cannot be read is no obstacle to credits', async () => {
  put('quota_overviews', { _id: alice, _openid: 'alice', features: 'none', version: 'new' });
  await desk.buy('alice');

  expect(credits()).toBe(300);
  expect(rows('quota_overviews', { _id: alice })).toMatchObject([{ credits: 300 }]);
});
