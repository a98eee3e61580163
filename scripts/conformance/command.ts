import { join, resolve } from 'node:path';
import { openAccount } from '../cloud/account/account';
import { describeEnvironment } from '../cloud/account/environment';
import { openApi } from '../cloud/api';
import { readOptions } from '../cloud/arguments';
import { confirmChanges, exitCodes } from '../cloud/operator';
import type { Operator } from '../cloud/operator';
import { openAccountWorld } from './account-world';
import { parts } from './case';
import { cases, findDifferences } from './compare';
import type { Difference } from './compare';
import { openLocalWorld } from './local-world';
import { compareSuites } from './official';
import { fetchSuites, suitesPackage } from './suites';

const help = `npm run conformance [-- --env <环境 ID>] [--yes] [--suites <目录>]

不写 --env：对一个全新的本地云跑云开发 Node SDK 官方的测试（断言不改）和我们自己的 ${cases.length} 项。
写 --env：对真实环境跑同样的 ${cases.length} 项，列出本地云与它不同的地方。只用 conformance_ 开头的集合，
新建、用完删除；中断了再运行一次会先清理。请用测试环境。

  --env <环境 ID>    和这个环境比
  --yes              不再询问（给机器用）
  --suites <目录>    官方测试在 <目录>/test；不写则从 npm 取 ${suitesPackage}`;

/** What a server with the account's keys cannot show. */
const onlyOnPhones = [
  '安全规则下的读写与 watch（手机身份）',
  '云存储规则与函数调用规则（手机身份）',
  '内容安全与消息推送（只有部署的函数能调用）',
];

export async function conformance(operator: Operator, words: string[]): Promise<number> {
  const { print } = operator;
  const options = readOptions(words, {
    env: { type: 'string' },
    yes: { type: 'boolean' },
    suites: { type: 'string' },
  });
  if (options === null) {
    print(help);
    return exitCodes.ok;
  }
  if (options.env !== undefined) {
    return compareEnvironment(operator, options.env, options.yes === true);
  }
  const suites =
    options.suites === undefined
      ? fetchSuites(join(__dirname, '../../.cache/conformance'))
      : resolve(options.suites);
  const { world, url, close } = await openLocalWorld();
  try {
    const isAsOfficial = await compareSuites(suites, url, print);
    const differences = await findDifferences(operator, world);
    report(operator, differences);
    return isAsOfficial && differences.length === 0 ? exitCodes.ok : exitCodes.failed;
  } finally {
    await close();
  }
}

async function compareEnvironment(
  operator: Operator,
  envId: string,
  isYes: boolean,
): Promise<number> {
  const { print } = operator;
  const account = await openAccount(openApi(operator, envId));
  print(describeEnvironment(account.environment));
  await confirmChanges(operator, { envId, count: parts.length, isYes });
  const { world, close } = await openAccountWorld(operator, account);
  let differences: Difference[];
  try {
    differences = await findDifferences(operator, world);
  } finally {
    await close();
  }
  report(operator, differences);
  print(`· 没有比较的：${onlyOnPhones.join('；')}`);
  return differences.length === 0 ? exitCodes.ok : exitCodes.failed;
}

function report({ print }: Operator, differences: Difference[]): void {
  for (const { name, expected, observed } of differences) {
    print(`✗ ${name}`);
    print(`  本地云：${JSON.stringify(expected)}`);
    print(`  实际是：${JSON.stringify(observed)}`);
  }
  const same = cases.length - differences.length;
  print(
    differences.length === 0
      ? `✓ ${same} 项都与本地云相同`
      : `✗ ${differences.length} 项不同，${same} 项相同。请把上面的内容告诉开发：本地云要改，或写进 devtools/emulator/README.md`,
  );
}
