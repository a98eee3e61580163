import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Phone, Workshop } from '../support/workshop';

type Reply = { code: number; data: Record<string, unknown> };

describe('quotas that are right everywhere at once', () => {
  let workshop: Workshop;
  let bob: string;

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  beforeEach(async () => {
    await workshop.member('root', { userType: 'admin', nickname: '陈默' });
    bob = await workshop.member('bob', { nickname: '墨竹设计' });
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it('shows an adjustment on a page that is open, without a reload', async () => {
    const create = await workshop.phone('bob');
    await create.text('0/50').waitFor();
    const admin = await openQuota();
    await admin.picture('quota-1-admin');

    await fill(admin, '新的额度', '300');
    await fill(admin, '原因', '双十二活动，商家素材加量');
    await admin.text('今日已用 0 次，保存后还可生成 300 次').waitFor();
    await admin.button('保存，立即生效').click();
    await admin.text('已生效，现在是 300 次').waitFor();

    await create.text('0/300').waitFor({ timeout: 2000 });
    await create.text('还可生成 300 次').waitFor();
    await create.picture('quota-2-create');
    await admin.text('50 → 300').waitFor();
    await admin.picture('quota-3-audit');
    expect(await workshop.rows('quota_audit_logs')).toMatchObject([
      { userId: bob, after: 300, effectiveBefore: 50, effectiveAfter: 300 },
    ]);
  });

  it('takes the override away again, with a reason and a second look', async () => {
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

    await create.text('0/50').waitFor({ timeout: 2000 });
    await admin.text('300 → 50 取消覆盖').waitFor();
    const [row] = await workshop.rows('user_subscriptions', { _id: bob });
    expect(row).toMatchObject({ customQuotas: {}, version: 2 });
  });

  it('hears of a change that was made while it had no network', async () => {
    const create = await workshop.phone('bob');
    await create.text('0/50').waitFor();
    await turn(create, 'offline');
    await adjust('image_daily', 120);
    await eventually(async () => {
      expect(await create.text('0/50').isVisible()).toBe(true);
    });

    await turn(create, 'normal');
    await create.text('0/120').waitFor({ timeout: 5000 });

    // The connection that was opened anew carries on.
    await adjust('image_daily', 130);
    await create.text('0/130').waitFor({ timeout: 2000 });
  });

  it('gives a membership that shows on 创作 and on 我的 at once', async () => {
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

    await create.text('0/200').waitFor({ timeout: 2000 });
    await create.text('100 积分').waitFor({ state: 'hidden' });
    await profile.text('会员 · 进阶版').waitFor({ timeout: 2000 });
    await profile.picture('quota-4-profile');
    await admin.text('免费版 → 进阶版').waitFor();
    await admin.picture('quota-5-membership');
    expect(await workshop.rows('users', { _id: bob })).toMatchObject([{ vipLevel: 2 }]);
  });

  it('finds a person by the beginning of the name, and explains a number', async () => {
    const admin = await workshop.phone('root', { path: 'packages/admin/users/index' });
    await admin.button(/^调整 墨竹设计/).waitFor();
    await admin.picture('quota-6-users');
    await admin.page.locator('input').first().fill('没有这个人');
    await admin.text('没有找到这个人').waitFor();
    await admin.page.locator('input').first().fill('墨竹');
    await admin.button(/^调整 墨竹设计/).click();

    await admin.button(/^存储空间，生效/).click();
    await admin.text('额度来源').waitFor();
    await admin.picture('quota-7-explain');
    await eventually(async () => {
      expect(await admin.page.locator('.cause.decides').textContent()).toMatch(/默认额度.*200 MB/);
    });
    await admin.button('关闭').click();
    await admin.button('换一个用户').click();
    await admin.button(/^调整 墨竹设计/).waitFor();
  });

  it('takes storage in GB, exactly, to the end of a day', async () => {
    const admin = await openQuota();
    await admin.button('项目，存储空间').click();
    await fill(admin, '新的额度', '0.1953125');
    await fill(admin, '原因', '客服补偿');
    await admin.button(/^到期日/).click();
    await admin.page.locator('.picker-moment').fill('2099-12-31');
    await admin.page.locator('.picker-confirm').click();
    await admin.text('至2099年12月31日').waitFor();
    await admin.button('保存，立即生效').click();
    await admin.text('已生效，现在是 200 MB').waitFor();

    const [row] = await workshop.rows('user_subscriptions', { _id: bob });
    expect(row).toMatchObject({
      customQuotas: {
        storage_bytes: { value: 209_715_200, expiresAt: { $date: '2099-12-31T15:59:59Z' } },
      },
    });
  });

  it('adjusts once when the answer of the first try was lost', async () => {
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

  it('opens for nobody but admins', async () => {
    for (const path of ['packages/admin/users/index', 'packages/admin/quota/index']) {
      const phone = await workshop.phone('bob', { path, query: { userId: bob } });
      await phone.text('这里只有管理员可以进入').waitFor();
    }
    const profile = await workshop.phone('bob', { path: 'pages/profile/index' });
    await profile.text('存储空间').waitFor();
    expect(await profile.text('调整额度').isVisible()).toBe(false);
    const admins = await workshop.phone('root', { path: 'pages/profile/index' });
    await admins.text('调整额度').click();
    await admins.text('最近加入').waitFor();
  });

  it('leads from the limit to the plans, with the figures of the cloud', async () => {
    await adjust('image_daily', 0);
    const [row] = await workshop.rows('plan_features', { _id: 'basic:image_daily' });
    await workshop.put('plan_features', { ...row, value: 222 });
    const create = await workshop.phone('bob');
    await create.text('今日次数已用完').waitFor();
    await create.type('雨中的橘猫');
    await create.button(/^生成/).click();
    await create.text('今日生成次数已达上限（0次）').waitFor();
    await create.picture('quota-8-limit');

    await create.text('升级会员').click();
    await create.button(/^基础版.*每天生成 222 次/).waitFor();
    await create.picture('quota-9-plans');
    await create.button(/^专业版/).click();
    await create.text('会员购买还没有开放，可联系客服开通，立即生效').waitFor();
    await eventually(async () => {
      expect(await create.text('联系客服开通专业版').isVisible()).toBe(true);
    });
  });

  it('says that the storage is full, and where there is room to make', async () => {
    await adjust('storage_bytes', 0);
    const create = await workshop.phone('bob');
    await create.text('100 积分').waitFor();
    await create.type('雨中的橘猫');
    await create.button(/^生成/).click();
    await create.text('删掉几张作品，或升级会员后再画').waitFor();
    await create.picture('quota-10-storage');
    await create.text('去整理作品').click();
    await create.text('还没有作品').waitFor();
    expect(await workshop.rows('users', { _id: bob })).toMatchObject([{ credits: 100 }]);
  });

  it.each([320, 375])('has room for great numbers at %d px', async (width) => {
    for (const value of [10_000_000, 12_345_678, 1e15]) {
      await adjust('image_daily', value);
      await adjust('chat_ap_monthly', value);
      await adjust('storage_bytes', value);
      const admin = await openQuota(width);
      await admin.button(`每月 AP，生效 ${value}`).waitFor();
      await admin.picture(`quota-11-great-${value}-${width}`);
      expect(await overprinted(admin)).toEqual([]);
    }

    await adjust('chat_ap_monthly', 100_000);
    const profile = await workshop.phone('bob', { path: 'pages/profile/index', width });
    await profile.text('10万').waitFor();
    await profile.picture(`quota-12-profile-${width}`);
    const heights = await profile.page
      .locator('.amount')
      .evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().height));
    expect(heights[1]).toBe(heights[0]);
  });

  it('says what is too much, before the cloud does', async () => {
    const admin = await openQuota();
    await fill(admin, '新的额度', '99999999999999999');
    await admin.text('太大了，最多 1000000000000000 次').waitFor();
    await admin.button('项目，存储空间').click();
    await fill(admin, '新的额度', '999999');
    await admin.text('太大了，最多 931322.57 GB').waitFor();
    await admin.picture('quota-13-too-much');
    await fill(admin, '新的额度', '931322.57');
    await fill(admin, '原因', '测试');
    await admin.button('保存，立即生效').click();
    await admin.text('已生效，现在是 909.4 TB').waitFor();
    await admin.button(/^存储空间，生效 909.4 TB/).click();
    await admin.text('存储空间 909.4 TB').waitFor();
    await eventually(async () => {
      expect(await admin.page.locator('.cause.decides').textContent()).toContain('909.4 TB');
    });
    await admin.text('已用 0 B').waitFor();
    await admin.picture('quota-14-one-unit');
  });

  it('leads to the users who opens it for nobody', async () => {
    const admin = await workshop.phone('root', { path: 'packages/admin/quota/index' });
    await admin.text('先选择一位用户').waitFor();
    await admin.picture('quota-15-nobody');
    await admin.text('选择用户').click();
    await admin.button(/^调整 墨竹设计/).click();
    await admin.text('当前额度').waitFor();
    expect(await admin.text('先选择一位用户').isVisible()).toBe(false);
  });

  /** Cells of the table whose words reach into the next one. */
  function overprinted(phone: Phone): Promise<string[]> {
    return phone.page.evaluate(() =>
      [...document.querySelectorAll('.table .line')].flatMap((line) => {
        const boxes = [...line.children].map((cell) => {
          const range = document.createRange();
          range.selectNodeContents(cell);
          return { text: cell.textContent, box: range.getBoundingClientRect() };
        });
        const end = line.getBoundingClientRect().right;
        return boxes
          .filter(({ box }, place) => box.right > (boxes[place + 1]?.box.left ?? end + 1))
          .map(({ text }) => text);
      }),
    );
  }

  async function openQuota(width = 375): Promise<Phone> {
    const path = 'packages/admin/quota/index';
    const admin = await workshop.phone('root', { path, width, query: { userId: bob } });
    await admin.text('当前额度').waitFor();
    return admin;
  }

  async function adjust(feature: string, value: number): Promise<void> {
    const requestId = `journey-${feature}-${value}`;
    const input = { userId: bob, feature, value, reason: '测试', requestId };
    const reply = (await workshop.invoke('root', 'quota', 'adjust', input)) as Reply;
    expect(reply.code).toBe(200);
  }

  async function fill(phone: Phone, name: string, text: string): Promise<void> {
    const field = phone.page.locator(`input[aria-label^="${name}"]`).filter({ visible: true });
    await field.first().fill(text);
  }

  async function turn(phone: Phone, network: 'normal' | 'offline'): Promise<void> {
    await phone.page.evaluate(`__workshop.updateSettings({ network: '${network}' })`);
  }
});
