import { createHash } from 'node:crypto';
import { openLab, type PhoneLab, type TestPhone } from './phone';

describe('photos on the phone', () => {
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

  const run = <Result>(code: string): Promise<Result> =>
    phone.page.evaluate<Result>(`(async () => { ${code} })()`);

  it('computes the digests of a file, MD5 by default', async () => {
    const text = 'a garment, '.repeat(20);
    const digests = await run<string[]>(`
      const files = wx.getFileSystemManager();
      const filePath = wx.env.USER_DATA_PATH + '/garment.txt';
      await files.writeFile({ filePath, data: ${JSON.stringify(text)}, encoding: 'utf8' });
      const ask = async (more) => (await files.getFileInfo({ filePath, ...more })).digest;
      return [await ask({}), await ask({ digestAlgorithm: 'sha1' }), await ask({ digestAlgorithm: 'sha256' })];
    `);

    const expected = ['md5', 'sha1', 'sha256'].map((name) =>
      createHash(name).update(text).digest('hex'),
    );
    expect(digests).toEqual(expected);
  });

  it('refuses a digest that phones do not have', async () => {
    const message = await run<string>(`
      const files = wx.getFileSystemManager();
      const filePath = wx.env.USER_DATA_PATH + '/garment.txt';
      await files.writeFile({ filePath, data: 'x', encoding: 'utf8' });
      return files.getFileInfo({ filePath, digestAlgorithm: 'crc' }).catch(({ errMsg }) => errMsg);
    `);

    expect(message).toContain('getFileInfo:fail parameter error');
  });

  it('draws on a canvas that is not on the page', async () => {
    const pixel = await run<number[]>(`
      const canvas = wx.createOffscreenCanvas({ type: '2d', width: 4, height: 2 });
      const context = canvas.getContext('2d');
      context.fillStyle = 'rgb(10, 20, 30)';
      context.fillRect(0, 0, 4, 2);
      return [canvas.width, canvas.height, ...context.getImageData(3, 1, 1, 1).data];
    `);

    expect(pixel).toEqual([4, 2, 10, 20, 30, 255]);
  });

  it('refuses the album when the settings of the phone do', async () => {
    const url = new URL(phone.page.url());
    url.searchParams.set('denied', 'album');
    await phone.page.goto(url.href);
    await phone.page.waitForSelector('html[data-ready]', { state: 'attached' });

    const message = await run<string>(
      `return wx.chooseMedia({ count: 1, sourceType: ['album'] }).catch(({ errMsg }) => errMsg);`,
    );

    expect(message).toBe('chooseMedia:fail system permission denied');
  });

  it('passes keys to the app, but not those typed into a field', async () => {
    await run('window.keys = []; wx.onKeyDown(({ key }) => window.keys.push(key));');
    await phone.page.keyboard.press('ArrowRight');
    await run(`
      const field = document.createElement('input');
      document.body.append(field);
      field.focus();
    `);
    await phone.page.keyboard.press('ArrowLeft');

    expect(await run('return window.keys;')).toEqual(['ArrowRight']);
  });
});
