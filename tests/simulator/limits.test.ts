import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from '../../devtools/simulator/build/build-app';
import { createApp, type TestApp } from './apps';

const projectRoot = join(__dirname, '../..');

/** Each feature of WeChat is either supported, refused, or reported by a warning that names it. */
describe('buildApp with features that the simulator lacks', () => {
  const apps: TestApp[] = [];
  afterEach(() => {
    for (const app of apps.splice(0)) app.remove();
  });

  /** Builds a page with these files; the paths in its messages begin at the app. */
  async function build(
    files: Record<string, string>,
    root = projectRoot,
  ): Promise<{ script: string; style: string; warnings: string[]; error?: string }> {
    const app = createApp(files);
    apps.push(app);
    const shorten = (text: string): string => text.replace(/^.*?app-\w+\//, '');
    try {
      const built = await buildApp(root, app.folder);
      return { ...built, warnings: built.warnings.map(shorten) };
    } catch (error) {
      return { script: '', style: '', warnings: [], error: shorten((error as Error).message) };
    }
  }

  it('builds an app without WXS', async () => {
    const { error, warnings } = await build({ 'pages/i/i.wxml': '<view bindtap="t">{{a}}</view>' });
    expect({ error, warnings }).toEqual({ error: undefined, warnings: [] });
  });

  it('fails for a file that mixes export and module.exports', async () => {
    const { error } = await build({
      'util.js': 'export const a = 1;\nmodule.exports = { b: 2 };',
      'pages/i/i.js': `const u = require('../../util.js'); Page({ data: u });`,
    });
    expect(error).toBe('util.js:2: mixes import or export with module.exports: use one of them');
  });

  it.each([
    [
      'app.json',
      '{ "pages": ["pages/i/i"], "useExtendedLib": { "weui": true } }',
      '"useExtendedLib"',
    ],
    ['app.json', '{ "pages": ["pages/i/i"], "renderer": "skyline" }', '"renderer": "skyline"'],
    ['app.json', '{ "pages": ["pages/i/i"], "style": "v1" }', '"style": "v1"'],
    ['app.json', '{ "pages": ["pages/i/i"], "constructor": 1 }', '"constructor"'],
    [
      'app.json',
      '{ "pages": ["pages/i/i"], "window": { "pageOrientation": "landscape" } }',
      '"window.pageOrientation": "landscape"',
    ],
    [
      'app.json',
      '{ "pages": ["pages/i/i"], "tabBar": { "custom": true, "list": [] } }',
      '"tabBar.custom": true',
    ],
    ['pages/i/i.json', '{ "pageOrientation": "auto" }', '"pageOrientation": "auto"'],
    ['pages/i/i.json', '{ "renderer": "skyline" }', '"renderer": "skyline"'],
  ])('warns of an ignored setting in %s: %s', async (file, text, named) => {
    const { warnings } = await build({ [file]: text });
    expect(warnings).toEqual([
      `${file}:1: ${named} is not built in the simulator: it is ignored here`,
    ]);
  });

  it.each([
    [
      '<view foo-bar="1" />',
      '1:7',
      '<view foo-bar> is not built in the simulator: it is ignored here',
    ],
    [
      '<swiper\n  snap-to-edge />',
      '2:3',
      '<swiper snap-to-edge> is not built in the simulator: it is ignored here',
    ],
    [
      '<input model:safe-password-nonce="{{ a }}" />',
      '1:8',
      '<input model:safe-password-nonce> is not built in the simulator: it is ignored here',
    ],
    [
      '<scroll-view refresher-enabled />',
      '1:14',
      '<scroll-view refresher-enabled> is not built in the simulator: it is ignored here',
    ],
    [
      '<view constructor="a" />',
      '1:7',
      '<view constructor> is not built in the simulator: it is ignored here',
    ],
    [
      '<input type="safe-password" />',
      '1:8',
      '<input type="safe-password"> is not built in the simulator',
    ],
    ['<picker mode="region" />', '1:9', '<picker mode="region"> is not built in the simulator'],
    [
      '<button open-type="getPhoneNumber" />',
      '1:9',
      '<button open-type="getPhoneNumber"> is not built in the simulator',
    ],
    [
      '<view worklet:ongesture="x" />',
      '1:7',
      '<view worklet:ongesture> is not built in the simulator: it is ignored here',
    ],
    ['<root-portal />', '1:1', '<root-portal> draws its content in place in the simulator'],
  ])('warns of %s', async (wxml, place, message) => {
    expect((await build({ 'pages/i/i.wxml': wxml })).warnings).toEqual([
      `pages/i/i.wxml:${place}: ${message}`,
    ]);
  });

  it('checks included templates', async () => {
    const { warnings } = await build({
      'pages/i/i.wxml': '<include src="part" /><include src="part" />',
      'pages/i/part.wxml': '<view foo="1" />',
    });
    expect(warnings).toEqual([
      'pages/i/part.wxml:1:7: <view foo> is not built in the simulator: it is ignored here',
    ]);
    const { error } = await build({
      'pages/i/i.wxml': '<include src="part" />',
      'pages/i/part.wxml': '<web-view />',
    });
    expect(error).toMatch(/^pages\/i\/part\.wxml:1:1: unknown component <web-view>/);
  });

  it.each([
    '<switch type="checkbox" color="#f00" checked />',
    '<slider block-color="#00f" block-size="20" active-color="#f00" show-value />',
    '<view id="a" class="b" style="c" slot="d" hidden data-e="1" mark:f="2" aria-label="g" role="h" hover-class="i" wx:if="{{ j }}" bindtap="k" catch:tap="l" capture-bind:tap="m" animation="{{ n }}" />',
    '<input model:value="{{ a }}" cursor-spacing="1" adjust-position />',
    '<wxs module="m">module.exports = { f: function () {} };</wxs><view amount="{{ 1 }}" change:amount="{{ m.f }}" />',
  ])('accepts %s', async (wxml) => {
    expect((await build({ 'pages/i/i.wxml': wxml })).warnings).toEqual([]);
  });

  it('warns of a remote font by name', async () => {
    const { warnings, style } = await build({
      'pages/i/i.wxss':
        '.a { color: red; }\n@font-face { font-family: icons; src: url("https://example.com/icons.woff2"); }',
    });
    expect(warnings).toEqual([
      'pages/i/i.wxss:2: @font-face icons: the remote font https://example.com/icons.woff2 is not loaded in the simulator (no request may leave the machine)',
    ]);
    expect(style).not.toContain('example.com');
  });

  it('warns of keyframes of two pages with one name', async () => {
    const fade = (to: number) => `@keyframes fade { to { opacity: ${to}; } }`;
    const { warnings } = await build({
      'app.json': JSON.stringify({ pages: ['pages/i/i', 'pages/j/j'], style: 'v2' }),
      'app.wxss': fade(0),
      'pages/i/i.wxss': fade(0),
      'pages/j/j.js': 'Page({})',
      'pages/j/j.wxml': '<view />',
      'pages/j/j.wxss': `.a { color: red; }\n${fade(1)}`,
    });
    expect(warnings.map((warning) => warning.replace(/\S*app-\w+\//, ''))).toEqual([
      'pages/j/j.wxss:2: @keyframes fade replaces the one of pages/i/i.wxss in the simulator, where pages share a document',
    ]);
  });

  it('resolves aliases in scripts and in usingComponents', async () => {
    const app = {
      pages: ['pages/i/i'],
      style: 'v2',
      resolveAlias: { '~/*': '/*', '@part/*': '/parts/*' },
    };
    const { error, script } = await build({
      'app.json': JSON.stringify(app),
      'utils/a.js': 'exports.word = "through an alias";',
      'pages/i/i.js': `const { word } = require('~/utils/a'); Page({ data: { word } });`,
      'pages/i/i.json': '{ "usingComponents": { "part": "@part/part" } }',
      'pages/i/i.wxml': '<part />',
      'parts/part.js': 'Component({});',
      'parts/part.json': '{ "component": true }',
      'parts/part.wxml': '<view />',
    });
    expect(error).toBeUndefined();
    expect(script).toContain('through an alias');
    const wrong = { ...app, resolveAlias: { '~': '/' } };
    expect((await build({ 'app.json': JSON.stringify(wrong) })).error).toBe(
      'app.json: resolveAlias: "~": "/" must both end with "/*"',
    );
  });

  it('resolves a module of a package that is built for mini-programs', async () => {
    const { error, script } = await build({
      'pages/i/i.js': `import Toast from 'tdesign-miniprogram/toast/index'; Page({ onLoad() { Toast({}); } });`,
    });
    expect(error).toBeUndefined();
    expect(script).toContain('miniprogram_dist/toast/index.js');
  });

  it('registers components of packages in a linked node_modules', async () => {
    const root = createApp();
    apps.push(root);
    symlinkSync(join(projectRoot, 'node_modules'), join(root.folder, 'node_modules'));
    const files = {
      'pages/i/i.json': '{ "usingComponents": { "t-cell": "tdesign-miniprogram/cell/cell" } }',
      'pages/i/i.wxml': '<t-cell />',
    };
    const { error, script } = await build(files, root.folder);
    expect(error).toBeUndefined();
    expect(script).toContain('__simulator.enter("miniprogram_npm/tdesign-miniprogram/cell/cell")');
  });

  it('registers pages of an app in a linked folder', async () => {
    const app = createApp();
    apps.push(app);
    mkdirSync(join(app.folder, 'links'));
    symlinkSync(app.folder, join(app.folder, 'links/app'));
    writeFileSync(join(app.folder, 'app.js'), 'App({})');
    const { script } = await buildApp(projectRoot, join(app.folder, 'links/app'));
    expect(script).toContain('__simulator.enter("pages/i/i")');
  });

  it('bundles the module of require.async, and refuses a computed path', async () => {
    const { script, error } = await build({
      'later.js': 'exports.word = "later on";',
      'pages/i/i.js': `Page({ onLoad() { require.async('../../later').then(console.log); } });`,
    });
    expect(error).toBeUndefined();
    expect(script).toContain('later on');
    expect(
      (await build({ 'pages/i/i.js': `const path = './x';\nrequire.async(path);Page({});` })).error,
    ).toBe(
      'pages/i/i.js:2: require.async is built in the simulator only for a path written as text',
    );
  });
});
