import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildMiniprogram } from '../../scripts/build/miniprogram';

let folder: string;
let source: string;
let out: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'miniprogram-'));
  source = join(folder, 'miniprogram');
  out = join(folder, 'dist/miniprogram');
  write('app.json', '{ "pages": ["pages/home/index"] }');
  write('app.ts', 'App({ name: "one" as string });');
  write('pages/home/index.ts', 'Page({});');
  write('pages/home/index.wxml', '<text>今天</text>');
  write(
    'pages/home/index.json',
    '{ "usingComponents": { "t-tag": "tdesign-miniprogram/tag/tag" } }',
  );
  write('tsconfig.json', '{}');
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  const path = join(source, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const built = (file: string) => readFileSync(join(out, file), 'utf8');

describe('building the mini-program', () => {
  it('makes what WeChat opens, with the components that pages name', async () => {
    const { files } = await buildMiniprogram(source, out);

    expect(built('app.js')).toBe('App({ name: "one" });\n');
    expect(built('pages/home/index.wxml')).toBe('<text>今天</text>');
    expect(existsSync(join(out, 'miniprogram_npm/tdesign-miniprogram/tag/tag.wxml'))).toBe(true);
    expect(existsSync(join(out, 'tsconfig.json'))).toBe(false);
    expect(files).toBeGreaterThan(5);
  });

  it('writes out styles that iOS 14.0 does not know, and keeps units and imports of WeChat', async () => {
    write('styles/base.wxss', '.base { width: 10rpx; }');
    write(
      'pages/home/index.wxss',
      '@import "../../styles/base.wxss";\n.cover { inset: 0; width: 20rpx; }',
    );
    await buildMiniprogram(source, out);

    expect(built('pages/home/index.wxss')).toMatch(/top: 0;\s+right: 0;\s+bottom: 0;\s+left: 0;/);
    expect(built('pages/home/index.wxss')).toContain('@import "../../styles/base.wxss";');
    expect(built('pages/home/index.wxss')).toContain('20rpx');
  });

  it('refuses styles that do not parse, and names the file', async () => {
    write('pages/home/index.wxss', '.cover { color: red; } }');

    await expect(buildMiniprogram(source, out)).rejects.toThrow('pages/home/index.wxss:1');
  });

  it('leaves nothing of an earlier build, and no drafts', async () => {
    write('pages/old/deep/index.wxml', '<text/>');
    await buildMiniprogram(source, out);
    rmSync(join(source, 'pages/old'), { recursive: true });
    write('app.ts', 'App({ name: "two" });');
    await buildMiniprogram(source, out);

    expect(built('app.js')).toContain('two');
    expect(existsSync(join(out, 'pages/old'))).toBe(false);
    expect(readdirSync(dirname(out))).toEqual(['miniprogram']);
  });

  it('is always complete while several builds run over an earlier one', async () => {
    await buildMiniprogram(source, out);
    const expected = readdirSync(out, { recursive: true }).sort();
    const state = { isBuilding: true };
    let looks = 0;
    const builds = Promise.all(Array.from({ length: 4 }, () => buildMiniprogram(source, out)));
    const looking = (async () => {
      while (state.isBuilding) {
        expect(built('pages/home/index.wxml')).toBe('<text>今天</text>');
        expect(built('app.js')).toContain('one');
        looks += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await builds;
    state.isBuilding = false;
    await looking;

    expect(looks).toBeGreaterThan(0);
    expect(readdirSync(out, { recursive: true }).sort()).toEqual(expected);
    expect(readdirSync(dirname(out))).toEqual(['miniprogram']);
  });
});
