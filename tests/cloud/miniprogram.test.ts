import { generateKeyPairSync } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProject } from './fixtures';
import { runProcess } from './processes';
import type { ProcessResult } from './processes';
import { startAccount } from './stub/account';
import type { StubAccount } from './stub/account';

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
let root: string;

beforeAll(async () => {
  account = await startAccount();
  root = createProject(app);
  writeFileSync(join(root, 'upload.key'), account.wechat.uploadKey);
});
afterAll(async () => {
  await account.close();
  rmSync(root, { recursive: true });
});

/** In a process of its own: WeChat's tools leave watchers and processes behind. */
const deliver = (mode: string, key = 'upload.key'): Promise<ProcessResult> =>
  runProcess(
    account,
    [
      'scripts/deploy.ts',
      ...['--env', 'test-1a2b3c', '--root', root, '--only', 'miniprogram'],
      ...['--miniprogram', mode, '--robot', '7', '--apply'],
    ],
    { WECHAT_APPID: account.wechat.appid, WECHAT_UPLOAD_KEY: join(root, key) },
  );

describe('deploy --miniprogram', () => {
  it('uploads what passed the checks, with version, commit and robot', async () => {
    const { exitCode, output } = await deliver('upload');
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain('✓ 小程序 1.2.3 已上传（机器人 7）');
    const [upload] = account.wechat.uploads;
    expect(upload).toMatchObject({ kind: 'upload', version: '1.2.3', robot: '7' });
    expect(upload?.description).toBe('1.2.3 local');
    expect(upload?.files.length).toBeGreaterThan(3);
  });

  it('says so when the key is not the one of the program', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(
      join(root, 'other.key'),
      privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    );
    const { exitCode, output } = await deliver('preview', 'other.key');
    expect(exitCode).toBe(1);
    expect(output).toContain('上传密钥与 AppID 不符');
    expect(existsSync(join(root, 'dist/preview.jpg'))).toBe(false);
  });

  it('makes a preview with its QR code', async () => {
    expect(await deliver('preview')).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(root, 'dist/preview.jpg'))).toBe(true);
  });

  it('hands nothing to WeChat that does not compile', async () => {
    writeFileSync(join(root, 'dist/miniprogram/pages/home/index.wxml'), '<view><text></view>');
    const before = account.wechat.uploads.length;
    const { exitCode, output } = await deliver('upload');
    expect(exitCode).toBe(1);
    expect(output).toContain('✗ 小程序 wcc：');
    expect(account.wechat.uploads).toHaveLength(before);
  });
});
