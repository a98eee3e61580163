import { openAccount } from '../account/account';
import { describeEnvironment } from '../account/environment';
import { openApi } from '../api';
import { readOptions, requireEnvId } from '../arguments';
import { carryOut, printPlan } from '../change';
import { exitCodes } from '../operator';
import type { Operator } from '../operator';
import { readWanted } from '../wanted';
import { planProvision } from './plan';

const help = `npm run provision -- --env <环境 ID> [--apply] [--yes] [--loosen]

按 database-templates/ 建好环境里的集合、索引、权限、云存储规则、初始数据与图片。
不加 --apply 只显示要改什么。从不删除，也不放宽别人收紧的权限；可以反复运行。

  --apply    应用，然后再核对一遍
  --yes      不再询问（给机器用）
  --loosen   允许把比模板严的权限放宽到模板`;

export async function provision(
  operator: Operator,
  words: string[],
  templatesFolder: string,
): Promise<number> {
  const { print } = operator;
  const options = readOptions(words, {
    env: { type: 'string' },
    apply: { type: 'boolean' },
    yes: { type: 'boolean' },
    loosen: { type: 'boolean' },
  });
  if (options === null) {
    print(help);
    return exitCodes.ok;
  }
  const envId = requireEnvId(options.env);
  const wanted = readWanted(templatesFolder);
  const account = await openAccount(openApi(operator, envId));
  print(describeEnvironment(account.environment));

  const makePlan = () =>
    planProvision(account, wanted, operator, { mayLoosen: options.loosen === true });
  const plan = await makePlan();
  printPlan(operator, plan);
  return carryOut(operator, plan, makePlan, {
    envId,
    isApplied: options.apply === true,
    isYes: options.yes === true,
    offer: '要改。加 --apply 应用。',
    success: '✓ 环境与仓库一致',
  });
}
