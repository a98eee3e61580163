import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../../cloudfunctions/shared/config';
import { chromiumPath } from '../../browser';
import { isMiniprogramStale, isStale } from '../../start/stale';
import { messageOf } from '../operator';
import type { Variables } from '../variables';
import { failed, ok, warning } from './finding';
import type { Finding } from './finding';
import { keys, paymentKeys } from './keys';
import type { Key } from './keys';

const minNodeMajor = 20;

export type Machine = { nodeVersion: string; root: string; variables: Variables };

/** Checks that need no network. */
export function checkMachine({ nodeVersion, root, variables }: Machine): Finding[] {
  return [
    checkNode(nodeVersion),
    existsSync(chromiumPath)
      ? ok('本机', '有测试用的浏览器')
      : warning('本机', '没有测试用的浏览器', 'npm test 会自动安装 Chromium；只部署可以不管'),
    ...checkEnvironmentFile(join(root, '.env')),
    ...checkKeys(variables),
    checkPayment(variables),
    checkConfig(variables),
    checkUploadKey(variables['WECHAT_UPLOAD_KEY'] ?? ''),
    ...checkTrackedSecrets(root),
    checkBuild(root),
  ];
}

function checkNode(version: string): Finding {
  const major = Number(/^v(\d+)/.exec(version)?.[1] ?? 0);
  return major >= minNodeMajor
    ? ok('本机', `Node ${version}`)
    : failed('本机', `Node 是 ${version}`, `安装 Node ${minNodeMajor} 或更新的版本`);
}

function checkEnvironmentFile(path: string): Finding[] {
  if (!existsSync(path)) {
    return [warning('本机', '没有 .env', '复制 .env.example 为 .env，或在 shell 里设置环境变量')];
  }
  if (!statSync(path).isFile()) {
    return [failed('本机', '.env 不是一个文件', '删除它，再复制 .env.example 为 .env')];
  }
  const unreadable = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line, position) =>
      /^\s*(#.*)?$|^\s*(?:export\s+)?[A-Za-z_]\w*\s*=/.test(line) ? [] : [position + 1],
    );
  return unreadable.length === 0
    ? [ok('本机', '.env 读得懂')]
    : [
        failed(
          '本机',
          `.env 第 ${unreadable.join('、')} 行读不懂`,
          '每行写成 NAME=值，注释以 # 开头',
        ),
      ];
}

function checkKeys(variables: Variables): Finding[] {
  const unset = keys.filter(
    ({ name, isOptional }) => isOptional === true && (variables[name] ?? '') === '',
  );
  const findings = keys
    .filter((key) => !unset.includes(key))
    .map((key) => checkKey(key, variables[key.name] ?? ''));
  if (unset.length === 0) return findings;
  const names = unset.map(({ name, use }) => `${name}（${use}）`).join('、');
  return [...findings, warning('密钥', `没有设置：${names}`, '用到时再在 .env 里设置')];
}

/** Never prints the value. */
function checkKey({ name, format, shape, source }: Key, value: string): Finding {
  const remedy = `在${source}取得，写进 .env`;
  if (value === '') return failed('密钥', `没有设置 ${name}`, remedy);
  return format.test(value)
    ? ok('密钥', `${name} 格式正确`)
    : failed('密钥', `${name} 的格式不对：应是${shape}`, `重新复制，不要带引号和空格；${remedy}`);
}

/** With only some of the variables, purchases would fail without a visible reason. */
function checkPayment(variables: Variables): Finding {
  const unset = paymentKeys.filter((name) => (variables[name] ?? '') === '');
  if (unset.length === paymentKeys.length) return ok('密钥', '虚拟支付没有开启，不显示价格');
  return unset.length === 0
    ? ok('密钥', `虚拟支付的设置齐全（${variables['XPAY_ENV']}）`)
    : failed('密钥', `虚拟支付缺少 ${unset.join('、')}`, `${paymentKeys.join('、')} 要一起设置`);
}

function checkConfig(variables: Variables): Finding {
  try {
    readConfig(variables);
    return ok('密钥', '云函数的环境变量都合法');
  } catch (error) {
    return failed('密钥', `云函数的环境变量不合法：${messageOf(error)}`, '对照 .env.example 修改');
  }
}

function checkUploadKey(path: string): Finding {
  const remedy =
    '小程序后台「管理 → 开发管理 → 小程序代码上传」生成并下载密钥，把路径写进 WECHAT_UPLOAD_KEY，并把本机 IP 加入白名单';
  if (path === '')
    return warning('密钥', '没有设置 WECHAT_UPLOAD_KEY，不能用命令上传小程序', remedy);
  const isKey =
    existsSync(path) &&
    statSync(path).isFile() &&
    readFileSync(path, 'utf8').includes('PRIVATE KEY');
  return isKey
    ? ok('密钥', '小程序上传密钥可读')
    : failed('密钥', 'WECHAT_UPLOAD_KEY 指的不是一个密钥文件', remedy);
}

const secretFiles = ['.env', '.env.*', '*.key', '*.pem'];

/** Secrets in tracked files are visible to everyone who can read the repository. */
function checkTrackedSecrets(root: string): Finding[] {
  const words = ['ls-files', '--', ...secretFiles];
  const { status, stdout } = spawnSync('git', words, { cwd: root, encoding: 'utf8' });
  const tracked = status === 0 ? stdout.split('\n').filter((path) => path !== '') : [];
  const secrets = tracked.filter((path) => !path.endsWith('.env.example'));
  if (secrets.length === 0) return [];
  const remedy = `git rm --cached ${secrets.join(' ')}，并在各家控制台换掉里面的密钥：历史里还读得到`;
  return [failed('密钥', `仓库里提交了密钥文件：${secrets.join('、')}`, remedy)];
}

function checkBuild(root: string): Finding {
  const isBuilt =
    existsSync(join(root, 'dist/cloudfunctions')) &&
    existsSync(join(root, 'dist/miniprogram/app.json'));
  const remedy = 'npm run deploy 会先构建；也可以运行 npm run build';
  if (!isBuilt) return warning('构建', '还没有构建', remedy);
  return isStale(root) || isMiniprogramStale(root)
    ? warning('构建', 'dist/ 比源码旧', remedy)
    : ok('构建', 'dist/ 是最新的');
}
