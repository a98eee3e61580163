import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Phone, Workshop } from '../support/workshop';

describe('managing works', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it('marks a favourite, renames, and deletes without a refund', async () => {
    await draw('alice', '窗台上的橘猫');
    const phone = await workshop.phone('alice', { path: 'pages/works/index' });

    await phone.button(/窗台上的橘猫.*AI 生成/).click();
    await phone.button('收藏 窗台上的橘猫').click();
    await phone.text('已收藏').waitFor();
    await phone.button('重命名 窗台上的橘猫').click();
    await phone.page.locator('textarea').filter({ visible: true }).last().fill('黄昏的团子');
    await phone.text(/^保存$/).click();
    await phone.text('黄昏的团子').waitFor();
    await phone.picture('works-detail');
    expect(await workshop.rows('works')).toMatchObject([{ title: '黄昏的团子', isFavorite: true }]);

    await phone.button('删除 黄昏的团子').click();
    await phone.text('删除这张作品？').waitFor();
    await phone.picture('works-delete-dialog');
    await phone.page.getByText('删除', { exact: true }).filter({ visible: true }).last().click();
    await phone.text('还没有作品').waitFor();
    await phone.picture('works-empty');

    const [work] = await workshop.rows('works');
    expect(work).toMatchObject({
      status: 'completed',
      deletedAt: { $date: expect.anything() as unknown },
    });
    expect(await workshop.rows('users')).toMatchObject([{ credits: 99, generateCount: 1 }]);
  });

  it('finds by words, and marks and deletes several, which can be taken back', async () => {
    for (const prompt of ['窗台上的橘猫', '云海里的鲸', '雪山下的木屋'])
      await draw('alice', prompt);
    const phone = await workshop.phone('alice', { path: 'pages/works/index' });
    await phone.button(/窗台上的橘猫.*AI 生成/).waitFor();
    await phone.page.getByPlaceholder('搜标题或描述').fill('鲸');
    await phone.button(/窗台上的橘猫.*AI 生成/).waitFor({ state: 'detached' });
    await phone.button(/云海里的鲸.*AI 生成/).waitFor();
    await phone.button('清除搜索').click();
    await phone.button(/窗台上的橘猫.*AI 生成/).waitFor();

    await phone.page.getByRole('button', { name: '选择', exact: true }).click();
    await phone.button('全选 今天').click();
    await phone.text('已选 3 张').waitFor();
    const whale = phone.page.getByRole('checkbox', { name: /云海里的鲸.*AI 生成/ });
    await whale.click();
    await phone.text('已选 2 张').waitFor();
    await phone.picture('works-select');
    await phone.page.getByRole('button', { name: '收藏', exact: true }).click();
    await phone.text('已收藏 2 张').waitFor();

    await phone.page.getByRole('button', { name: '选择', exact: true }).press('Enter');
    await phone.page.getByRole('button', { name: '取消', exact: true }).press('Enter');
    const select = phone.page.getByRole('button', { name: '选择', exact: true });
    expect(await select.evaluate((node) => node === document.activeElement)).toBe(true);

    await select.click();
    await whale.click();
    await phone.page.getByRole('button', { name: '删除', exact: true }).click();
    await phone.text('删除这 1 张作品？').waitFor();
    await phone.page.getByText('删除', { exact: true }).filter({ visible: true }).last().click();
    await phone.text('已删除 1 张').waitFor();
    await phone.picture('works-undo');
    await phone.text('撤销').click();
    await phone.button(/云海里的鲸.*AI 生成/).waitFor();
    expect(await workshop.rows('works', { deletedAt: null })).toHaveLength(3);
    expect(await workshop.rows('works', { isFavorite: true })).toHaveLength(2);
  });

  it('fills the composer from a work', async () => {
    await draw('alice', '云海里的鲸', { style: 'ink' });
    const phone = await workshop.phone('alice', { path: 'pages/works/index' });

    await phone.button(/云海里的鲸.*AI 生成/).click();
    await phone.text('画同款').click();
    await phone.button(/^生成/).waitFor();

    await eventually(async () => {
      const field = phone.page.locator('textarea').filter({ visible: true });
      expect(await field.inputValue()).toBe('云海里的鲸');
    });
    await eventually(async () => {
      expect(await phone.button('风格，国风水墨').getAttribute('aria-checked')).toBe('true');
    });
  });

  it('loads more while scrolling, each work once', async () => {
    await workshop.member('alice', { vipLevel: 1 });
    const prompts = Array.from({ length: 14 }, (_, index) => `第${index + 1}张画`);
    await Promise.all(prompts.map((prompt) => draw('alice', prompt)));
    const phone = await workshop.phone('alice', { path: 'pages/works/index' });
    const cards = phone.page.getByLabel(/第\d+张画.*AI 生成/);
    await cards.nth(11).waitFor();
    expect(await cards.count()).toBe(12);

    await phone.page.mouse.move(180, 400);
    for (let turn = 0; turn < 12; turn += 1) await phone.page.mouse.wheel(0, 1200);
    await cards.nth(13).waitFor();

    const labels = await cards.evaluateAll((nodes) =>
      nodes.map((node) => node.getAttribute('aria-label')),
    );
    expect(new Set(labels).size).toBe(14);
  });

  it('bounds the nodes of a long list, and keeps every card in its place', async () => {
    await writeWorks('alice', 60);
    const phone = await workshop.phone('alice', { path: 'pages/works/index' });
    await phone.text('第1幅').waitFor();
    await phone.page.mouse.move(180, 400);
    const end = phone.text('图片由 AI 生成，请注意甄别');
    for (let turn = 0; turn < 200 && !(await end.isVisible()); turn += 1) {
      await phone.page.mouse.wheel(0, 900);
      await phone.page.evaluate(
        () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve())),
      );
    }
    await phone.text('第60幅').waitFor();
    await expectNodes(phone, 500);
    const height = await phone.page.evaluate(scrollHeight);

    for (let turn = 0; turn < 30; turn += 1) await phone.page.mouse.wheel(0, -900);
    await phone.text('第1幅').waitFor();
    await phone.picture('works-many');
    await expectNodes(phone, 500);

    // A placeholder is exactly as high as its card.
    await eventually(async () => {
      expect(await phone.page.evaluate(scrollHeight)).toBe(height);
    });
  });

  it('explains that a work is deleted, and leads to the list', async () => {
    await draw('alice', '云海里的鲸');
    const [work] = await workshop.rows('works');
    const id = String(work?.['_id']);
    await workshop.invoke('alice', 'workManage', 'deleteWork', { workId: id });

    const phone = await workshop.phone('alice', {
      path: 'packages/picture/detail/index',
      query: { id },
    });
    await phone.text('这张作品不在了').waitFor();
    await phone.picture('works-gone');
    await phone.text('去「作品」看看').click();

    await eventually(async () => {
      expect(await phone.text('还没有作品').isVisible()).toBe(true);
    });
  });

  it('shows works created elsewhere after pull-down refresh', async () => {
    await draw('alice', '云海里的鲸');
    const phone = await workshop.phone('alice', { path: 'pages/works/index' });
    await phone.button(/云海里的鲸.*AI 生成/).waitFor();
    await draw('alice', '雪山下的木屋');

    await phone.page.mouse.move(180, 250);
    await phone.page.mouse.down();
    await phone.page.mouse.move(180, 450, { steps: 8 });
    await phone.page.mouse.up();
    await phone.button(/雪山下的木屋.*AI 生成/).waitFor();

    const titles = await phone.page
      .getByLabel(/^(雪山下的木屋|云海里的鲸)，.*AI 生成/)
      .evaluateAll((cards) => cards.map((card) => card.getAttribute('aria-label')?.split('，')[0]));
    expect(titles.sort()).toEqual(['云海里的鲸', '雪山下的木屋']);
  });

  it('never shows the works of another user', async () => {
    await draw('alice', '爱丽丝的花园');
    const bob = await workshop.phone('bob', { path: 'pages/works/index' });
    await bob.text('还没有作品').waitFor();

    const [work] = await workshop.rows('works');
    const answer = await workshop.invoke('bob', 'workManage', 'getWork', { workId: work?.['_id'] });

    expect(answer).toMatchObject({ code: 404, error: 'NOT_FOUND', data: null });
    const alice = await workshop.phone('alice', { path: 'pages/works/index' });
    await alice.button(/爱丽丝的花园.*AI 生成/).waitFor();
    expect(await bob.page.getByText('爱丽丝的花园').count()).toBe(0);
  });

  const scrollHeight = `[...document.querySelectorAll('.page-scroller')].at(-1).scrollHeight`;

  async function expectNodes(phone: Phone, maxNodes: number): Promise<void> {
    await phone.page.waitForFunction(
      (max) =>
        document.querySelectorAll('.page-section:not([hidden]) .page-scroller *').length <= max,
      maxNodes,
    );
  }

  /** Writes finished works as rows, newest first. */
  async function writeWorks(who: string, count: number): Promise<void> {
    await draw(who, '样张');
    const [sample] = await workshop.rows('works');
    const start = Date.now();
    await workshop.put(
      'works',
      ...Array.from({ length: count }, (_, index) => ({
        ...sample,
        _id: `work_written_${index + 1}`,
        seat: `written:${index + 1}`,
        title: `第${index + 1}幅`,
        size: index % 2 === 0 ? '864x1152' : '1024x1024',
        createdAt: { $date: new Date(start + (count - index) * 1000).toISOString() },
      })),
    );
  }

  async function draw(
    who: string,
    prompt: string,
    more: Record<string, string> = {},
  ): Promise<void> {
    const request = {
      requestId: `draw-${encodeURIComponent(prompt).replace(/%/g, '')}`.slice(0, 60),
      prompt,
      ...more,
    };
    const reply = await workshop.invoke(who, 'aiGenerate', 'generate', request);
    expect(reply).toMatchObject({ code: 200 });
  }
});
