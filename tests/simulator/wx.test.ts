import { openLab, outcomeOn, type PhoneLab, type TestPhone } from './phone';

describe('wx', () => {
  let lab: PhoneLab;
  let phone: TestPhone;

  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());
  beforeEach(async () => {
    phone = await lab.open();
  });
  afterEach(() => phone.close());

  const outcome = (call: string) => outcomeOn(phone, call);

  it('calls callbacks if given, and returns a promise otherwise', async () => {
    const order = await phone.page.evaluate<unknown>(`new Promise((resolve) => {
      const order = [];
      order.push(wx.getNetworkType({ success: ({ networkType }) => order.push(networkType), complete: () => resolve(order) }) === undefined);
    })`);
    expect(order).toEqual([true, 'wifi']);
    expect(await outcome('wx.getStorage({ key: "none" })')).toMatchObject({
      errMsg: 'getStorage:fail data not found',
    });
  });

  it('opens dialogs and sheets', async () => {
    const modal = phone.page.evaluate(
      `wx.showModal({ title: 'Sure?', content: 'really', confirmText: '好' })`,
    );
    await phone.page.getByRole('button', { name: '好' }).click();
    expect(await modal).toMatchObject({ confirm: true, cancel: false, errMsg: 'showModal:ok' });
    const sheet = outcome(`wx.showActionSheet({ itemList: ['a', 'b'] })`);
    await phone.page.getByText('b', { exact: true }).click();
    expect(await sheet).toMatchObject({ tapIndex: 1 });
    const cancelled = outcome(`wx.showActionSheet({ itemList: ['a'] })`);
    await phone.page.getByText('取消').click();
    expect(await cancelled).toMatchObject({ errMsg: 'showActionSheet:fail cancel' });
    await phone.page.evaluate(`wx.showToast({ title: 'done' })`);
    await phone.page.getByText('done', { exact: true }).waitFor();
    await phone.page.evaluate(`wx.hideToast()`);
    await expect(phone.page.getByText('done', { exact: true }).count()).resolves.toBe(0);
  });

  it('keeps a separate storage for each user', async () => {
    await phone.page.evaluate(`wx.setStorageSync('draft', { text: 'mine' })`);
    expect(await phone.page.evaluate(`wx.getStorageSync('draft')`)).toEqual({ text: 'mine' });
    await phone.page.goto(phone.page.url() + '?user=bob');
    await phone.page.waitForSelector('html[data-ready]', { state: 'attached' });
    expect(await phone.page.evaluate(`wx.getStorageSync('draft')`)).toBe('');
    await phone.page.goto(phone.page.url().replace('bob', 'alice'));
    await phone.page.waitForSelector('html[data-ready]', { state: 'attached' });
    expect(await phone.page.evaluate(`wx.getStorageSync('draft')`)).toEqual({ text: 'mine' });
  });

  it('saves to the album only with permission, which can be granted later', async () => {
    await phone.page.evaluate(`__workshop.updateSettings({ denied: ['scope.writePhotosAlbum'] })`);
    const path = await phone.page.evaluate<string>(`(() => {
      const path = wx.env.USER_DATA_PATH + '/a.txt';
      return wx.getFileSystemManager().writeFile({ filePath: path, data: 'picture' }).then(() => path);
    })()`);
    const save = `wx.saveImageToPhotosAlbum({ filePath: ${JSON.stringify(path)} })`;
    expect(await outcome(save)).toMatchObject({ errMsg: 'saveImageToPhotosAlbum:fail auth deny' });
    const settings = phone.page.evaluate(`wx.openSetting()`);
    await phone.page.getByLabel('保存图片').check();
    await phone.page.getByText('完成').click();
    expect(await settings).toMatchObject({ authSetting: { 'scope.writePhotosAlbum': true } });
    const download = phone.page.waitForEvent('download');
    expect(await outcome(save)).toEqual({ errMsg: 'saveImageToPhotosAlbum:ok' });
    expect((await download).suggestedFilename()).toBe('a.txt');
  });

  it('reports data that a phone would not send to the view', async () => {
    await phone.page.evaluate(
      `getCurrentPages()[0].setData({ bad: { when: new Date(0), run() {} }, gone: undefined })`,
    );
    expect(phone.errors).toEqual([
      '[simulator] setData of pages/home/index: "bad.when" is a Date and does not reach the view on a phone',
      '[simulator] setData of pages/home/index: "bad.run" is a function and does not reach the view on a phone',
      '[simulator] setData of pages/home/index: "gone" is undefined and does not reach the view on a phone',
    ]);
  });

  it('counts the data that pages send to their views', async () => {
    await phone.page.evaluate(`getCurrentPages()[0].setData({ count: 7 })`);
    const stats = await phone.page.evaluate<unknown>(`__workshop.stats.pages['pages/home/index']`);
    expect(stats).toEqual({
      setDataCalls: 1,
      maxSetDataBytes: '{"count":7}'.length,
      totalSetDataBytes: '{"count":7}'.length,
      peakSetDataPerSecond: 1,
      largestKeys: ['count'],
    });
  });

  it('names an API that is not built', async () => {
    await phone.page.evaluate('wx.startBeaconDiscovery');
    expect(phone.errors).toEqual([
      '[simulator] wx.startBeaconDiscovery is not built in the simulator (devtools/simulator/runtime/wx)',
    ]);
    expect(await phone.page.evaluate('__workshop.stats.missingApis')).toEqual([
      'wx.startBeaconDiscovery',
    ]);
  });
});
