import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp, type TestApp } from './apps';
import { openLab, type PhoneLab, type TestPhone } from './phone';

const styles = join(__dirname, '../../devtools/simulator/runtime/styles');
const sheets = ['bars', 'frame', 'overlays', 'dialogs'].map((name) =>
  readFileSync(join(styles, `${name}.css`), 'utf8'),
);
/** Every class used in the styles of the phone's frame. */
const frameClasses = [
  ...new Set(sheets.join('\n').match(/(?<=\.)[a-z][a-z-]+(?=[^{};]*\{)/g) ?? []),
].sort();

const config = (title: string) =>
  JSON.stringify({
    pages: ['pages/i/i', 'pages/next/next'],
    style: 'v2',
    window: { navigationBarTitleText: title },
    tabBar: { list: [{ pagePath: 'pages/i/i', text: 'Tab' }] },
  });
const next = {
  'pages/next/next.json': '{}',
  'pages/next/next.js': 'Page({})',
  'pages/next/next.wxml': '<view>next</view>',
};

/** The computed style and the box of an element, in page coordinates. */
type ComputedLook = Record<string, unknown>;

/** Evaluated in the page: the look of every matching element. */
const looksOf = (selector: string) => `[...document.querySelectorAll('${selector}')].map((node) => {
  const { x, y, width, height } = node.getBoundingClientRect();
  const style = getComputedStyle(node);
  return { box: [x, y, width, height], ...Object.fromEntries([...style].map((name) => [name, style.getPropertyValue(name)])) };
})`;

describe('the frame of the phone', () => {
  const apps: TestApp[] = [];
  const labs: PhoneLab[] = [];

  async function open(files: Record<string, string>, address?: string): Promise<TestPhone> {
    const app = createApp({ ...next, ...files });
    const lab = await openLab(app.folder);
    apps.push(app);
    labs.push(lab);
    return lab.open(address);
  }
  afterEach(async () => {
    for (const lab of labs.splice(0)) await lab.close();
    for (const app of apps.splice(0)) app.remove();
  });

  it('has rules for classes that an app may use too', () => {
    expect(frameClasses.length).toBeGreaterThan(50);
    expect(frameClasses).toEqual(
      expect.arrayContaining(['page-section', 'toast', 'modal', 'sheet', 'tab-item']),
    );
  });

  it('does not style elements of the app with the same classes', async () => {
    const views = (name: (plain: string, index: number) => string): string =>
      frameClasses
        .map(
          (plain, index) =>
            `<view class="planted ${name(plain, index)}" data-text="white" data-active="1"><button>b</button><text>t</text></view>`,
        )
        .join('');
    const planted = await open({
      'app.json': config('Same'),
      'pages/i/i.wxml': views((plain) => plain),
    });
    const neutral = await open({
      'app.json': config('Same'),
      'pages/i/i.wxml': views((_, index) => `neutral-${index}`),
    });
    const read = (phone: TestPhone) =>
      phone.page.evaluate<ComputedLook[]>(looksOf('page .planted, page .planted *'));
    const looks = await read(planted);
    expect(looks).toEqual(await read(neutral));
    expect(looks).toHaveLength(frameClasses.length * 3);
  });

  it('finds its own elements when the app uses their classes', async () => {
    const phone = await open({
      'app.json': config('Bars'),
      'pages/i/i.wxml': frameClasses
        .map((name) => `<view class="${name}">${name}<view class="below-${name}">x</view></view>`)
        .join(''),
      'pages/i/i.js': `Page({ onTap() {}, onReachBottom() { this.reached = true; } })`,
    });
    const places = await phone.page.evaluate<number[]>(`new Promise((resolve) =>
      wx.createSelectorQuery().select('.below-page-frame').boundingClientRect()
        .select('.page-frame').boundingClientRect().exec((all) => resolve(all.map(({ top }) => top))))`);
    const frameTop = 44 + 44;
    const drawn = await phone.page.evaluate<number>(
      `document.querySelector('page .page-frame').getBoundingClientRect().top`,
    );
    expect(places[1]).toBeCloseTo(drawn - frameTop);
    await phone.page.evaluate(`wx.showToast({ title: 'shown', duration: 60000 })`);
    expect(
      await phone.page.evaluate(
        `[...document.querySelectorAll('[role="status"]')].every((node) => node.closest('page') === null)`,
      ),
    ).toBe(true);
    await phone.page.getByText('shown').waitFor();
    expect(await phone.page.getByRole('tab').count()).toBe(1);
  });

  it('keeps its look with any rules in app.wxss', async () => {
    const reach = `color: red !important; transform: rotate(10deg) !important; font-size: 40px !important; opacity: 0.3 !important; --phone-text: red;`;
    const tags =
      'page, view, text, button, image, input, navigator, header, main, nav, section, div, span, i, em, time, img, select, label, *, :root, html, body, [role], [hidden]';
    const wxss = [
      `${tags} { ${reach} }`,
      ...frameClasses.map((name) => `.${name}, .x .${name}, div.${name}::before { ${reach} }`),
      ...['status-bar-height', 'text', 'panel', 'signs'].map((name) => `page { --${name}: 3px }`),
    ].join('\n');
    const styled = await open({ 'app.json': config('Bars'), 'app.wxss': wxss });
    const plain = await open({ 'app.json': config('Bars'), 'app.wxss': '' });
    const read = async (phone: TestPhone): Promise<ComputedLook[]> => {
      await phone.page.evaluate(
        `wx.showModal({ title: 'Sure?', content: 'really' }), wx.showActionSheet({ itemList: ['a'] }), wx.showToast({ title: 't', duration: 60000 }); undefined`,
      );
      await phone.page.getByText('really').waitFor();
      await phone.page.getByText('a', { exact: true }).waitFor();
      await phone.page.evaluate(`document.querySelector('time').textContent = '12:00'`);
      return phone.page.evaluate<ComputedLook[]>(
        looksOf('html, body, body *:not(page, page *, script, style)'),
      );
    };
    const before = await read(plain);
    expect(await read(styled)).toEqual(before);
    expect(before.length).toBeGreaterThan(30);
    // The same rules do apply inside the page.
    expect(
      await styled.page.evaluate(`getComputedStyle(document.querySelector('page wx-view')).color`),
    ).toBe('rgb(255, 0, 0)');
  });
});
