import { cpSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../devtools/simulator/build/build-app';
import { scanWxml } from '../../devtools/simulator/build/wxml';
import { transformWxs } from '../../devtools/simulator/build/wxs';
import { toBrowserLengths } from '../../devtools/simulator/lengths';
import { fixture } from './phone';

const projectRoot = join(__dirname, '../..');

describe('buildApp', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fixture-'));
    cpSync(fixture, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Builds the fixture with one file changed; resolves to the error message, without the folder's name. */
  async function complaint(file: string, change: (text: string) => string): Promise<string> {
    const path = join(folder, file);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    try {
      await buildApp(projectRoot, folder);
      return 'built';
    } catch (error) {
      return (error as Error).message.replace(/^.*?fixture-\w+\//, '');
    }
  }

  it('builds the fixture without a warning', async () => {
    const { script, style, warnings, files } = await buildApp(projectRoot, folder);
    expect(warnings).toEqual([]);
    expect(script).toContain('__simulator.enter("pages/home/index")');
    expect(style).toContain(':where(page[wx-route="pages/home/index"]) .title');
    expect(files).toContain(join(folder, 'utils/format.wxs'));
  });

  it.each([
    [
      'pages/more/index.wxml',
      (text: string) => `${text}\n<vieww />`,
      /^pages\/more\/index\.wxml:\d+:1: unknown component <vieww>/,
    ],
    [
      'pages/more/index.wxml',
      (text: string) => `${text}\n<my-card />`,
      /unknown component <my-card>: add it to usingComponents/,
    ],
    [
      'pages/more/index.wxml',
      (text: string) => `${text}\n<view a="{{ b"></view>`,
      /^pages\/more\/index\.wxml:\d+:\d+: WXML: missing expression end/,
    ],
    [
      'pages/more/index.wxml',
      (text: string) => `${text}\n<view>`,
      /^pages\/more\/index\.wxml:\d+:\d+: WXML: missing end tag/,
    ],
    [
      'pages/style/index.json',
      (text: string) => text.replace('card/index', 'cart/index'),
      /^pages\/style\/index\.json:1: usingComponents: no component "..\/..\/components\/cart\/index" for <card>/,
    ],
    [
      'pages/style/index.wxss',
      () => '.a {\n  color: red;;\n  b }',
      /^pages\/style\/index\.wxss:\d+:\d+: /,
    ],
    [
      'pages/style/index.wxss',
      () => '.a {\n  background: url(/assets/dot.png);\n}',
      /^pages\/style\/index\.wxss:2: WXSS cannot use files of the package/,
    ],
    [
      'pages/style/index.wxss',
      () => '@import "nowhere.wxss";',
      /^pages\/style\/index\.wxss:1: @import: no file "nowhere.wxss"/,
    ],
    [
      'pages/style/index.ts',
      () => 'Page({\n  oops: ,\n});',
      /^pages\/style\/index\.ts:2:\d+: Unexpected ","/,
    ],
    [
      'utils/format.wxs',
      (text: string) => `${text}\nvar = 1;`,
      /^utils\/format\.wxs:\d+:\d+: WXS: Unexpected token/,
    ],
    [
      'app.json',
      (text: string) => text.replace('pages/form/index', 'pages/from/index'),
      /^app\.json:\d+: page "pages\/from\/index" has no \.ts or \.js file/,
    ],
    [
      'app.json',
      (text: string) => text.replace('"darkmode": true,', '"darkmode": true'),
      /^app\.json:?\d*: /,
    ],
  ])('fails with file and line when %s is wrong', async (file, change, expected) => {
    expect(await complaint(file, change)).toMatch(expected);
  });
});

describe('toBrowserLengths', () => {
  it.each([
    ['10rpx', '1.3333333333333333cqw'],
    ['-1.5rpx 0 .5rpx', '-0.2cqw 0 0.06666666666666667cqw'],
    ['calc(100vh - 20rpx)', 'calc(calc(100 * var(--phone-page-vh, 1vh)) - 2.6666666666666665cqw)'],
    ['env(safe-area-inset-bottom, 10px)', 'var(--phone-safe-area-inset-bottom, 0px)'],
    ['#f10rpx url(a10rpx)', '#f10rpx url(a10rpx)'],
  ])('turns %s into %s', (value, expected) => {
    expect(toBrowserLengths(value)).toBe(expected);
  });
});

describe('scanWxml', () => {
  it('adds the colon to event attributes and changes nothing else', () => {
    const { source } = scanWxml(
      `<view bindtap="a" catchtouchmove="b" mut-bindtap="c" bind:tap="d" data-bindtap="e" title="bindtap=" />`,
    );
    expect(source).toBe(
      `<view bind:tap="a" catch:touchmove="b" mut-bind:tap="c" bind:tap="d" data-bindtap="e" title="bindtap=" />`,
    );
  });

  it('lists tags, but none in comments, scripts or values', () => {
    const { tags } = scanWxml(
      `<!-- <no /> --><wxs module="m">if (1 <no) {}</wxs>\n <view a="<no>"><text/></view>`,
    );
    expect(tags).toEqual([
      {
        name: 'view',
        line: 2,
        column: 2,
        attributes: [{ name: 'a', value: '<no>', line: 2, column: 8 }],
      },
      { name: 'text', line: 2, column: 17, attributes: [] },
    ]);
  });
});

describe('transformWxs', () => {
  it.each([
    [`if (x.constructor === 'Array') y();`, `if (__wxs.kindOf(x) === 'Array') y();`],
    [`getRegExp('\\d+', 'g')`, `__wxs.getRegExp("\\\\d+", 'g')`],
    [`var a = require('./a.wxs');`, `var a = require("./a");`],
    [`getDate(0)`, `__wxs.getDate(0)`],
  ])('turns %s into %s', (source, expected) => {
    expect(transformWxs('a.wxs', source)).toBe(expected);
  });
});
