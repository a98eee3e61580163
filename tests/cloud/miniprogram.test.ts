import { generateKeyPairSync } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProject } from './fixtures';
import type { Delivery } from './deliver';
import { runProcess } from './processes';
import { startAccount } from './stub/account';
import type { StubAccount } from './stub/account';
import type { Run } from './support';

const app = {
  'package.json': { version: '1.2.3' },
  'project.config.json': {
    appid: 'touristappid',
    compileType: 'miniprogram',
    miniprogramRoot: 'dist/miniprogram/',
    setting: {
      es6: true,
      enhance: true,
      minified: true,
      minifyWXML: true,
      minifyWXSS: true,
      ignoreUploadUnusedFiles: true,
    },
  },
  'dist/miniprogram/app.json': {
    pages: ['pages/home/index'],
    lazyCodeLoading: 'requiredComponents',
  },
  'dist/miniprogram/app.js': 'App({});',
  'dist/miniprogram/pages/home/index.js': 'Page({ data: { name: "今天" } });',
  'dist/miniprogram/pages/home/index.json': {},
  'dist/miniprogram/pages/home/index.wxml': '<view class="home">{{name}}</view>',
  'dist/miniprogram/pages/home/index.wxss': '.home { color: red; }',
};

let account: StubAccount;
let good: string;
let broken: string;
let upload: Run;
let wrongKey: Run;
let preview: Run;
let notCompiling: Run;

beforeAll(async () => {
  account = await startAccount();
  good = createProject(app);
  broken = createProject({
    ...app,
    'dist/miniprogram/pages/home/index.wxml': '<view><text></view>',
  });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keys = {
    right: account.wechat.uploadKey,
    wrong: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  };
  for (const [name, key] of Object.entries(keys)) writeFileSync(join(good, `${name}.key`), key);

  const delivery = (root: string, mode: string, key: keyof typeof keys): Delivery => ({
    words: [
      ...['--env', 'test-1a2b3c', '--root', root, '--only', 'miniprogram'],
      ...['--miniprogram', mode, '--robot', '7', '--apply'],
    ],
    variables: {
      WECHAT_APPID: account.wechat.appid,
      WECHAT_UPLOAD_KEY: join(good, `${key}.key`),
      HTTPS_PROXY: account.proxyUrl,
    },
  });
  const deliveries = [
    delivery(good, 'preview', 'wrong'),
    delivery(broken, 'upload', 'right'),
    delivery(good, 'upload', 'right'),
    delivery(good, 'preview', 'right'),
  ];
  const { output } = await runProcess(account, [
    'tests/cloud/deliver.ts',
    JSON.stringify(deliveries),
  ]);
  const results = output.split('\n').find((line) => line.startsWith('[{')) ?? output;
  [wrongKey, notCompiling, upload, preview] = JSON.parse(results) as [Run, Run, Run, Run];
});
afterAll(async () => {
  await account.close();
  for (const root of [good, broken]) rmSync(root, { recursive: true });
});

describe('deploy --miniprogram', () => {
  it('uploads what passed the checks, with version, commit and robot', () => {
    expect(upload).toMatchObject({ exitCode: 0 });
    expect(upload.output).toContain('✓ 小程序 1.2.3 已上传（机器人 7）');
    const [uploaded] = account.wechat.uploads;
    expect(uploaded).toMatchObject({ kind: 'upload', version: '1.2.3', robot: '7' });
    expect(uploaded?.description).toBe('1.2.3 local');
    expect(uploaded?.files.length).toBeGreaterThan(3);
  });

  it('says so when the key belongs to another mini-program', () => {
    expect(wrongKey.exitCode).toBe(1);
    expect(wrongKey.output).toContain('上传密钥与 AppID 不符');
  });

  it('makes a preview with its QR code', () => {
    expect(preview).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(good, 'dist/preview.jpg'))).toBe(true);
  });

  it('uploads nothing that does not compile or is not signed', () => {
    expect(notCompiling.exitCode).toBe(1);
    expect(notCompiling.output).toContain('✗ 小程序 wcc：');
    expect(account.wechat.uploads.map(({ kind }) => kind)).toEqual(['upload', 'preview']);
  });
});
