import { readOptions } from '../arguments';
import { exitCodes } from '../operator';
import type { Operator } from '../operator';
import { consoleSteps } from './console';
import { checkEnvironment } from './environment';
import type { Finding } from './finding';
import { checkMachine } from './local';
import { checkWechat } from './wechat';

const help = `npm run doctor [-- --env <环境 ID>] [--json]

检查还缺什么、哪里不对、怎么办。不改任何东西，不显示任何密钥。

  --env <环境 ID>   也检查这个环境
  --json            每项一条，供程序读`;

const marks: Record<Finding['status'], string> = {
  ok: '✓',
  warning: '·',
  failed: '✗',
  manual: '□',
};

export async function doctor(operator: Operator, words: string[], root: string): Promise<number> {
  const { print, variables } = operator;
  const options = readOptions(words, { env: { type: 'string' }, json: { type: 'boolean' } });
  if (options === null) {
    print(help);
    return exitCodes.ok;
  }
  const wechat = await checkWechat(variables);
  const environment =
    options.env === undefined ? null : await checkEnvironment(operator, options.env, root);
  const findings = [
    ...checkMachine({ nodeVersion: process.version, root, variables }),
    ...wechat.findings,
    ...(environment?.findings ?? []),
    ...consoleSteps({
      categories: wechat.categories,
      pushes: environment?.pushes ?? null,
    }),
  ];
  const failures = findings.filter(({ status }) => status === 'failed').length;
  if (options.json === true) {
    print(JSON.stringify(findings));
  } else {
    printFindings(operator, findings);
    print(
      failures === 0
        ? '\n✓ 没有发现问题。□ 是接口读不到、要到控制台核对的'
        : `\n✗ ${failures} 处要处理`,
    );
  }
  return failures === 0 ? exitCodes.ok : exitCodes.failed;
}

function printFindings({ print }: Operator, findings: Finding[]): void {
  let area = '';
  for (const { area: next, status, text, remedy } of findings) {
    if (next !== area) print(`${area === '' ? '' : '\n'}${next}`);
    area = next;
    print(`  ${marks[status]} ${text}`);
    if (remedy !== undefined) print(`      ${remedy}`);
  }
}
