import type { Locator, Page } from 'playwright-core';
import { serious } from '../support/axe';
import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Workshop } from '../support/workshop';

describe('the pages of the console', () => {
  let workshop: Workshop;
  let page: Page;

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  beforeEach(async () => {
    page = await workshop.blank({ width: 320, height: 568 });
    await page.goto(`${workshop.url}/console#report`);
  });
  afterEach(async () => {
    await page.close();
    await workshop.clear();
  });
  afterAll(() => workshop.close());

  it('explain how to get the first report, and create it', async () => {
    await text('还没有报告，点击「立即检查」生成第一份').waitFor();
    await expectFits();

    await check();

    await badge('良好').waitFor();
    await text('没有发现问题，无需处理').waitFor();
    await expectHistory(['良好', '无']);
    await expectFits();
  });

  it('advise what to do about a count mismatch', async () => {
    const userId = await workshop.member('alice', { generateCount: 99 });

    await check();

    await badge('需要关注').waitFor();
    await text('发现 1 类问题，共 1 处，可通过恢复或修正解决').waitFor();
    await text('1 位用户的生成次数与作品数不一致').waitFor();
    await text(/npm run fix-user-consistency/).waitFor();
    await text(userId).waitFor();
    await text('记录 99，实际 0').waitFor();
    await expectHistory(['需要关注', '未配置']);
    await expectFits();
  });

  it('open an earlier report, with the outcome of its alarm', async () => {
    await check();
    const [latest] = await workshop.rows('integrity_reports');
    const checkedAt = new Date('2026-01-02T03:04:05Z');
    const earlier = { ...latest, checkedAt, day: '20260102', status: 'damaged' };
    await workshop.put(
      'integrity_reports',
      { ...earlier, _id: 'earlier', alarm: 'failed' },
      { ...earlier, _id: 'earliest', checkedAt: new Date(0), alarm: 'sent' },
      { _id: 'unreadable', checkedAt: new Date(1), alarm: 'constructor', report: {} },
    );
    await page.reload();
    await expectHistory(['良好', '无'], ['异常', '发送失败'], ['未知', '未知'], ['异常', '已发送']);
    await expectFits();

    await page.locator('.history tbody tr').nth(1).click();
    await badge('异常').waitFor();
    await text(/2026年1月2日/).waitFor();
    await page.locator('.history tbody tr').nth(2).click();
    await text('无法读取这份报告的明细').waitFor();
  });

  // Keep this test last: moving the clock fires the daily timer, whose report may arrive after the test.
  it('show a damaged row in full and as plain text', async () => {
    const userId = await workshop.member('alice');
    await makePicture();
    const id = `work_<b>long</b>${'x'.repeat(80)}`;
    const [work] = await workshop.rows('works', { userId });
    await workshop.put('works', { ...work, _id: id, seat: 'elsewhere', status: 'broken' });
    // Only the Monday check reads every row.
    await moveTo('2026-11-23T04:00:00Z');

    await check();

    await badge('异常').waitFor();
    await text('1 条作品记录不符合数据结构').waitFor();
    await text(id).waitFor();
    await expectHistory(['异常', '未配置']);
    await expectFits();
    for (const width of [375, 430, 1280]) {
      await page.setViewportSize({ width, height: 812 });
      await expectFits();
    }
  });

  it('show one trace for a picture, its steps in place, and nothing moves while it is read', async () => {
    await makePicture();
    await page.goto(`${workshop.url}/console#overview`);
    const row = page.locator('.trace').filter({ hasText: 'aiGenerate.generate' });
    await row.waitFor();
    await row.focus();
    await page.keyboard.press('Enter');
    await page.locator('.step').filter({ hasText: 'zhipu start' }).waitFor();
    await expectFits();

    await workshop.invoke('bob', 'login', 'wxLogin');
    await text('1 条新记录').waitFor();
    expect(await page.locator('.trace').filter({ hasText: 'login.wxLogin' }).count()).toBe(0);
    expect(await row.getAttribute('aria-expanded')).toBe('true');
  });

  it('tell the story of an order, and check the wallet with everything else', async () => {
    const userId = await workshop.member('alice');
    const at = new Date();
    const fees = { orderFee: 600, paidFee: 600, couponFee: 0, refundedFen: 0, shortfallCredits: 0 };
    await workshop.put('orders', {
      ...{ _id: 'P00000001', _openid: 'alice', userId, channel: 'virtual', env: 'live' },
      package: {
        ...{ packageId: 'credits_60', kind: 'credits', name: '60 积分', priceFen: 600 },
        ...{ credits: 60, bonusCredits: 0, version: 1 },
      },
      ...{ status: 'credited', ...fees, wxOrderId: 'wx1', isDelivered: true, version: 2 },
      ...{ createdAt: at, paidAt: at, creditedAt: at, queriedAt: at },
    });
    await workshop.put('payment_events', {
      ...{ _id: 'query:P00000001:1', orderId: 'P00000001', source: 'push', outcome: 'credited' },
      ...{ facts: { status: '2' }, createdAt: at },
    });
    await page.goto(`${workshop.url}/console#orders`);
    await text('P00000001').click();
    await text('push → credited').waitFor();
    await expectFits();
    await page.getByRole('button', { name: '关闭', exact: true }).click();
    await page.goto(`${workshop.url}/console#report`);
    await check();

    await text('应入账 60 积分').waitFor();
  });

  it.each([
    ...['overview', 'logs', 'functions', 'collections', 'users', 'files', 'tasks', 'orders'],
    ...['outbox', 'inbox', 'faults', 'palette', 'report', 'clock', 'transfer'],
  ])('are accessible at 320 px, like the rest of the console: %s', async (section) => {
    await page.goto(`${workshop.url}/console#${section}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expectFits();
    expect(await serious(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await serious(page)).toEqual([]);
  });

  it('find a user, a section and requests from the header', async () => {
    const userId = await workshop.member('alice', { nickname: '小满' });
    await page.goto(`${workshop.url}/console#overview`);
    await page.locator('.trace').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('小满');
    await page.locator('.found-row').filter({ hasText: userId }).waitFor();
    await expectFits();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: `users · ${userId}` }).waitFor();
    await page.getByRole('button', { name: '关闭', exact: true }).click();

    const field = page.getByRole('searchbox', { name: /快捷键/ });
    await field.fill('wxLogin');
    await page.locator('.found-row').filter({ hasText: '次请求' }).click();
    await page.getByRole('heading', { name: '日志', level: 1 }).waitFor();
    expect(await page.getByLabel('筛选日志').inputValue()).toBe('wxLogin');

    await field.fill('时钟');
    await page.locator('.found-row').filter({ hasText: '页面' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '时钟', level: 1 }).waitFor();
    await page.getByRole('button', { name: '前进 30 天' }).click();
    await page.locator('.head-clock[data-set]').waitFor();
  });

  it('show what a provider was asked and what it answered', async () => {
    await workshop.member('alice');
    await makePicture();
    await page.goto(`${workshop.url}/console#inbox`);
    await page.locator('tr.openable').filter({ hasText: 'cogview' }).first().click();
    const bodies = page.locator('.exchange pre');
    await bodies.filter({ hasText: '雨中的橘猫' }).first().waitFor();
    await bodies.filter({ hasText: '"url"' }).first().waitFor();
    await expectFits();
    expect(await serious(page)).toEqual([]);
  });

  it('call a function and run a timer by a form', async () => {
    await page.goto(`${workshop.url}/console#functions`);
    await page.getByRole('button', { name: 'login', exact: true }).click();
    await page.getByLabel('JSON').fill('{"action":"wxLogin","data":{}}');
    await page.getByRole('button', { name: '调用', exact: true }).click();
    await text(/"code": 200/).waitFor();
    await page.getByRole('button', { name: 'tick', exact: true }).click();
    await page.getByRole('button', { name: /^运行定时器/ }).click();
    await page.locator('.answer').filter({ hasText: 'database' }).waitFor();
    expect(await workshop.rows('users')).toHaveLength(1);
  });

  async function makePicture(): Promise<void> {
    const data = { requestId: 'request-0001', prompt: '雨中的橘猫' };
    await workshop.invoke('alice', 'aiGenerate', 'generate', data);
  }

  async function moveTo(now: string): Promise<void> {
    await fetch(`${workshop.url}/local/clock`, { method: 'PUT', body: JSON.stringify({ now }) });
  }

  async function check(): Promise<void> {
    await page.getByRole('button', { name: '立即检查' }).click();
    await page.getByRole('status').getByText('检查完成').waitFor();
  }

  function text(content: string | RegExp): Locator {
    const isExact = typeof content === 'string';
    return page.getByText(content, { exact: isExact }).filter({ visible: true }).first();
  }

  function badge(word: string): Locator {
    return page.locator('.badge').getByText(word, { exact: true });
  }

  async function expectHistory(...rows: [status: string, alarm: string][]): Promise<void> {
    await eventually(async () => {
      const tags = await page.locator('.history tbody .tag').allTextContents();
      expect(tags).toEqual(rows.flat());
    });
  }

  /** No text may be clipped, except with an ellipsis or in an element that scrolls. */
  async function expectFits(): Promise<void> {
    const cut = await page.evaluate(() => {
      const all = [document.documentElement, ...document.querySelectorAll<HTMLElement>('body *')];
      return all
        .filter((node) => node.clientWidth > 0 && node.scrollWidth > node.clientWidth)
        .filter((node) => {
          const { display, overflowX, textOverflow } = getComputedStyle(node);
          return display !== 'inline' && overflowX !== 'auto' && textOverflow !== 'ellipsis';
        })
        .map((node) => `${node.tagName}.${node.className}: ${node.textContent.slice(0, 40)}`);
    });
    expect(cut).toEqual([]);
  }
});
