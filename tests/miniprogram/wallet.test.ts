import { toCalendar, toView as toCheckin } from '../../miniprogram/packages/wallet/checkin/view';
import { toView as toInvite } from '../../miniprogram/packages/wallet/invite/view';
import { toView as toStory } from '../../miniprogram/packages/wallet/order/view';
import { toPaymentEnd } from '../../miniprogram/packages/wallet/payment-errors';
import { installInterface, loadPage } from './page';
import type { OpenPage } from './page';
import { installPhone, ok, refused } from './phone';
import type { Phone } from './phone';

type Ending = { errCode: number } | null;

const now = Date.UTC(2026, 10, 29, 4);
const pack = {
  ...{ packageId: 'credits_200', kind: 'credits', name: '200 积分', priceFen: 1800, credits: 180 },
  ...{ bonusCredits: 20, planId: null, days: null, badge: '常用' },
};
const plan = {
  ...{ packageId: 'plan_plus', kind: 'membership', name: '进阶版', priceFen: 3000, credits: 0 },
  ...{ bonusCredits: 0, planId: 'plus', days: 30, badge: '' },
};
const signed = { signData: '{"a":1}', mode: 'short_series_goods', paySig: 'p', signature: 's' };

const order = (status: string, more: object = {}) => ({
  ...{ ...pack, orderId: 'order-0001', status, channel: 'virtual', paidFen: 1800, refundedFen: 0 },
  ...{ shortfallCredits: 0, createdAt: '2026-11-29T03:59:52.000Z', paidAt: null },
  ...{ creditedAt: null, closedAt: null, ...more },
});
const reply = (status: string, more: object = {}) =>
  ok({
    order: order(status, more),
    balance: status === 'credited' ? { before: 33, after: 233 } : null,
  });

let phone: Phone;
let page: OpenPage;
let endings: Ending[] = [];
let codes = 0;
let open: ReturnType<typeof loadPage>;
const settled = () => jest.advanceTimersByTimeAsync(0);
const created = () => phone.calls.filter(({ data }) => data.action === 'createOrder');

beforeEach(() => {
  jest.resetModules();
  jest.useFakeTimers({ now });
  phone = installPhone();
  installInterface();
  endings = [null];
  codes = 0;
  Object.assign(wx, {
    getDeviceInfo: () => ({ platform: 'ios' }),
    login: () => Promise.resolve({ code: `code-${(codes += 1)}` }),
    requestVirtualPayment(options: { success(): void; fail(failure: object): void }) {
      const ending = endings.shift() ?? null;
      if (ending === null) options.success();
      else options.fail({ errMsg: 'fail', ...ending });
    },
  });
  phone.answer('getUserInfo', ok({ user: { id: 'user_1', credits: 33, tier: 'free' } }));
  phone.answer('getPackages', ok({ isOpen: true, packages: [pack, plan] }));
  phone.answer(
    'createOrder',
    ok({ order: { orderId: 'order-0001', status: 'created' }, payment: signed }),
  );
  phone.answer('getOrder', reply('credited'));
  open = loadPage('packages/wallet/recharge/index');
});
afterEach(() => {
  page.fire('onUnload');
  jest.useRealTimers();
});

async function ready(query: Record<string, string> = {}): Promise<void> {
  page = open(query);
  await settled();
}
async function pay(): Promise<void> {
  page.fire('onPay');
  await settled();
}

describe('充值', () => {
  it('shows packages with what they give, the common one chosen', async () => {
    await ready();
    expect(page.data).toMatchObject({
      ...{ state: 'ready', balance: 33, chosen: 'credits_200', price: '¥18.00' },
      gain: '得 200 积分',
      credits: [{ amount: '200', bonus: '含赠送 20', price: '¥18' }],
      memberships: [{ name: '进阶版', amount: '30 天', price: '¥30' }],
    });
  });

  it('opens with the requested membership', async () => {
    await ready({ wanted: 'plus' });
    expect(page.data).toMatchObject({ chosen: 'plan_plus', gain: '进阶版 30 天' });
  });

  it('shows no price and nothing to pay while it is closed', async () => {
    phone.answer('getPackages', ok({ isOpen: false, packages: [] }));
    await ready();
    expect(page.data).toMatchObject({ state: 'closed', price: '', chosen: '' });
    await pay();
    expect(created()).toEqual([]);
  });

  it('says why it could not be read, and tries again', async () => {
    phone.answer('getPackages', refused('BUSY', 503, '同时进行的操作太多，请稍后再试'));
    await ready();
    expect(page.data).toMatchObject({ state: 'failed', reason: '同时进行的操作太多，请稍后再试' });
    phone.answer('getPackages', ok({ isOpen: true, packages: [pack] }));
    page.fire('onRetry');
    await settled();
    expect(page.data['state']).toBe('ready');
  });
});

describe('paying', () => {
  it('orders at the price that was seen, with a fresh code, and ends with the new balance', async () => {
    await ready();
    await pay();
    expect(created()[0]?.data.data).toMatchObject({
      ...{ packageId: 'credits_200', priceFen: 1800, code: 'code-1', platform: 'ios' },
    });
    expect(page.data['result']).toMatchObject({
      ...{ isGood: true, title: '200 积分已到账', line: '余额 33 → 233', orderId: 'order-0001' },
    });
    expect(phone.storage.has('wallet.pending')).toBe(false);
  });

  it('confirms until the credits arrive, slower after two minutes', async () => {
    phone.answer('getOrder', reply('created'));
    await ready();
    await pay();
    expect(page.data['confirming']).toMatchObject({
      ...{ line: '已用 0 秒 · 一般 1 分钟内', after: '到账后 233', isPaid: true, price: '¥18.00' },
    });
    await jest.advanceTimersByTimeAsync(61_000);
    expect(page.data['confirming']).toMatchObject({ line: '比平时慢一些，仍在确认' });
    await jest.advanceTimersByTimeAsync(61_000);
    expect(page.data['confirming']).toMatchObject({
      note: '不用再付一次。可以先离开，到账后会显示在积分记录里',
    });
    phone.answer('getOrder', reply('credited'));
    await jest.advanceTimersByTimeAsync(10_000);
    expect(page.data).toMatchObject({ confirming: null, result: { isGood: true } });
  });

  it('is followed again after the page was left', async () => {
    phone.answer('getOrder', reply('paid'));
    await ready();
    await pay();
    page.fire('onUnload');
    const asked = phone.calls.length;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(phone.calls).toHaveLength(asked);

    phone.answer('getOrder', reply('credited'));
    await ready();
    expect(page.data['result']).toMatchObject({ title: '200 积分已到账' });
    expect(created()).toHaveLength(1);
  });

  it('keeps polling when an answer is lost', async () => {
    phone.answer('getOrder', new Error('timeout'), reply('credited'));
    await ready();
    await pay();
    expect(page.data['confirming']).not.toBeNull();
    await jest.advanceTimersByTimeAsync(2500);
    expect(page.data['result']).toMatchObject({ isGood: true });
  });

  it('two taps are one order', async () => {
    await ready();
    page.fire('onPay');
    page.fire('onPay');
    await settled();
    expect(created()).toHaveLength(1);
  });

  it('is cancelled without an error message, and the next tap is a new order', async () => {
    endings = [{ errCode: -2 }, null];
    await ready();
    await pay();
    expect(page.data).toMatchObject({
      notice: '已取消，没有扣款',
      confirming: null,
      isPaying: false,
    });
    await pay();
    const ids = created().map(({ data }) => data.data['requestId']);
    expect(new Set(ids).size).toBe(2);
  });

  it.each([
    [-4, '微信提示这次支付有风险，没有扣款'],
    [-15003, '微信支付有点忙，没有扣款，请稍后再试'],
    [-15012, '微信没有下单成功，没有扣款，可以重新支付'],
    [-15018, '这件商品暂时不能购买，没有扣款'],
    [-15006, '支付没有发起成功，没有扣款，请稍后再试'],
  ])('fails with %i in words', async (errCode, notice) => {
    endings = [{ errCode }];
    await ready();
    await pay();
    expect(page.data).toMatchObject({ notice, confirming: null });
    expect(phone.storage.has('wallet.pending')).toBe(false);
  });

  it('signs in again when the session has expired, for the same order', async () => {
    endings = [{ errCode: -15007 }, null];
    await ready();
    await pay();
    expect(created().map(({ data }) => data.data['code'])).toEqual(['code-1', 'code-2']);
    expect(new Set(created().map(({ data }) => data.data['requestId'])).size).toBe(1);
    expect(page.data['result']).toMatchObject({ isGood: true });
  });

  it.each([-1, -5, -15002])('asks the cloud after %i, which proves nothing', async (errCode) => {
    endings = [{ errCode }];
    await ready();
    await pay();
    expect(page.data['result']).toMatchObject({ isGood: true });
  });

  it('gives up an order that nobody paid', async () => {
    endings = [{ errCode: -1 }];
    phone.answer('getOrder', reply('created'));
    await ready();
    await pay();
    expect(page.data['confirming']).toMatchObject({ isPaid: false });
    await jest.advanceTimersByTimeAsync(15_000);
    expect(page.data).toMatchObject({
      ...{ confirming: null, notice: '微信没有收到这笔付款，没有扣款，可以重新支付' },
    });
  });

  it('keeps confirming what was paid, even when the order was closed before', async () => {
    phone.answer('getOrder', reply('closed'));
    await ready();
    await pay();
    await jest.advanceTimersByTimeAsync(30_000);
    expect(page.data['confirming']).toMatchObject({ isPaid: true });
  });

  it('says when a payment is reviewed by a person', async () => {
    phone.answer('getOrder', reply('needs_review'));
    await ready();
    await pay();
    expect(page.data['result']).toMatchObject({ isGood: false, title: '这笔付款在人工核对' });
  });

  it('reads a changed price again', async () => {
    phone.answer('createOrder', refused('PRICE_CHANGED', 409, '价格刚刚变了，请确认后重新提交'));
    await ready();
    phone.answer('getPackages', ok({ isOpen: true, packages: [{ ...pack, priceFen: 2000 }] }));
    await pay();
    expect(page.data).toMatchObject({ notice: '价格刚刚变了，请确认后重新提交', price: '¥20.00' });
  });

  it('asks with the same request after a lost answer', async () => {
    phone.answer(
      'createOrder',
      new Error('timeout'),
      ok({ order: { orderId: 'order-0001', status: 'created' }, payment: signed }),
    );
    await ready();
    await pay();
    await pay();
    expect(new Set(created().map(({ data }) => data.data['requestId'])).size).toBe(1);
    expect(created()).toHaveLength(2);
  });
});

it('toPaymentEnd takes an error without a code for unknown', () => {
  expect(toPaymentEnd(undefined)).toEqual({ kind: 'unknown' });
});

describe('签到', () => {
  const checkin = (more: object = {}) => ({
    ...{ today: '20261121', hasCheckedIn: false, streak: 3, todayCredits: 2, nextCredits: 3 },
    ...{ table: [1, 1, 2, 2, 3, 3, 5], month: '202611' },
    days: [{ day: '20261120', credits: 2 }],
    ...more,
  });

  it('marks the days of the streak and names what today gives', () => {
    expect(toCheckin(checkin())).toMatchObject({
      ...{ title: '已连续 3 天', line: '今天还没签到', button: '签到，领 2 积分', isDone: false },
      ...{ month: '11月', total: '本月签到 1 天，得 2 积分' },
      streakDays: [
        { name: '第一天', state: 'done' },
        { state: 'done' },
        { state: 'done' },
        { name: '今天', gain: '+2', state: 'today' },
        { name: '第五天', state: 'later' },
        { state: 'later' },
        { state: 'later' },
      ],
    });
  });

  it('rests after the check-in', () => {
    const view = toCheckin(checkin({ hasCheckedIn: true, streak: 7, nextCredits: 1 }));
    expect(view).toMatchObject({ button: '已签到，明天领 1 积分', isDone: true });
    expect(view.streakDays[6]).toMatchObject({ name: '今天', state: 'done' });
  });

  it('begins the month on its weekday, in six rows', () => {
    const days = toCalendar('202611', '20261121', new Set(['20261120']));
    expect(days).toHaveLength(42);
    expect(days[6]).toMatchObject({ day: '1', label: '11月1日，未签到' });
    expect(days[25]).toMatchObject({ day: '20', state: 'done', label: '11月20日，已签到' });
    expect(days[26]).toMatchObject({ state: 'today', label: '今天，未签到' });
    expect(days[27]).toMatchObject({ state: 'later', label: '11月22日' });
    expect(days.filter(({ day }) => day !== '')).toHaveLength(30);
  });
});

it('邀请好友 shows the outcome of each invitation', () => {
  const view = toInvite(
    {
      ...{ isOpen: true, code: 'K7F2M9', rewardCredits: 20, maxPerMonth: 30, earnedCredits: 20 },
      canRedeem: false,
      invitees: [
        {
          nickname: '阿舟',
          status: 'rewarded',
          why: '',
          credits: 20,
          joinedAt: '2026-11-19T04:00:00.000Z',
        },
        {
          nickname: '',
          status: 'pending',
          why: '还没画第一张',
          credits: 0,
          joinedAt: '2026-11-20T04:00:00.000Z',
        },
        {
          nickname: '云',
          status: 'rejected',
          why: '本月奖励已满',
          credits: 0,
          joinedAt: '2026-11-20T04:00:00.000Z',
        },
      ],
    },
    now,
  );
  expect(view).toMatchObject({
    ...{ sum: '3 人 · 已得 20 积分', promise: '好友填写邀请码并画成第一张后，你得 20 积分' },
    rows: [
      { name: '阿舟', line: '11月19日加入', tag: '+20', state: 'good' },
      { name: '微信用户', line: '11月20日加入 · 还没画第一张', tag: '等待中' },
      { line: '11月20日加入 · 本月奖励已满', tag: '未奖励', state: 'none' },
    ],
  });
});

describe('the story of an order', () => {
  type Reply = Parameters<typeof toStory>[0];
  const story = (status: string, more: object = {}, balance: Reply['balance'] = null) =>
    toStory({ order: order(status, more) as Reply['order'], balance });
  const moments = { paidAt: '2026-11-29T04:00:03.000Z', creditedAt: '2026-11-29T04:00:05.000Z' };

  it('ends with the balance before and after', () => {
    expect(story('credited', moments, { before: 33, after: 233 })).toMatchObject({
      ...{ gain: '+200', unit: '积分 · 实付 ¥18.00', tag: '已到账', tone: 'good' },
      steps: [
        { title: '下单', line: '200 积分，¥18.00', time: '11:59:52' },
        { title: '付款', time: '12:00:03', state: 'done' },
        { title: '核对', state: 'done' },
        { title: '积分到账', line: '余额 33 → 233', time: '12:00:05', state: 'gain' },
      ],
    });
  });

  it('leaves open what has not happened', () => {
    expect(story('created', { paidFen: null }).steps).toMatchObject([
      { state: 'done' },
      { title: '付款', line: '等待微信确认', state: 'open' },
      { title: '积分到账', state: 'open' },
    ]);
  });

  it('appends a refund, and ends a closed order without a charge', () => {
    expect(story('partly_refunded', { ...moments, refundedFen: 600 }).steps[4]).toMatchObject({
      ...{ title: '已退款', line: '退回 ¥6.00，相应的积分已收回', state: 'back' },
    });
    expect(story('closed').steps[1]).toMatchObject({ line: '没有付款，没有扣款' });
  });
});
