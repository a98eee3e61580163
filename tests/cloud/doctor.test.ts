import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { checkMachine } from '../../scripts/cloud/doctor/local';
import { createProject, writeFiles } from './fixtures';

let root: string;
beforeEach(() => {
  root = createProject({
    '.env': 'A=1\n# a comment\n',
    'upload.key': '-----BEGIN RSA PRIVATE KEY-----',
    'cloudfunctions/login/index.ts': 'export {};',
    'scripts/build/functions.ts': 'export {};',
  });
  // Written after its sources, so the build is up to date.
  writeFiles(root, { 'dist/cloudfunctions/login/index.js': '', 'dist/miniprogram/app.json': {} });
});
afterEach(() => rmSync(root, { recursive: true }));

const variables = () => ({
  TENCENTCLOUD_SECRETID: 'AKID0123456789abcdef',
  TENCENTCLOUD_SECRETKEY: 'abcdefghijklmnopqrstuvwxyz012345',
  ZHIPU_API_KEY: 'id.secret-of-the-provider',
  WECHAT_APPID: 'wx0123456789abcdef',
  WECHAT_UPLOAD_KEY: join(root, 'upload.key'),
  ALERT_WEBHOOK_URL: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k',
});

function faultsWith(changed: Record<string, string> = {}, nodeVersion = 'v20.20.2'): string[] {
  const findings = checkMachine({ nodeVersion, root, variables: { ...variables(), ...changed } });
  return findings.flatMap(({ status, text }) => (status === 'failed' ? [text] : []));
}

describe('doctor on a machine', () => {
  it('finds nothing wrong with a machine that is ready', () => {
    expect(faultsWith()).toEqual([]);
    const payment = { XPAY_OFFER_ID: '1450000000', XPAY_APP_KEY: 'k'.repeat(32) };
    expect(faultsWith({ ...payment, XPAY_ENV: 'sandbox' })).toEqual([]);
  });

  it.each([
    ['TENCENTCLOUD_SECRETID', 'AKIX123', 'TENCENTCLOUD_SECRETID 的格式不对'],
    ['TENCENTCLOUD_SECRETKEY', '"quoted"', 'TENCENTCLOUD_SECRETKEY 的格式不对'],
    ['TENCENTCLOUD_SECRETKEY', '', '没有设置 TENCENTCLOUD_SECRETKEY'],
    ['ZHIPU_API_KEY', 'one-part-only', 'ZHIPU_API_KEY 的格式不对'],
    ['WECHAT_APPID', 'touristappid', 'WECHAT_APPID 的格式不对'],
    ['WECHAT_UPLOAD_KEY', '/nowhere', 'WECHAT_UPLOAD_KEY 指的不是一个密钥文件'],
    ['WECHAT_APP_SECRET', 'ABC', 'WECHAT_APP_SECRET 的格式不对'],
    ['DASHSCOPE_API_KEY', 'no-prefix-of-the-vendor', 'DASHSCOPE_API_KEY 的格式不对'],
    ['ALARM_NOTICE_ID', 'preset', 'ALARM_NOTICE_ID 的格式不对'],
    ['XPAY_OFFER_ID', '1450000000', '虚拟支付缺少 XPAY_APP_KEY、XPAY_ENV'],
    ['ZHIPU_BASE_URL', 'ftp://bigmodel', '云函数的环境变量不合法'],
  ])('names %s when it is %j, without showing it', (name, value, sentence) => {
    const faults = faultsWith({ [name]: value });
    expect(faults).toEqual([expect.stringContaining(sentence)]);
    expect(faults.join().includes(value) && value.length > 4).toBe(false);
  });

  it('names an old Node', () => {
    expect(faultsWith({}, 'v18.15.0')).toEqual(['Node 是 v18.15.0']);
  });

  it.each(['.env', 'prod.key', 'deep/upload.pem'])('names %s when git tracks it', (path) => {
    writeFiles(root, { [path]: 'A=1\n', '.env.example': 'A=\n' });
    const git = (...words: string[]) => spawnSync('git', words, { cwd: root });
    git('init', '-q');
    git('add', '--force', path, '.env.example');
    expect(faultsWith()).toEqual([`仓库里提交了密钥文件：${path}`]);
  });

  it('reports a folder in the place of a file', () => {
    expect(faultsWith({ WECHAT_UPLOAD_KEY: root })).toEqual([
      'WECHAT_UPLOAD_KEY 指的不是一个密钥文件',
    ]);
    rmSync(join(root, '.env'));
    mkdirSync(join(root, '.env'));
    expect(faultsWith()).toEqual(['.env 不是一个文件']);
  });

  it('names the lines of .env that it cannot read', () => {
    writeFiles(root, { '.env': 'A=1\nthis is no variable\nB=2' });
    expect(faultsWith()).toEqual(['.env 第 2 行读不懂']);
  });

  it.each([
    ['missing', () => rmSync(join(root, 'dist/miniprogram'), { recursive: true }), '还没有构建'],
    ['older than a page', () => touch('miniprogram/app.json'), 'dist/ 比源码旧'],
    ['older than a function', () => touch('cloudfunctions/login/index.ts'), 'dist/ 比源码旧'],
  ])('reports a build that is %s, which deploy repeats', (_what, change, sentence) => {
    change();
    const findings = checkMachine({ nodeVersion: 'v20.20.2', root, variables: variables() });
    const warnings = findings.filter(({ status }) => status === 'warning');
    expect(warnings.map(({ text }) => text)).toContain(sentence);
    expect(faultsWith()).toEqual([]);
  });

  /** Makes a file a minute newer than all others. */
  function touch(path: string): void {
    writeFiles(root, { [path]: '' });
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(root, path), later, later);
  }
});
