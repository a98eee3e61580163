import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Phone, Workshop } from '../support/workshop';
import { createQuotaSteps, fill } from './quota-steps';

describe('the quota pages of an admin', () => {
  let workshop: Workshop;
  let bob: string;
  const { createMembers, openQuota, adjust } = createQuotaSteps(() => workshop);

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  beforeEach(async () => {
    bob = await createMembers();
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it('accept storage in GB, exactly, until the end of a day', async () => {
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

  it('find a user by the start of the nickname, and explain a limit', async () => {
    const admin = await workshop.phone('root', { path: 'packages/admin/users/index' });
    await admin.button(/^查看 墨竹设计/).waitFor();
    await admin.picture('quota-6-users');
    await admin.page.locator('input').first().fill('没有这个人');
    await admin.text('没有找到这个人').waitFor();
    await admin.page.locator('input').first().fill('墨竹');
    await admin.button(/^查看 墨竹设计/).click();
    await admin.button('调整额度').click();

    await admin.button(/^存储空间，生效/).click();
    await admin.text('额度来源').waitFor();
    await admin.picture('quota-7-explain');
    await eventually(async () => {
      expect(await admin.page.locator('.cause.decides').textContent()).toMatch(/默认额度.*200 MB/);
    });
    await admin.button('关闭').click();
    await admin.button('换人，换一个用户').click();
    await admin.button('调整额度').waitFor();
  });

  it('open for admins only', async () => {
    for (const path of ['packages/admin/users/index', 'packages/admin/quota/index']) {
      const phone = await workshop.phone('bob', { path, query: { userId: bob } });
      await phone.text('这里只有管理员和客服可以进入').waitFor();
    }
    const profile = await workshop.phone('bob', { path: 'pages/profile/index' });
    await profile.text('存储空间').waitFor();
    expect(await profile.button('管理').isVisible()).toBe(false);
    const admins = await workshop.phone('root', { path: 'pages/profile/index' });
    await admins.button('管理').click();
    await admins.text('用户').click();
    await admins.text('最近加入').waitFor();
  });

  it.each([320, 375])('fit large numbers at %d px', async (width) => {
    for (const value of [10_000_000, 12_345_678, 1e15]) {
      await adjust('image_daily', value);
      await adjust('chat_ap_monthly', value);
      await adjust('storage_bytes', value);
      const admin = await openQuota(width);
      await admin.button(`每月 AP，生效 ${value}`).waitFor();
      await admin.picture(`quota-11-great-${value}-${width}`);
      expect(await overlappingCells(admin)).toEqual([]);
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

  it('refuse a limit that is too large before the cloud does', async () => {
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

  it('lead to the list of users when none is selected', async () => {
    const admin = await workshop.phone('root', { path: 'packages/admin/quota/index' });
    await admin.text('先选择一位用户').waitFor();
    await admin.picture('quota-15-nobody');
    await admin.text('选择用户').click();
    await admin.button(/^查看 墨竹设计/).click();
    await admin.button('调整额度').click();
    await admin.text('当前额度').waitFor();
    expect(await admin.text('先选择一位用户').isVisible()).toBe(false);
  });

  /** Cells of the table whose text overlaps the next cell. */
  function overlappingCells(phone: Phone): Promise<string[]> {
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
});
