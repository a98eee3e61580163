import { join, resolve } from 'node:path';
import { AdminError } from '../admin/errors';
import { openAccount } from '../cloud/account/account';
import { describeEnvironment } from '../cloud/account/environment';
import { openApi } from '../cloud/api';
import { readOptions, requireEnvId } from '../cloud/arguments';
import { confirmChanges, exitCodes } from '../cloud/operator';
import type { Operator } from '../cloud/operator';
import { openAccountWorld } from './account-world';
import { parts } from './case';
import { cases, findDifferences } from './compare';
import type { Difference } from './compare';
import { openLocalWorld } from './local-world';
import { compareSuites } from './official';
import { phoneCases } from './phone';
import { comparePhone } from './phone-command';
import { fetchSuites, suitesPackage } from './suites';

const help = `npm run conformance [-- --env <环境 ID>] [--yes] [--suites <目录>]

不写 --env：对一个全新的本地云跑云开发 Node SDK 官方的测试（断言不改）和我们自己的 ${cases.length} 项。
写 --env：对真实环境跑同样的 ${cases.length} 项，列出本地云与它不同的地方。只用 conformance_ 开头的集合，
新建、用完删除；中断了再运行一次会先清理。请用测试环境。

  --env <环境 ID>    和这个环境比
  --phone            和 --env 一起：比手机身份下的 ${phoneCases.length} 项（安全规则、watch、云存储规则、函数规则），
                     先 provision 和 deploy；脚本粘贴到微信开发者工具的控制台，结果粘贴回来
  --yes              不再询问（给机器用）
  --suites <目录>    官方测试在 <目录>/test；不写则从 npm 取 ${suitesPackage}`;

/** What cannot be compared from a server with the account's keys. */
const notCompared = [
  '安全规则、watch、云存储规则、函数规则：要手机身份，加 --phone',
  '内容安全与消息推送：只有部署的函数能调用',
];

const cache = join(__dirname, '../../.cache/conformance');

export async function conformance(operator: Operator, words: string[]): Promise<number> {
  const { print } = operator;
  const options = readOptions(words, {
    env: { type: 'string' },
    yes: { type: 'boolean' },
    phone: { type: 'boolean' },
    suites: { type: 'string' },
  });
  if (options === null) {
    print(help);
    return exitCodes.ok;
  }
  const { env } = options;
  if (env !== undefined) {
    if (options.suites !== undefined)
      throw new AdminError('--suites 只用于本地云，不能与 --env 一起写');
    return compareEnvironment(operator, requireEnvId(env), options);
  }
  if (options.phone === true) throw new AdminError('--phone 要与 --env 一起写');
  const suites = options.suites === undefined ? fetchSuites(cache) : resolve(options.suites);
  const { world, url, close } = await openLocalWorld();
  try {
    const isAsOfficial = await compareSuites(suites, url, print);
    const differences = await findDifferences(operator, world);
    const exitCode = report(operator, differences, cases.length);
    return isAsOfficial ? exitCode : exitCodes.failed;
  } finally {
    await close();
  }
}

async function compareEnvironment(
  operator: Operator,
  envId: string,
  { yes, phone }: { yes?: boolean; phone?: boolean },
): Promise<number> {
  const { print } = operator;
  const account = await openAccount(openApi(operator, envId));
  print(describeEnvironment(account.environment));
  await confirmChanges(operator, { envId, count: parts.length, isYes: yes === true });
  if (phone === true) {
    const differences = await comparePhone(operator, account, join(cache, 'phone.js'));
    return report(operator, differences, phoneCases.length);
  }
  const { world, close } = await openAccountWorld(operator, account);
  let differences: Difference[];
  try {
    differences = await findDifferences(operator, world);
  } finally {
    await close();
  }
  const exitCode = report(operator, differences, cases.length);
  print(`· 没有比较的：${notCompared.join('；')}`);
  return exitCode;
}

/** Prints the differences and returns the exit code. */
function report({ print }: Operator, differences: Difference[], count: number): number {
  for (const { name, expected, observed } of differences) {
    print(`✗ ${name}`);
    print(`  本地云：${JSON.stringify(expected)}`);
    print(`  实际是：${JSON.stringify(observed)}`);
  }
  const same = count - differences.length;
  print(
    differences.length === 0
      ? `✓ ${same} 项都与本地云相同`
      : `✗ ${differences.length} 项不同，${same} 项相同。请把上面的内容告诉开发：本地云要改，或写进 devtools/emulator/README.md`,
  );
  return differences.length === 0 ? exitCodes.ok : exitCodes.failed;
}
