import { openLab, type PhoneLab, type TestPhone } from './phone';

describe('a page on the phone', () => {
  let lab: PhoneLab;
  let phone: TestPhone;

  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());
  beforeEach(async () => {
    phone = await lab.open();
    await phone.expectLog('home ready');
  });
  afterEach(async () => {
    await phone.finish();
  });

  it('goes through attached, load, show and ready in the order of a phone', async () => {
    expect(await phone.log()).toEqual([
      'app launch pages/home/index',
      'card title first',
      'card attached',
      'home load {}',
      'home show',
      'card page show',
      'card ready',
      'home ready',
    ]);
  });

  it('is hidden by the page it opens, receives its events and is shown again after it', async () => {
    await phone.log();
    const heard = await phone.page.evaluate<unknown>(
      `new Promise((resolve) => wx.navigateTo({ url: '../../packages/extra/detail/index?work=a%20b', events: { opened: resolve } }))`,
    );
    expect(heard).toEqual({ work: 'a%20b' });
    await phone.page.getByLabel('返回', { exact: true }).click();
    await phone.expectLog('home show');
    expect(await phone.log()).toEqual([
      'home hide',
      'card page hide',
      'detail load a%20b',
      'detail show',
      'detail unload',
      'home show',
      'card page show',
    ]);
  });

  it('keeps tab pages alive and unloads the pages above them', async () => {
    await phone.log();
    await phone.page.getByRole('tab', { name: 'More' }).click();
    await phone.expectLog('more show');
    await phone.page.getByRole('tab', { name: 'Home' }).click();
    await phone.expectLog('home tab');
    await phone.page.evaluate(`wx.navigateTo({ url: '/packages/extra/detail/index' })`);
    await phone.page.evaluate(`wx.switchTab({ url: '/pages/more/index' })`);
    await phone.expectLog('detail unload');
    expect(await phone.log()).toEqual([
      'home hide',
      'card page hide',
      'more load',
      'more show',
      'more hide',
      'home show',
      'card page show',
      'home tab Home',
      'home hide',
      'card page hide',
      'detail load ',
      'detail show',
      'detail unload',
      'more show',
    ]);
  });

  it('rejects navigation that WeChat rejects', async () => {
    const reasons = await phone.page.evaluate<string[]>(`Promise.all([
      wx.navigateTo({ url: '/pages/more/index' }),
      wx.switchTab({ url: '/pages/form/index' }),
      wx.navigateTo({ url: '/pages/nowhere/index' }),
      wx.navigateBack(),
    ].map((call) => call.then(() => 'done', ({ errMsg }) => errMsg)))`);
    expect(reasons).toEqual([
      'navigateTo:fail can not navigateTo a tabbar page',
      'switchTab:fail can not switch to no-tabBar page',
      'navigateTo:fail page "pages/nowhere/index" is not found',
      'navigateBack:fail cannot navigate back at first page',
    ]);
  });

  it('passes targets, datasets and coordinates to tap handlers, and stops at a catch', async () => {
    await phone.log();
    await phone.page.locator('#inner').click();
    await phone.page.locator('#caught').click();
    await phone.page.locator('.row').nth(1).click();
    expect(await phone.log()).toEqual([
      'inner {"item":{"id":7}} number 0',
      'outer ["inner","outer",{"outerName":"out"}]',
      'caught',
      'row {"index":1}',
    ]);
  });

  it('passes properties down and events up', async () => {
    await phone.page.locator('#card .title').click();
    await phone.expectLog('card title second');
    expect(await phone.page.locator('#card .slotted').textContent()).toBe('slotted');
    expect(await phone.page.locator('#card >> text=SECOND 12').count()).toBe(1);
  });

  it('runs WXS event handlers and property observers', async () => {
    await phone.page.locator('#scripted').click();
    await phone.expectLog('scripted touchstart');
    expect(
      await phone.page.locator('.gauge').evaluate((node) => getComputedStyle(node).width),
    ).toBe('15px');
    await phone.page.evaluate(`getCurrentPages()[0].setData({ count: 3 })`);
    await phone.page.waitForSelector('#scripted.amount-3');
  });

  it('refreshes when pulled down, and reports its bottom once', async () => {
    const { mouse } = phone.page;
    await mouse.move(180, 300);
    await mouse.down();
    await mouse.move(180, 360, { steps: 4 });
    await mouse.move(180, 480, { steps: 4 });
    await mouse.up();
    await phone.expectLog('home refresh');
    await phone.page.evaluate(`wx.pageScrollTo({ scrollTop: 100000, duration: 0 })`);
    await phone.expectLog('home bottom');
    expect((await phone.log()).filter((entry) => entry === 'home bottom')).toHaveLength(1);
  });

  it('returns layout in the coordinates of its view', async () => {
    const [inner, view] = await phone.page.evaluate<
      Record<string, unknown>[]
    >(`new Promise((resolve) =>
      wx.createSelectorQuery().select('#inner').fields({ id: true, size: true, dataset: true })
        .selectViewport().scrollOffset().exec(resolve))`);
    expect(inner).toMatchObject({ id: 'inner', width: 375, dataset: { item: { id: 7 } } });
    expect(view).toMatchObject({ scrollTop: 0 });
  });

  it('shares its card', async () => {
    await phone.page.locator('#share').click();
    await phone.page.getByText('shared by button').waitFor();
    await expect(phone.page.getByText('/packages/extra/detail/index?work=9').count()).resolves.toBe(
      1,
    );
  });

  it('opens by a deep link, with parameters and a way home', async () => {
    const linked = await lab.open('/app.html?page=packages/extra/detail/index&work=5&user=bob');
    await linked.expectLog('detail show');
    expect(await linked.log()).toEqual([
      'app launch packages/extra/detail/index',
      'detail load 5',
      'detail show',
    ]);
    await linked.page.getByLabel('返回首页').click();
    await linked.expectLog('home show');
    await linked.close();
  });
});
