import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp, type TestApp } from './apps';
import { fixture, openLab, type PhoneLab, type TestPhone } from './phone';

/** A page with rarely used controls. */
const files = {
  'app.json': JSON.stringify({ pages: ['pages/i/i'], style: 'v2', renderer: 'skyline' }),
  'app.js': `global.shared = 'by app.js'; App({ log: [] });`,
  'dot.png': readFileSync(join(fixture, 'assets/dot.png')),
  'pages/i/i.json': '{ "usingComponents": { "part": "/part/part" } }',
  'pages/i/i.js': `Page({
    data: { colour: '#ff0000' },
    onChange({ detail }) { getApp().log.push('change ' + JSON.stringify(detail)); },
    word() { return global.shared; },
  });`,
  'pages/i/i.wxss': `@font-face { font-family: far; src: url("https://example.com/a.woff2"); } .icon { font-family: far; }`,
  'pages/i/i.wxml': `
    <switch id="boxed" type="checkbox" color="#0000ff" bindchange="onChange" />
    <checkbox id="tinted" color="{{ colour }}" checked />
    <slider id="amount" block-color="#00ff00" block-size="20" active-color="#0000ff" value="25" />
    <progress id="bar" percent="50" color="#123456" border-radius="4" font-size="20" show-info />
    <input id="field" cursor-color="#ff0000" placeholder="p" placeholder-style="color: #00ff00; font-size: 20rpx" />
    <swiper id="swiper" current-item-id="{{ item }}"><swiper-item item-id="a">a</swiper-item><swiper-item item-id="b">b</swiper-item></swiper>
    <canvas id="canvas" type="2d" />
    <part id="part" format="{{ format }}" bind:change="onChange" />
    <view class="icon">icon</view>`,
  'part/part.json': '{ "component": true }',
  'part/part.js': `Component({ properties: { format: null }, methods: { text() { return this.data.format(2); } } });`,
  'part/part.wxml': '<view>part</view>',
};

describe('rarely used attributes and APIs', () => {
  let app: TestApp;
  let lab: PhoneLab;
  let phone: TestPhone;

  beforeAll(async () => {
    app = createApp(files);
    lab = await openLab(app.folder);
  });
  afterAll(async () => {
    await lab.close();
    app.remove();
  });
  beforeEach(async () => {
    phone = await lab.open();
  });
  afterEach(() => phone.close());

  const style = (selector: string, name: string, pseudo = ''): Promise<unknown> =>
    phone.page.evaluate(
      `getComputedStyle(document.querySelector('${selector}'), '${pseudo}').getPropertyValue('${name}')`,
    );

  it('draw a switch of type checkbox as a checkbox', async () => {
    expect(await style('#boxed', 'content', '::after')).toBe('none');
    await phone.page.locator('#boxed').click();
    await phone.expectLog('change {"value":true}');
    expect(await style('#boxed', 'content', '::before')).toBe('"✓"');
    expect(await style('#boxed', 'color', '::before')).toBe('rgb(0, 0, 255)');
  });

  it('colour a checkbox, a slider, a progress and a caret', async () => {
    expect(await style('#tinted', 'color', '::before')).toBe('rgb(255, 0, 0)');
    await phone.page.evaluate(`getCurrentPages()[0].setData({ colour: '#00ff00' })`);
    expect(await style('#tinted', 'color', '::before')).toBe('rgb(0, 255, 0)');
    // The computed style of a slider's thumb is not readable, so the test looks at the drawn pixels.
    expect(await colourAt('#amount input', 0.25)).toEqual([0, 255, 0]);
    expect(await colourAt('#amount input', 0.1)).toEqual([0, 0, 255]);
    expect(await style('#amount input', 'height')).toBe('20px');
    expect(await style('#bar b', 'background-color')).toBe('rgb(18, 52, 86)');
    expect(await style('#bar i', 'border-radius')).toBe('4px');
    expect(await style('#bar span', 'font-size')).toBe('20px');
    expect(await style('#field input', 'caret-color')).toBe('rgb(255, 0, 0)');
    expect(await style('#field input', 'color', '::placeholder')).toBe('rgb(0, 255, 0)');
    expect(await style('#field input', 'font-size', '::placeholder')).toBe('10px');
  });

  /** The colour at the vertical centre of an element, at a share of its width. */
  async function colourAt(selector: string, share: number): Promise<number[]> {
    const picture = await phone.page.locator(selector).screenshot();
    return phone.page.evaluate<number[]>(`(async () => {
      const bytes = await (await fetch('data:image/png;base64,${picture.toString('base64')}')).blob();
      const bitmap = await createImageBitmap(bytes);
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      context.drawImage(bitmap, 0, 0);
      const x = Math.round((bitmap.width - 20) * ${share} + 10);
      return [...context.getImageData(x, Math.floor(bitmap.height / 2), 1, 1).data.slice(0, 3)];
    })()`);
  }

  it('move a swiper to the item with current-item-id', async () => {
    await phone.page.evaluate(`getCurrentPages()[0].setData({ item: 'b' })`);
    const first = phone.page.locator('wx-swiper-item').first();
    await phone.page.waitForFunction(
      `document.querySelector('wx-swiper-item').style.transform === 'translateX(-100%)'`,
    );
    expect(await first.getAttribute('data-item-id')).toBe('a');
  });

  it('draw a picture of the package on a canvas', async () => {
    const size = await phone.page.evaluate<number[]>(`new Promise((resolve, reject) =>
      wx.createSelectorQuery().select('#canvas').node().exec(([{ node }]) => {
        const image = node.createImage();
        image.onload = () => {
          node.getContext('2d').drawImage(image, 0, 0);
          node.requestAnimationFrame(() => resolve([image.width, image.height]));
        };
        image.onerror = reject;
        image.src = '/dot.png';
      }))`);
    expect(size).toEqual([2, 1]);
    const failed = await phone.page.evaluate<string>(`new Promise((resolve) =>
      wx.createSelectorQuery().select('#canvas').node().exec(([{ node }]) => {
        const image = node.createImage();
        image.onerror = ({ type }) => resolve(type);
        image.src = 'wxfile://gone.png';
      }))`);
    expect(failed).toBe('error');
    expect(phone.errors.join()).toContain('no such file: wxfile://gone.png');
  });

  it('share values between scripts in global', async () => {
    expect(await phone.page.evaluate(`getCurrentPages()[0].word()`)).toBe('by app.js');
  });

  it('accept a function for a component, and report a function that no component gets', async () => {
    await phone.page.evaluate(
      `getCurrentPages()[0].setData({ format: (amount) => amount + ' pieces' })`,
    );
    expect(await phone.page.evaluate(`getCurrentPages()[0].selectComponent('#part').text()`)).toBe(
      '2 pieces',
    );
    expect(phone.errors).toEqual([]);
    await phone.page.evaluate(`getCurrentPages()[0].setData({ onChange: () => 1 })`);
    expect(phone.errors).toEqual([
      '[simulator] setData of pages/i/i: "onChange" is a function and does not reach the view on a phone',
    ]);
  });

  it('are named in the page and in the inspector when they are ignored', async () => {
    const expected = [
      'app.json:1: "renderer": "skyline" is not built',
      'pages/i/i.wxss:1: @font-face far: the remote font https://example.com/a.woff2 is not loaded',
      'the font far is remote and not loaded',
    ];
    await phone.page.waitForFunction('__workshop.stats.warnings.length === 3');
    const warnings = await phone.page.evaluate<string[]>('__workshop.stats.warnings');
    expect(warnings).toEqual(expected.map((text) => expect.stringContaining(text) as string));

    expect(lab.reports).toEqual(
      expected.slice(0, 2).map((text) => expect.stringContaining(text) as string),
    );

    await phone.page.setViewportSize({ width: 1280, height: 900 });
    await phone.page.goto(new URL('/', phone.page.url()).href);
    for (const text of expected) await phone.page.getByText(text).waitFor();
  });
});
