import { readTemplates } from '../../../devtools/emulator/templates';
import { AdminError } from '../../admin/errors';
import { readOptions } from '../arguments';
import { readManifest } from '../backup/folder';
import { openRowStore } from '../backup/open-store';
import { applyPlan, concludePlan, printPlan } from '../change';
import { confirmChanges, exitCodes } from '../operator';
import type { Operator } from '../operator';
import { checkFiles } from './check-files';
import { planRestore } from './plan';
import type { Restoration } from './plan';

const help = `npm run restore -- --from <目录> [--env <环境 ID>] [--apply] [--yes] [--add-missing]

把 backup 做的备份恢复到一个空的环境。先核对备份的每个文件，再逐行比较，最后写入并重新比较一遍。
不加 --apply 只显示要写什么。环境里有别的数据就不写；从不删除。中断后再运行一次会接着做。
先对这个环境运行 npm run provision。

  --from <目录>    备份所在的目录
  --env <环境 ID>  恢复到这个环境；不写则是本地云（LOCAL_CLOUD_URL）
  --local          写明是本地云
  --apply          写入，然后再比较一遍
  --yes            不再询问（给机器用）
  --add-missing    环境不空也可以：只补上缺少的行，不改动现有的行`;

export async function restore(
  operator: Operator,
  words: string[],
  templatesFolder: string,
): Promise<number> {
  const { print } = operator;
  const options = readOptions(words, {
    from: { type: 'string' },
    env: { type: 'string' },
    local: { type: 'boolean' },
    apply: { type: 'boolean' },
    yes: { type: 'boolean' },
    'add-missing': { type: 'boolean' },
  });
  if (options === null) {
    print(help);
    return exitCodes.ok;
  }
  const { from: folder = '' } = options;
  if (folder === '') throw new AdminError('请写明备份的目录，例如 -- --from backups/2026-12-01');
  const manifest = readManifest(folder);
  print(`备份 ${folder}：环境 ${manifest.envId}，${manifest.finishedAt} 完成`);
  const problems = await checkFiles(operator, folder, manifest);
  for (const problem of problems) print(`✗ ${problem}`);
  if (problems.length > 0) throw new AdminError('备份不完整，没有写入任何内容。请换一份备份。');

  const store = await openRowStore(operator, options);
  print(`恢复到 ${store.name}`);
  const restoration: Restoration = {
    folder,
    manifest,
    store,
    templates: readTemplates(templatesFolder),
    isAddingMissing: options['add-missing'] === true,
  };
  const plan = await planRestore(operator, restoration);
  printPlan(operator, plan);
  // Restoring next to existing user data is refused.
  if (plan.drift.length > 0) throw new AdminError('没有写入任何内容（原因见上）。');
  const count = plan.changes.length;
  const rows = manifest.collections.reduce((sum, { lines }) => sum + lines, 0);
  const success = `✓ 与备份一致：${manifest.collections.length} 个集合，${rows} 行`;
  if (count === 0) return concludePlan(operator, plan, [], success);
  if (options.apply !== true) {
    print(`\n共 ${count} 处要写。加 --apply 写入。`);
    return exitCodes.ok;
  }
  const isYes = options.yes === true || store.isLocal;
  await confirmChanges(operator, { envId: store.envId, count, isYes });
  const refused = await applyPlan(operator, plan);
  return concludePlan(operator, await planRestore(operator, restoration), refused, success);
}
