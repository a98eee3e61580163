import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Phone, Workshop } from '../support/workshop';
import { createQuotaSteps, fill } from './quota-steps';

describe('quotas on open pages', () => {
  let workshop: Workshop;
  let bob: string;
  const { createMembers, openQuota, adjust } = createQuotaSteps(() => workshop);

  beforeAll(async () => {
    workshop = await openWorkshop({ hasPayment: false });
  });
  beforeEach(async () => {
    bob = await createMembers();
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it('show an adjustment without a reload', async () => {
    const create = await workshop.phone('bob');
    await create.text('0/50').waitFor();
    const admin = await openQuota();
    await admin.picture('quota-1-admin');

    await fill(admin, '新的额度', '300');
    await fill(admin, '原因', '双十二活动，商家素材加量');
    await admin.text('今日已用 0 次，保存后还可生成 300 次').waitFor();
    await admin.button('保存，立即生效').click();
    await admin.text('已生效，现在是 300 次').waitFor();

    await create.text('0/300').waitFor();
    await create.text('还可生成 300 次').waitFor();
    await create.picture('quota-2-create');
    await admin.text('50 → 300').waitFor();
    await admin.picture('quota-3-audit');
    expect(await workshop.rows('quota_audit_logs')).toMatchObject([
      { userId: bob, after: 300, effectiveBefore: 50, effectiveAfter: 300 },
    ]);
  });

  it('remove an override with a reason and a confirmation', async () => {
    await adjust('image_daily', 300);
    const create = await workshop.phone('bob');
    await create.text('0/300').waitFor();
    const admin = await openQuota();

    await admin.button('取消覆盖').click();
    await admin.text('先填原因').waitFor();
    await fill(admin, '原因', '活动结束');
    await admin.button('取消覆盖').click();
    await admin.text('取消后恢复为 50 次，立即生效').waitFor();
    await admin.page.locator('.modal-confirm').click();

    await create.text('0/50').waitFor();
    await admin.text('300 → 50 取消覆盖').waitFor();
    const [row] = await workshop.rows('user_subscriptions', { _id: bob });
    expect(row).toMatchObject({ customQuotas: {}, version: 2 });
  });

  it('catch up on a change made while the phone was offline', async () => {
    const create = await workshop.phone('bob');
    await create.text('0/50').waitFor();
    await turn(create, 'offline');
    await adjust('image_daily', 120);
    await eventually(async () => {
      expect(await create.text('0/50').isVisible()).toBe(true);
    });

    await turn(create, 'normal');
    await create.text('0/120').waitFor();

    // The new connection receives changes too.
    await adjust('image_daily', 130);
    await create.text('0/130').waitFor();
  });

  it('show a new membership on the create and profile pages', async () => {
    const create = await workshop.phone('bob');
    await create.text('100 积分').waitFor();
    const profile = await workshop.phone('bob', { path: 'pages/profile/index' });
    await profile.text('免费用户').waitFor();
    const admin = await openQuota();

    await admin.button('开通、续期或结束会员').click();
    await admin.text('进阶版').click();
    await fill(admin, '开通或结束的原因', '客服开通');
    await admin.button('开通进阶版 30 天').click();
    await admin.text('已开通，立即生效').waitFor();

    await create.text('0/200').waitFor();
    await create.text('100 积分').waitFor({ state: 'hidden' });
    await profile.text('会员 · 进阶版').waitFor();
    await profile.picture('quota-4-profile');
    await admin.text('免费版 → 进阶版').waitFor();
    await admin.picture('quota-5-membership');
    expect(await workshop.rows('users', { _id: bob })).toMatchObject([{ vipLevel: 2 }]);
  });

  it('adjust once when the first response was lost', async () => {
    const admin = await openQuota();
    await fill(admin, '新的额度', '300');
    await fill(admin, '原因', '活动');
    await workshop.faults([
      { service: 'functions', function: 'quota', fault: 'fail-after', times: 1 },
    ]);
    await admin.button('保存，立即生效').click();
    await admin.text('网络不太顺畅，请稍后再试').waitFor();
    await admin.button('保存，立即生效').click();
    await admin.text('已生效，现在是 300 次').waitFor();

    expect(await workshop.rows('quota_audit_logs')).toHaveLength(1);
  });

  it('explain the limit, and lead nowhere while nothing can be bought', async () => {
    await adjust('image_daily', 0);
    const create = await workshop.phone('bob');
    await create.text('今日次数已用完').waitFor();
    await create.type('雨中的橘猫');
    await create.button(/^生成/).click();
    await create.text('今日生成次数已达上限（0次）').waitFor();
    await create.picture('quota-8-limit');

    expect(await create.page.getByText(/会员/).count()).toBe(0);
    await create.text('知道了').click();

    const profile = await workshop.phone('bob', { path: 'pages/profile/index' });
    await profile.text('积分记录').waitFor();
    expect(await profile.page.getByText(/会员|权益/).count()).toBe(0);
  });

  it('show the plans with the figures of the cloud, without a price', async () => {
    const [row] = await workshop.rows('plan_features', { _id: 'basic:image_daily' });
    await workshop.put('plan_features', { ...row, value: 222 });
    const plans = await workshop.phone('bob', { path: 'packages/account/plans/index' });
    await plans.button(/^基础版.*每天生成 222 次/).waitFor();
    await plans.picture('quota-9-plans');
    await plans.button(/^专业版/).click();
    await plans.text('会员购买尚未开通').waitFor();
    expect(await plans.page.getByText(/客服|¥/).count()).toBe(0);
  });

  it('explain a full storage, and lead to the works to delete', async () => {
    await adjust('storage_bytes', 0);
    const create = await workshop.phone('bob');
    await create.text('100 积分').waitFor();
    await create.type('雨中的橘猫');
    await create.button(/^生成/).click();
    await create.text('删掉几张作品后再画').waitFor();
    await create.picture('quota-10-storage');
    await create.text('去整理作品').click();
    await create.text('还没有作品').waitFor();
    expect(await workshop.rows('users', { _id: bob })).toMatchObject([{ credits: 100 }]);
  });

  async function turn(phone: Phone, network: 'normal' | 'offline'): Promise<void> {
    await phone.page.evaluate(`__workshop.updateSettings({ network: '${network}' })`);
  }
});
