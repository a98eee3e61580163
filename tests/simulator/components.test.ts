import { openLab, type PhoneLab, type TestPhone } from './phone';

describe('built-in components', () => {
  let lab: PhoneLab;
  let phone: TestPhone;

  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());
  beforeEach(async () => {
    lab.answer((path, body) => {
      if (!path.startsWith('/local/client/temp-urls')) return { body: {} };
      const { fileList } = body as { fileList: string[] };
      requestedFiles.push(fileList);
      return {
        body: {
          fileList: fileList.map((fileID) => ({
            fileID,
            tempFileURL: '/miniprogram/assets/dot.png',
            status: fileID.endsWith('two.png') ? -503003 : 0,
            errMsg: 'missing',
          })),
        },
      };
    });
    phone = await lab.open('/app.html?page=pages/form/index');
  });
  afterEach(async () => {
    await phone.finish();
  });

  const requestedFiles: string[][] = [];
  const data = (key: string) =>
    phone.page.evaluate<unknown>(`__workshop.data[${JSON.stringify(key)}]`);

  it('report input and write it back to a bound value', async () => {
    const field = phone.page.locator('#name input');
    await field.fill('abcdefgh');
    await phone.expectLog('input {"value":"abcde","cursor":5');
    expect(await data('name')).toBe('abcde');
    await phone.page.evaluate(`getCurrentPages()[0].setData({ name: '' })`);
    await expect(field.inputValue()).resolves.toBe('');
    await field.press('Enter');
    await phone.expectLog('confirm {"value":""}');
  });

  it('shows every line of a textarea that grows, at another width as well', async () => {
    const field = phone.page.locator('#note textarea');
    await field.fill('a word, and then more of them, until they are wider than a narrow phone is');
    await phone.page.setViewportSize({ width: 240, height: 700 });
    const cut = '(field) => field.scrollHeight - field.clientHeight';
    await expect(
      phone.page.waitForFunction(
        `(${cut})(document.querySelector('#note textarea')) <= 0`,
        undefined,
        { timeout: 5_000 },
      ),
    ).resolves.toBeDefined();
    expect(await field.evaluate((element) => element.clientHeight)).toBeGreaterThan(30);
  });

  it('submit the fields of a form', async () => {
    await phone.page.locator('#name input').fill('cat');
    await phone.page.locator('#note textarea').fill('a\nb\nc');
    await phone.expectLog('lines');
    await phone.page.locator('#public').click();
    await phone.expectLog('switch {"value":true}');
    await phone.page.getByText('large').click();
    await phone.expectLog('radio {"value":"l"}');
    await phone.page.locator('#cat').click();
    await phone.page.locator('#style').click();
    await phone.page.locator('select').selectOption({ label: 'oil' });
    await phone.page.getByText('确定').click();
    await phone.expectLog('pick {"value":1}');
    await phone.log();
    await phone.page.locator('#submit').click();
    await phone.expectLog('submit');
    const [submitted = ''] = await phone.log();
    expect(JSON.parse(submitted.replace('submit ', ''))).toMatchObject({
      value: {
        name: 'cat',
        note: 'a\nb\nc',
        public: true,
        size: 'l',
        tags: ['cat', 'dog'],
        strength: 3,
        style: 1,
      },
    });
  });

  it('scroll into view and report the end', async () => {
    await phone.page.evaluate(`getCurrentPages()[0].setData({ into: 'row-15' })`);
    await phone.page.waitForFunction(`document.querySelector('#list').scrollTop === 450`);
    await phone.page.evaluate(`document.querySelector('#list').scrollTop = 500`);
    await phone.expectLog('lower {"direction":"bottom"}');
  });

  it('swipe to the next slide', async () => {
    const box = await phone.page.locator('#swiper').boundingBox();
    const { mouse } = phone.page;
    const [x, y] = [(box?.x ?? 0) + 150, (box?.y ?? 0) + 30];
    await mouse.move(x, y);
    await mouse.down();
    await mouse.move(x - 60, y, { steps: 4 });
    await mouse.move(x - 120, y, { steps: 4 });
    await mouse.up();
    await phone.expectLog('slide {"current":1,"currentItemId":"","source":"touch"}');
  });

  it('show pictures of the package and of the cloud, with one request for all addresses', async () => {
    await phone.expectLog('picture {"width":2,"height":1}');
    await phone.expectLog('picture error');
    expect(requestedFiles.at(-1)).toEqual(['cloud://env/one.png', 'cloud://env/two.png']);
    const box = await phone.page.locator('#dot').boundingBox();
    expect(box).toMatchObject({ width: 50, height: 25 });
  });

  it('render rich text without its scripts', async () => {
    const html = await phone.page.locator('#rich').innerHTML();
    expect(html).toBe('<b>bold</b>');
  });

  it('expose roles and states to a screen reader', async () => {
    await expect(phone.page.locator('#progress').getAttribute('aria-valuenow')).resolves.toBe('40');
    await expect(phone.page.getByRole('button', { name: 'submit' }).count()).resolves.toBe(1);
    await expect(phone.page.getByRole('switch').getAttribute('aria-checked')).resolves.toBe(
      'false',
    );
  });
});
