import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Phone, Workshop } from '../support/workshop';

const recharge = 'packages/wallet/recharge/index';
const invitation = 'packages/wallet/invite/index';
const minuteMs = 60_000;

describe('the wallet', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterEach(async () => {
    await workshop.control('PUT', '/local/pay', []);
    await workshop.clear();
  });
  afterAll(() => workshop.close());

  const creditsOf = async (id: string) =>
    (await workshop.rows('users', { _id: id }))[0]?.['credits'];

  /** Orders 60 credits and waits for WeChat's sheet. */
  async function order(phone: Phone): Promise<void> {
    await phone.button(/^60 积分/).click();
    await phone.text('支付 ¥6.00').click();
    await phone.page.getByRole('button', { name: '确认支付' }).waitFor();
  }
  const confirm = (phone: Phone) => phone.page.getByRole('button', { name: '确认支付' }).click();

  it('credits what was paid, and shows it on every open page', async () => {
    const bob = await workshop.member('bob');
    const profile = await workshop.phone('bob', { path: 'pages/profile/index' });
    await profile.button('100 积分').waitFor();
    await profile.picture('wallet-1-profile');
    const phone = await workshop.phone('bob', { path: 'pages/profile/index' });
    await phone.button('充值').click();
    await phone.button(/^60 积分/).waitFor();
    await phone.picture('wallet-2-packages');
    await order(phone);
    await phone.text('Apple 内购').waitFor();
    await confirm(phone);
    await phone.text('60 积分已到账').waitFor();
    await phone.text('余额 100 → 160').waitFor();
    await phone.picture('wallet-3-credited');

    await profile.button('160 积分').waitFor();
    expect(await creditsOf(bob)).toBe(160);
    expect(await workshop.rows('orders')).toMatchObject([{ status: 'credited', userId: bob }]);
  });

  it('moves nothing when the payment is cancelled', async () => {
    const bob = await workshop.member('bob');
    const phone = await workshop.phone('bob', { path: recharge });
    await order(phone);
    await phone.page.getByRole('button', { name: '取消支付' }).click();
    await phone.text('已取消，没有扣款').waitFor();
    await phone.text('支付 ¥6.00').waitFor();
    expect(await creditsOf(bob)).toBe(100);
  });

  it('says why WeChat refused, takes nothing, and begins a new order with each tap', async () => {
    const bob = await workshop.member('bob');
    const query = { platform: 'android' };
    const phone = await workshop.phone('bob', { path: recharge, query });
    const failures = [
      ['-4', '微信提示这次支付有风险，没有扣款'],
      ['-15017', '这件商品暂时不能购买，没有扣款'],
      ['-15020', '微信支付有点忙，没有扣款，请稍后再试'],
    ] as const;
    for (const [code, reason] of failures) {
      await order(phone);
      await phone.text('微信虚拟支付').waitFor();
      await phone.page.getByLabel('失败原因').selectOption(code);
      await phone.page.getByRole('button', { name: '以此失败' }).click();
      await phone.text(reason).waitFor();
    }
    expect(await creditsOf(bob)).toBe(100);
    expect(await workshop.rows('orders', { status: 'created', platform: 'android' })).toHaveLength(
      failures.length,
    );
  });

  it('credits by the timer what neither push nor phone reports', async () => {
    const bob = await workshop.member('bob');
    await workshop.control('PUT', '/local/pay', [{ push: 'none' }]);
    const phone = await workshop.phone('bob', { path: recharge });
    await order(phone);
    await workshop.faults([
      { service: 'functions', function: 'payment', fault: 'fail-before', times: 1000 },
    ]);
    await confirm(phone);
    await phone.text('正在确认到账…').waitFor();
    await phone.picture('wallet-4-confirming');
    expect(await creditsOf(bob)).toBe(100);
    await phone.text('先去创作').click();
    await phone.tab('我的');

    await workshop.control('PUT', '/local/clock', { offsetMs: 2 * minuteMs });
    await eventually(async () => {
      expect(await creditsOf(bob)).toBe(160);
    });
    await workshop.faults([]);
    await phone.button('充值').click();
    await phone.text('60 积分已到账').waitFor();
    expect(await workshop.rows('credit_logs', { kind: 'recharge' })).toHaveLength(1);
  });

  it('brings a membership that is in force at once', async () => {
    await workshop.member('bob');
    const create = await workshop.phone('bob');
    await create.text('0/50').waitFor();
    const phone = await workshop.phone('bob', { path: 'packages/account/plans/index' });
    await phone.button(/^进阶版/).click();
    await phone.picture('wallet-5-plans');
    await phone.text('开通进阶版').click();
    await phone.text('支付 ¥39.00').click();
    await confirm(phone);
    await phone.text('进阶版 30 天已生效').waitFor();
    await phone.picture('wallet-6-membership');
    await create.text('0/200').waitFor();
    expect(await workshop.rows('orders')).toMatchObject([
      { status: 'credited', package: { kind: 'membership', planId: 'plus' } },
    ]);
  });

  it('gives the credits of a check-in once', async () => {
    const bob = await workshop.member('bob', { credits: 0 });
    const create = await workshop.phone('bob');
    await create.text('0/50').waitFor();
    await create.type('雨中的橘猫');
    await create.button(/^生成/).click();
    await create.text('积分不够了').waitFor();
    await create.text('去充值').waitFor();
    await create.picture('wallet-7-dialog');
    await create.button('签到也能领积分，去签到').click();
    await create.text('签到，领').click();
    await create.text('已签到，明天领').waitFor();
    await create.picture('wallet-8-checkin');

    const gained = await creditsOf(bob);
    expect(gained).toBeGreaterThan(0);
    await workshop.invoke('bob', 'payment', 'dailyCheckin');
    expect(await creditsOf(bob)).toBe(gained);
    const profile = await workshop.phone('bob', { path: 'pages/profile/index' });
    await profile.text('今日已签到').waitFor();
  });
});

describe('an invitation', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it('by code rewards the inviter with the first picture, on pages that are open', async () => {
    const ann = await workshop.member('ann');
    await workshop.member('bob');
    const [{ inviteCode = '' } = {}] = await workshop.rows('users', { _id: ann });
    const code = String(inviteCode);
    // Neither user has an overview yet: the page waits for the first one.
    expect(await workshop.rows('quota_overviews')).toEqual([]);
    const profile = await workshop.phone('ann', { path: 'pages/profile/index' });
    await profile.button('100 积分').waitFor();
    const before = await workshop.phone('ann', { path: invitation });
    await before.text(code).waitFor();
    await before.text('还没有好友用过你的邀请码').waitFor();
    await before.picture('wallet-9-invite');

    const bob = await workshop.phone('bob', { path: 'pages/profile/index' });
    await bob.text('邀请好友').click();
    await bob.text('填写好友的邀请码').click();
    await bob.page.locator('.modal-field').fill(` ${code.toLowerCase()} `);
    await bob.page.locator('.modal-confirm').click();
    await bob.text('已填写，画成第一张后好友会得到奖励').waitFor();
    const waiting = await workshop.phone('ann', { path: invitation });
    await waiting.text('等待中').waitFor();
    expect(await workshop.rows('invites')).toMatchObject([{ status: 'pending', inviterId: ann }]);

    const create = await workshop.phone('bob');
    await create.text('0/50').waitFor();
    await create.type('雨中的橘猫');
    await create.button(/^生成/).click();

    await profile.button('120 积分').waitFor();
    const after = await workshop.phone('ann', { path: invitation });
    await after.text('1 人 · 已得 20 积分').waitFor();
    await after.text('+20').waitFor();
    await after.picture('wallet-10-rewarded');
    expect(await workshop.rows('credit_logs', { kind: 'invite' })).toMatchObject([
      { userId: ann, amount: 20, before: 100, after: 120 },
    ]);
  });

  it('is refused for an own code, in words', async () => {
    const ann = await workshop.member('ann');
    const [{ inviteCode = '' } = {}] = await workshop.rows('users', { _id: ann });
    const phone = await workshop.phone('ann', { path: invitation });
    await phone.text('填写好友的邀请码').click();
    await phone.page.locator('.modal-field').fill(String(inviteCode));
    await phone.page.locator('.modal-confirm').click();

    await phone.text('不能填自己的邀请码').waitFor();
    expect(await workshop.rows('invites')).toEqual([]);
  });
});

describe('a balance that moves', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it('for the first time is shown by a page that was open before', async () => {
    await workshop.member('cleo');
    const profile = await workshop.phone('cleo', { path: 'pages/profile/index' });
    await profile.button('100 积分').waitFor();
    expect(await workshop.rows('quota_overviews')).toEqual([]);
    const data = { requestId: 'request-0001', prompt: '雨中的橘猫' };
    await workshop.invoke('cleo', 'aiGenerate', 'generate', data);

    await profile.button('99 积分').waitFor();
    expect(await workshop.rows('quota_overviews')).toMatchObject([{ credits: 99 }]);
  });
});

describe('the wallet, without a channel', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await openWorkshop({ hasPayment: false });
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it('has no entry, no price and no button, and the check-in', async () => {
    const profile = await workshop.phone('bob', { path: 'pages/profile/index' });
    await profile.text('积分记录').waitFor();
    await profile.text('每日签到').waitFor();
    expect(await profile.page.getByText(/充值|¥/).count()).toBe(0);

    const phone = await workshop.phone('bob', { path: recharge });
    await phone.text('充值尚未开通').waitFor();
    expect(await phone.page.getByText(/¥|支付/).count()).toBe(0);
  });
});
