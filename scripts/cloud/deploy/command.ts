import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AdminError } from '../../admin/errors';
import { openAccount } from '../account/account';
import type { Account } from '../account/account';
import { describeEnvironment } from '../account/environment';
import { openApi } from '../api';
import { readOptions, requireEnvId } from '../arguments';
import { applyPlan, printPlan } from '../change';
import { confirmChanges, exitCodes } from '../operator';
import type { Operator } from '../operator';
import { readWanted } from '../wanted';
import { buildIfStale } from './build';
import { readBundles } from './bundle';
import type { Bundle } from './bundle';
import { openGit } from './git';
import { checkIndexes } from './indexes';
import type { Delivery } from './miniprogram';
import { planDeploy } from './plan';
import { fetchRelease, findFreeTag, holdsBundles, keepRelease, listReleases } from './release';
import { smokeTest } from './smoke';

const help = `npm run deploy -- --env <环境 ID> [--apply] [选项]

把 dist/cloudfunctions/ 部署到环境：新建函数、更新代码、超时、内存、环境变量、定时、调用权限，
然后逐个核对。不加 --apply 只显示要改什么。dist/ 比源码旧时先构建。

  --apply             应用并核对
  --yes               不再询问（给机器用）
  --only <名字>       只部署这一个函数，不产生版本；miniprogram 只处理小程序
  --miniprogram upload|preview
                      官方检查通过后上传小程序，或生成预览二维码
  --robot <1-30>      用哪个上传机器人，默认 1
  --release <标签>    这个版本的名字；不写则按时间和提交取
  --rollback <标签>   换回以前的版本（代码、超时、内存、定时；环境变量用现在的）
  --root <目录>       另一个项目目录`;

const optionTypes = {
  env: { type: 'string' },
  apply: { type: 'boolean' },
  yes: { type: 'boolean' },
  only: { type: 'string' },
  miniprogram: { type: 'string' },
  robot: { type: 'string' },
  release: { type: 'string' },
  rollback: { type: 'string' },
  root: { type: 'string' },
} as const;
type Options = NonNullable<ReturnType<typeof readOptions<typeof optionTypes>>>;

/** `repository` is the project folder unless `--root` names another one; the build is in its `dist/`. */
export async function deploy(
  operator: Operator,
  words: string[],
  repository: string,
): Promise<number> {
  const options = readOptions(words, optionTypes);
  if (options === null) {
    operator.print(help);
    return exitCodes.ok;
  }
  const envId = requireEnvId(options.env);
  const root = options.root ?? repository;
  const mode = requireMode(options);
  refuseIgnored(options, mode);
  if (options.rollback === undefined) buildIfStale(operator, root);
  if (options.only !== 'miniprogram') {
    const exitCode = await deployFunctions(operator, options, envId, root);
    if (exitCode !== exitCodes.ok) return exitCode;
  }
  return mode === null ? exitCodes.ok : deployMiniprogram(operator, options, root, mode);
}

async function deployFunctions(
  operator: Operator,
  options: Options,
  envId: string,
  root: string,
): Promise<number> {
  const { print } = operator;
  const wanted = readWanted(join(root, 'database-templates'));
  const account = await openAccount(openApi(operator, envId));
  print(describeEnvironment(account.environment));

  const all =
    options.rollback === undefined
      ? readBundles(join(root, 'dist/cloudfunctions'))
      : await fetchRelease(account, requireTag(options.rollback));
  const bundles = choose(all, options.only);
  const isRelease = options.only === undefined && options.rollback === undefined;
  if (isRelease) await requireUsableTag(account, bundles, options.release);
  const plan = await planDeploy(account, bundles, wanted.functionRules, operator);
  printPlan(operator, plan);
  const count = plan.changes.length;
  if (options.apply !== true) {
    print(count === 0 ? '✓ 没有要改的' : `\n共 ${count} 处要改。加 --apply 应用。`);
    return plan.drift.length === 0 ? exitCodes.ok : exitCodes.failed;
  }
  if (count === 0) print('✓ 没有要改的，逐个核对：');
  else {
    await confirmChanges(operator, { envId, count, isYes: options.yes === true });
    await applyPlan(operator, plan);
  }
  const collections = wanted.collections.map(({ name }) => name);
  const failures = await smokeTest(account, bundles, collections, operator);
  const hasIndexes = await checkIndexes(account, wanted, operator);
  if (failures > 0) {
    const last = (await listReleases(account)).at(-1);
    const way = last === undefined ? '' : `；换回上一版：--rollback ${last}`;
    print(`✗ ${failures} 个函数不正常${way}`);
    return exitCodes.failed;
  }
  if (isRelease) await release(operator, account, bundles, root, options.release);
  if (!hasIndexes) return exitCodes.failed;
  if (plan.drift.length > 0) {
    print(`✗ 还有 ${plan.drift.length} 处需要人处理（见上）`);
    return exitCodes.failed;
  }
  print('✓ 云函数部署完成');
  return exitCodes.ok;
}

async function deployMiniprogram(
  operator: Operator,
  { apply, robot = '1' }: Options,
  root: string,
  mode: Delivery['mode'],
): Promise<number> {
  // Imported late, because loading it takes seconds.
  const { checkMiniprogram, deliverMiniprogram } = await import('./miniprogram');
  if (!(await checkMiniprogram(operator, root))) return exitCodes.failed;
  if (apply !== true) {
    operator.print('加 --apply 后才会交给微信。');
    return exitCodes.ok;
  }
  if (!/^([1-9]|[12]\d|30)$/.test(robot)) throw new AdminError('--robot 是 1 到 30');
  const { version } = Package.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const description = `${version} ${openGit(root).commit ?? 'local'}`;
  await deliverMiniprogram(operator, root, { mode, version, description, robot: Number(robot) });
  return exitCodes.ok;
}

const Package = z.object({ version: z.string() });

function requireMode({ miniprogram, only }: Options): Delivery['mode'] | null {
  if (miniprogram === 'upload' || miniprogram === 'preview') return miniprogram;
  if (miniprogram === undefined && only !== 'miniprogram') return null;
  throw new AdminError('小程序要写明 --miniprogram upload 或 --miniprogram preview');
}

/** An option without effect means that the operator misunderstands the command. */
function refuseIgnored(
  { only, release, rollback, robot }: Options,
  mode: Delivery['mode'] | null,
): void {
  if (only !== undefined && release !== undefined) {
    throw new AdminError('--only 不产生版本，不能与 --release 一起用');
  }
  if (rollback !== undefined && release !== undefined) {
    throw new AdminError('--rollback 不产生版本，不能与 --release 一起用');
  }
  if (rollback !== undefined && mode !== null) {
    throw new AdminError('--rollback 只换云函数：小程序在后台「版本管理 → 版本回退」');
  }
  if (robot !== undefined && mode === null) {
    throw new AdminError('--robot 只用于小程序，要与 --miniprogram 一起写');
  }
}

function choose(bundles: Bundle[], only: string | undefined): Bundle[] {
  if (only === undefined) return bundles;
  const chosen = bundles.filter(({ name }) => name === only);
  if (chosen.length === 0) {
    throw new AdminError(`没有函数 ${only}，有 ${bundles.map(({ name }) => name).join('、')}`);
  }
  return chosen;
}

async function release(
  { clock, print }: Operator,
  account: Account,
  bundles: Bundle[],
  root: string,
  name: string | undefined,
): Promise<void> {
  const tags = await listReleases(account);
  const last = name ?? tags.at(-1);
  // The release is unchanged, or an earlier run stored it before it was interrupted.
  if (last !== undefined && tags.includes(last) && (await holdsBundles(account, last, bundles))) {
    return;
  }
  const git = openGit(root);
  const releasedAt = clock.now().toISOString();
  const stamp = releasedAt.replace(/\D/g, '');
  const tag = name ?? (await findFreeTag(account, `release-${stamp}-${git.commit ?? 'local'}`));
  await keepRelease(account, bundles, { tag, commit: git.commit, releasedAt });
  print(`✓ 版本 ${tag} 已保存，换回用 --rollback ${tag}`);
  if (git.commit === null) return;
  if (!git.isClean) {
    print('· 工作区有未提交的改动，没有打 git 标签');
    return;
  }
  const isTagged = git.tag(tag, `${account.environment.envId} ${releasedAt}`);
  print(
    isTagged ? `· 已打 git 标签 ${tag}，推送用 git push origin ${tag}` : `· git 标签 ${tag} 已存在`,
  );
}

/** Refuses a tag of another release before anything is changed. */
async function requireUsableTag(
  account: Account,
  bundles: Bundle[],
  name: string | undefined,
): Promise<void> {
  if (name === undefined) return;
  const tag = requireTag(name);
  const tags = await listReleases(account);
  if (!tags.includes(tag) || (await holdsBundles(account, tag, bundles))) return;
  throw new AdminError(`版本 ${tag} 已经存在，内容不同，不会覆盖：换一个名字，或不写 --release`);
}

function requireTag(tag: string): string {
  if (/^[\w.-]{1,80}$/.test(tag)) return tag;
  throw new AdminError('标签只能用字母、数字、点、横线和下划线，最多 80 个字符');
}
