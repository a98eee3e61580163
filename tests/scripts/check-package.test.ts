import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Finding } from '../../scripts/package/finding';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'built-'));
  writeFileSync(
    join(root, 'project.config.json'),
    JSON.stringify({
      appid: 'touristappid',
      compileType: 'miniprogram',
      miniprogramRoot: 'dist/miniprogram/',
      setting: { es6: true, enhance: true, minified: true, ignoreUploadUnusedFiles: true },
    }),
  );
  put('app.json', '{ "pages": ["pages/home/index"] }');
  put('app.js', 'App({});');
  put('pages/home/index.js', 'Page({ data: { name: "今天" } });');
  put('pages/home/index.json', '{}');
  put('pages/home/index.wxml', '<view class="home">{{name}}</view>');
  put('pages/home/index.wxss', '.home { color: red; }');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(file: string, text: string): void {
  const path = join(root, 'dist/miniprogram', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Runs in a separate process, because WeChat's tools leave watchers and processes behind. */
function check(): { findings: Finding[]; status: number | null; stderr: string } {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [require.resolve('tsx/cli'), 'scripts/check-package.ts', '--json', '--root', root],
    { cwd: join(__dirname, '../..'), encoding: 'utf8' },
  );
  const last = stdout.trim().split('\n').at(-1) ?? '';
  return { findings: last.startsWith('[{') ? (JSON.parse(last) as Finding[]) : [], status, stderr };
}

function textOf(name: string): string {
  const { findings, status } = check();
  const finding = findings.find((candidate) => candidate.name === name);
  return finding === undefined || finding.success || status === 0 ? '' : finding.text;
}

describe("checking a built package with WeChat's tools", () => {
  it('compiles a small app', () => {
    const { findings } = check();

    expect(findings.slice(0, 4)).toMatchObject([
      { name: 'compile', success: true },
      { name: 'wcc', success: true, text: '1 files' },
      { name: 'wcsc', success: true, text: '1 files' },
      { name: 'styles', success: true, text: '1 files fit iOS 14.0' },
    ]);
  });

  it('names a script that does not parse', () => {
    put('pages/home/index.js', 'Page({');

    expect(textOf('compile')).toContain('pages/home/index.js');
  });

  it('names a page that is listed and missing', () => {
    put('app.json', '{ "pages": ["pages/home/index", "pages/gone/index"] }');

    expect(textOf('compile')).toContain('pages/gone/index');
  });

  it('names markup that does not close its tags', () => {
    put('pages/home/index.wxml', '<view><text></view>');

    expect(textOf('wcc')).toContain('pages/home/index.wxml:1');
  });

  it.each([
    ['styles that do not parse', '.home { color: red; .inner {', 'pages/home/index.wxss'],
    ['an import that leads nowhere', '@import "./gone.wxss";', 'gone.wxss'],
  ])('names %s', (_what, styles, named) => {
    put('pages/home/index.wxss', styles);

    expect(textOf('wcsc')).toContain(named);
  });

  it('requires a build first', () => {
    rmSync(join(root, 'dist'), { recursive: true });

    const { status, stderr } = check();

    expect(status).toBe(1);
    expect(stderr).toContain('run npm run build first');
  });
});
