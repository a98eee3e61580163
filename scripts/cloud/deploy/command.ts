import { join } from 'node:path';
import { AdminError } from '../../admin/errors';
import { openAccount } from '../account/account';
import type { Account } from '../account/account';
import { openApi } from '../api';
import { readOptions, requireEnvId } from '../arguments';
import { applyPlan, printPlan } from '../change';
import { confirmChanges, exitCodes } from '../operator';
import type { Operator } from '../operator';
import { readWanted } from '../wanted';
import { readBundles } from './bundle';
import type { Bundle } from './bundle';
import { openGit } from './git';
import { planDeploy } from './plan';
import { fetchRelease, keepRelease, listReleases } from './release';
import { smokeTest } from './smoke';

const help = `npm run deploy -- --env <环境 ID> [--apply] [--yes] [--only <函数>] [--release <标签>] [--rollback <标签>]

把 dist/cloudfunctions/ 部署到环境：新建函数、更新代码、超时、内存、环境变量、定时、调用权限，
然后逐个核对。不加 --apply 只显示要改什么。

  --apply             应用并核对
  --yes               不再询问（给机器用）
  --only <函数>       只部署这一个函数，不产生版本
  --release <标签>    这个版本的名字；不写则按时间和提交取
  --rollback <标签>   换回以前的版本（代码、超时、内存、定时；环境变量用现在的）`;

/** `root` is the folder of the repository, with the build in `dist/`. */
export async function deploy(operator: Operator, words: string[], root: string): Promise<number> {
  const { print } = operator;
  const options = readOptions(words, {
    env: { type: 'string' },
    apply: { type: 'boolean' },
    yes: { type: 'boolean' },
    only: { type: 'string' },
    release: { type: 'string' },
    rollback: { type: 'string' },
  });
  if (options === null) {
    print(help);
    return exitCodes.ok;
  }
  const envId = requireEnvId(options.env);
  if (options.only !== undefined && options.release !== undefined) {
    throw new AdminError('--only 不产生版本，不能与 --release 一起用');
  }
  const wanted = readWanted(join(root, 'database-templates'));
  const account = await openAccount(openApi(operator, envId));
  print(`环境 ${envId} ${account.environment.alias}`.trim());

  const all =
    options.rollback === undefined
      ? readBundles(join(root, 'dist/cloudfunctions'))
      : await fetchRelease(account, requireTag(options.rollback));
  const bundles = choose(all, options.only);
  const plan = await planDeploy(account, bundles, wanted.functionRules, operator);
  printPlan(operator, plan);
  const count = plan.changes.length;
  if (options.apply !== true) {
    print(count === 0 ? '✓ 没有要改的' : `\n共 ${count} 处要改。加 --apply 应用。`);
    return plan.drift.length === 0 ? exitCodes.ok : exitCodes.failed;
  }
  if (count > 0) {
    await confirmChanges(operator, { envId, count, isYes: options.yes === true });
    await applyPlan(operator, plan);
  }
  const collections = wanted.collections.map(({ name }) => name);
  const failures = await smokeTest(account, bundles, collections, operator);
  if (failures > 0) {
    const last = (await listReleases(account)).at(-1);
    const way = last === undefined ? '' : `；换回上一版：--rollback ${last}`;
    print(`✗ ${failures} 个函数不正常${way}`);
    return exitCodes.failed;
  }
  const isRelease = options.only === undefined && options.rollback === undefined && count > 0;
  if (isRelease) await release(operator, account, bundles, root, options.release);
  if (plan.drift.length > 0) {
    print(`✗ 还有 ${plan.drift.length} 处需要人处理（见上）`);
    return exitCodes.failed;
  }
  print('✓ 部署完成');
  return exitCodes.ok;
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
  const git = openGit(root);
  const releasedAt = clock.now().toISOString();
  const stamp = releasedAt.replace(/\D/g, '').slice(0, 14);
  const tag = name === undefined ? `release-${stamp}-${git.commit ?? 'local'}` : requireTag(name);
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

function requireTag(tag: string): string {
  if (/^[\w.-]{1,80}$/.test(tag)) return tag;
  throw new AdminError('标签只能用字母、数字、点、横线和下划线，最多 80 个字符');
}
