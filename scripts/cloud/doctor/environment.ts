import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openAccount } from '../account/account';
import { describeEnvironment } from '../account/environment';
import { openApi } from '../api';
import type { Plan } from '../change';
import { readBundles } from '../deploy/bundle';
import { planDeploy } from '../deploy/plan';
import { messageOf } from '../operator';
import type { Operator } from '../operator';
import { planProvision } from '../provision/plan';
import { readWanted } from '../wanted';
import { failed, ok, warning } from './finding';
import type { Finding } from './finding';
import { checkPushes } from './pushes';

/** `pushes` tells whether message pushes arrive, judged by the data; null when the data do not show it. */
export type EnvironmentFindings = { findings: Finding[]; pushes: Finding | null };

/**
 * Differences between an environment and the repository, from the plans of `provision` and `deploy`. Changes nothing.
 */
export async function checkEnvironment(
  operator: Operator,
  envId: string,
  root: string,
): Promise<EnvironmentFindings> {
  let pushes: Finding | null = null;
  try {
    const account = await openAccount(openApi(operator, envId));
    const wanted = readWanted(join(root, 'database-templates'));
    const findings = [ok('环境', `${describeEnvironment(account.environment)}可用`)];

    if ((await account.database.listCollections()).some(({ name }) => name === 'media_checks')) {
      pushes = await checkPushes(account.database, operator.clock.now());
    }
    const data = await planProvision(account, wanted, operator, { mayLoosen: false });
    findings.push(
      ...toFindings(
        data,
        '集合、索引、权限、初始数据',
        `npm run provision -- --env ${envId} --apply`,
      ),
    );
    if (!existsSync(join(root, 'dist/cloudfunctions'))) {
      const unbuilt = warning('环境', '还没有构建，没有比较云函数', '运行 npm run build');
      return { findings: [...findings, unbuilt], pushes };
    }
    const bundles = readBundles(join(root, 'dist/cloudfunctions'));
    const functions = await planDeploy(account, bundles, wanted.functionRules, operator);
    findings.push(
      ...toFindings(
        functions,
        '云函数、定时、调用权限',
        `npm run deploy -- --env ${envId} --apply`,
      ),
    );
    findings.push(
      ...functions.notes.map((note) =>
        warning('环境', note, '需要时在 .env 里设置，或到控制台处理'),
      ),
    );
    return { findings, pushes };
  } catch (error) {
    return { findings: [failed('环境', messageOf(error), '处理后再运行一次')], pushes };
  }
}

function toFindings({ changes, drift }: Plan, what: string, command: string): Finding[] {
  const subjects = [...new Set(changes.map(({ subject }) => subject))];
  const shown = subjects.slice(0, 5).join('、') + (subjects.length > 5 ? ' 等' : '');
  return [
    changes.length === 0
      ? ok('环境', `${what}与仓库一致`)
      : failed('环境', `${what}有 ${changes.length} 处与仓库不同：${shown}`, command),
    ...drift.map(({ subject, problem, remedy }) =>
      failed('环境', `${subject}：${problem}`, remedy),
    ),
  ];
}
