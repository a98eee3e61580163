import { openLab, type PhoneLab, type TestPhone } from './phone';

describe('the layout of a page', () => {
  let lab: PhoneLab;
  const open = (options: Parameters<PhoneLab['open']>[1] = {}): Promise<TestPhone> =>
    lab.open('/app.html?page=pages/style/index', options);
  const style = (phone: TestPhone, selector: string, name: string): Promise<string> =>
    phone.page
      .locator(selector)
      .evaluate((node, property) => getComputedStyle(node).getPropertyValue(property), name);

  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  it('supports rpx, vh within the view of the page, and safe areas', async () => {
    const phone = await open();
    expect(await style(phone, '.half', 'width')).toBe('187.5px');
    expect(await style(phone, '.foot', 'height')).toBe('34px');
    // 812 px minus the status bar and the native navigation bar.
    expect(await style(phone, '.screen', 'height')).toBe('724px');
    await phone.close();
  });

  it('has no safe area on a small phone', async () => {
    const phone = await open({ viewport: { width: 320, height: 568 } });
    expect(await style(phone, '.foot', 'height')).toBe('0px');
    expect(await style(phone, '.half', 'width')).toBe('160px');
    await phone.close();
  });

  it('keeps the styles of pages and components apart', async () => {
    const phone = await open();
    await phone.page.evaluate(`wx.switchTab({ url: '/pages/home/index' })`);
    await phone.expectLog('home ready');
    expect(
      await style(phone, '[wx-route="pages/home/index"] > .page-frame .title >> nth=0', 'color'),
    ).toBe('rgb(0, 0, 200)');
    // The styles of the page come last and apply inside a component that uses shared styles.
    expect(await style(phone, '#card .title', 'color')).toBe('rgb(0, 0, 200)');
    expect(await style(phone, '#card .card', 'background-color')).toBe('rgb(3, 3, 3)');
    expect(await style(phone, '#card .card', 'padding-left')).toBe('5px');
    await phone.page.evaluate(`wx.navigateTo({ url: '/pages/style/index' })`);
    expect(await style(phone, '[wx-route="pages/style/index"] .card .title', 'color')).toBe(
      'rgb(200, 0, 0)',
    );
    expect(await style(phone, '[wx-route="pages/style/index"] .title >> nth=0', 'color')).toBe(
      'rgb(10, 10, 10)',
    );
    await phone.close();
  });

  it('keeps fixed elements above the tab bar', async () => {
    const phone = await lab.open();
    const bar = await phone.page.locator('.bar').boundingBox();
    const tabs = await phone.page.getByRole('tablist').boundingBox();
    expect(Math.round((bar?.y ?? 0) + (bar?.height ?? 0))).toBe(812 - 50 - 34);
    expect(tabs?.height).toBeGreaterThanOrEqual(84);
    await phone.close();
  });

  it('follows the dark mode of the system unless the setting of the phone overrides it', async () => {
    const phone = await open({ colorScheme: 'dark' });
    expect(await style(phone, '.dark', 'color')).toBe('rgb(250, 250, 250)');
    expect(await style(phone, '.navigation-bar', 'background-color')).toBe('rgb(17, 20, 23)');
    const told = await phone.page.evaluate<unknown>(`new Promise((resolve) => {
      wx.onThemeChange(resolve);
      __workshop.updateSettings({ theme: 'light' });
    })`);
    expect(told).toEqual({ theme: 'light' });
    expect(await style(phone, '.dark', 'color')).toBe('rgb(1, 1, 1)');
    expect(await style(phone, '.navigation-bar', 'background-color')).toBe('rgb(255, 255, 255)');
    await phone.close();
  });

  it('draws the capsule at the place that the page is given', async () => {
    const phone = await open();
    const rect = await phone.page.evaluate<{
      left: number;
      top: number;
      width: number;
      height: number;
    }>('wx.getMenuButtonBoundingClientRect()');
    const box = await phone.page.locator('.capsule').boundingBox();
    expect(rect).toMatchObject({ left: 281, top: 48, width: 87, height: 32 });
    expect(box).toEqual({ x: 281, y: 48, width: 87, height: 32 });
    await phone.close();
  });

  it('draws its own signs for the dark', async () => {
    const phone = await open({ colorScheme: 'dark' });
    expect(await style(phone, '.capsule', 'color')).toBe('rgb(255, 255, 255)');
    expect(await style(phone, '.home-indicator', 'background-color')).toBe('rgb(255, 255, 255)');
    await phone.close();
  });

  it('is a column in a wide window, with its bars and lengths', async () => {
    const phone = await open({ viewport: { width: 1000, height: 800 } });
    expect(await style(phone, '.half', 'width')).toBe('240px');
    const rect = await phone.page.evaluate<{ left: number }>(
      'wx.getMenuButtonBoundingClientRect()',
    );
    const box = await phone.page.locator('.capsule').boundingBox();
    expect(rect.left).toBe(480 - 7 - 87);
    expect(box?.x).toBe(260 + 480 - 7 - 87);
    expect(await phone.page.evaluate('wx.getWindowInfo().windowWidth')).toBe(480);
    await phone.close();
  });

  it('shows text in the size that its user has set', async () => {
    const phone = await lab.open('/app.html?page=pages/home/index&text=1.3');
    const usual = await lab.open();
    const size = async (from: TestPhone): Promise<number> =>
      parseFloat(await style(from, '.title >> nth=0', 'font-size'));
    expect(await size(phone)).toBeCloseTo((await size(usual)) * 1.3, 3);
    expect(await phone.page.evaluate('wx.getAppBaseInfo().fontSizeSetting')).toBe(21);
    await phone.page.evaluate('__workshop.updateSettings({ textScale: 1 })');
    expect(await size(phone)).toBe(await size(usual));
    await Promise.all([phone.close(), usual.close()]);
  });
});
