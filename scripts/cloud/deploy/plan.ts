import { z } from 'zod';
import type { Account } from '../account/account';
import { planAlarms } from '../alarms/plan';
import type { FunctionSettings, DeployedFunction } from '../account/functions';
import { joinPlans } from '../change';
import type { Change, Plan } from '../change';
import { keys } from '../doctor/keys';
import type { Operator } from '../operator';
import type { Variables } from '../variables';
import type { FunctionRules } from '../wanted';
import type { Bundle } from './bundle';
import { planRules } from './rules';

/** Supported runtimes; tests start each bundle on the oldest of them. */
const usableRuntime = /^Nodejs(16\.13|18\.15|2\d\.\d+)$/;

/**
 * All differences between the deployed functions and the bundles. Call permissions come first, because a new function
 * is open to everyone.
 */
export async function planDeploy(
  account: Account,
  bundles: Bundle[],
  rules: FunctionRules,
  { variables, progress }: Pick<Operator, 'variables' | 'progress'>,
): Promise<Plan> {
  const names = await account.functions.list();
  const plans: Plan[] = [await planRules(account, rules)];
  const unset = new Set<string>();
  for (const [done, bundle] of bundles.entries()) {
    progress.show('读取', done, bundles.length);
    plans.push(await planFunction(account, bundle, variables, unset));
  }
  const functionNames = [...new Set([...names, ...bundles.map(({ name }) => name)])];
  plans.push(await planAlarms(account, variables, { functionNames, mayCreate: false }));
  progress.end();
  return joinPlans(...plans, {
    changes: [],
    drift: [],
    notes: [...notesOnUnset(unset), ...(await notesOnOthers(account, names, bundles))],
  });
}

/** Adds to `unset` the function's variables that have no value, neither locally nor deployed. */
async function planFunction(
  account: Account,
  bundle: Bundle,
  variables: Variables,
  unset: Set<string>,
): Promise<Plan> {
  const { functions } = account;
  const subject = `函数 ${bundle.name}`;
  const standing = await functions.find(bundle.name);
  const settings = settingsFor(bundle, standing, variables);
  const notes = notesOnForeign(bundle, standing);
  for (const name of bundle.variableNames) {
    if (settings.variables[name] === undefined) unset.add(name);
  }
  if (standing === null) {
    const names = Object.keys(settings.variables);
    const lines = [
      `+ 新建（${bundle.runtime}，${bundle.timeoutSeconds} 秒，${bundle.memoryMb} MB，代码 ${bundle.build}）`,
      ...names.map((name) => `+ 环境变量 ${name}`),
    ];
    const apply = () => functions.create(bundle.name, bundle.runtime, bundle.zip, settings);
    const triggers = planTriggers(account, bundle, []);
    return { changes: [{ subject, lines, apply }, ...triggers], drift: [], notes };
  }
  if (!usableRuntime.test(standing.runtime)) {
    const problem = `运行时是 ${standing.runtime}，创建后不能修改，代码在上面跑不起来`;
    const remedy = `在控制台删除函数 ${bundle.name}，再运行一次：会用 ${bundle.runtime} 重建。`;
    return { changes: [], drift: [{ subject, problem, remedy }], notes };
  }
  if (standing.runtime !== bundle.runtime) {
    notes.push(`${subject} 的运行时是 ${standing.runtime}（新建用 ${bundle.runtime}），可以继续用`);
  }
  const changes: Change[] = [];
  const build = await runningBuild(account, bundle.name);
  if (build !== bundle.build) {
    const apply = () => functions.updateCode(bundle.name, bundle.zip);
    changes.push({ subject, lines: [`~ 代码 ${build ?? '未知'} → ${bundle.build}`], apply });
  }
  const lines = describeSettings(standing, settings);
  if (lines.length > 0) {
    const apply = () => functions.updateSettings(bundle.name, settings);
    changes.push({ subject, lines, apply });
  }
  changes.push(...planTriggers(account, bundle, standing.triggers));
  return { changes, drift: [], notes };
}

/** Variables without a new value keep the deployed one, because omitting them would remove them. */
function settingsFor(
  { build, timeoutSeconds, memoryMb, variableNames }: Bundle,
  standing: DeployedFunction | null,
  variables: Variables,
): FunctionSettings {
  const given = variableNames.flatMap((name) => {
    const value = variables[name] ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  return {
    timeoutSeconds,
    memoryMb,
    description: `build ${build}`,
    variables: { ...standing?.variables, ...Object.fromEntries(given) },
  };
}

function describeSettings(standing: DeployedFunction, wanted: FunctionSettings): string[] {
  const names = Object.keys(wanted.variables).filter(
    (name) => standing.variables[name] !== wanted.variables[name],
  );
  return [
    ...difference('超时（秒）', standing.timeoutSeconds, wanted.timeoutSeconds),
    ...difference('内存（MB）', standing.memoryMb, wanted.memoryMb),
    ...difference('说明', standing.description, wanted.description),
    ...names.map((name) => `${name in standing.variables ? '~' : '+'} 环境变量 ${name}`),
  ];
}

function difference(what: string, from: number | string, to: number | string): string[] {
  return from === to ? [] : [`~ ${what} ${from} → ${to}`];
}

function planTriggers(
  { functions }: Account,
  { name, triggers }: Bundle,
  standing: DeployedFunction['triggers'],
): Change[] {
  const subject = `函数 ${name}`;
  return triggers.flatMap((trigger): Change[] => {
    const found = standing.find((other) => other.name === trigger.name);
    if (found?.cron === trigger.cron) return [];
    const create = () => functions.createTrigger(name, trigger);
    const line = `定时 ${trigger.name} ${trigger.cron}`;
    if (found === undefined) return [{ subject, lines: [`+ ${line}`], apply: create }];
    // A trigger cannot be changed in place.
    const replace = async () => {
      await functions.deleteTrigger(name, trigger.name);
      await create();
    };
    return [{ subject, lines: [`~ ${line}（原为 ${found.cron}）`], apply: replace }];
  });
}

function notesOnUnset(unset: ReadonlySet<string>): string[] {
  const names = [...unset].sort();
  const needed = keys.filter(({ name, isOptional }) => isOptional !== true && unset.has(name));
  const others = names.filter((name) => !needed.some((key) => key.name === name));
  return [
    ...needed.map(
      ({ name, source }) => `没有 ${name}，功能不可用：在${source}取得，写进 .env 再部署`,
    ),
    ...(others.length === 0 ? [] : [`没有设置，用默认值或不启用：${others.join('、')}`]),
  ];
}

function notesOnForeign(
  { name, variableNames }: Bundle,
  standing: DeployedFunction | null,
): string[] {
  const foreign = Object.keys(standing?.variables ?? {}).filter(
    (variable) => !variableNames.includes(variable),
  );
  if (foreign.length === 0) return [];
  return [`函数 ${name} 另有环境变量，保持不动：${foreign.join('、')}`];
}

async function notesOnOthers(
  { functions }: Account,
  names: string[],
  bundles: Bundle[],
): Promise<string[]> {
  const known = new Set(bundles.map(({ name }) => name));
  const notes: string[] = [];
  for (const name of names.filter((other) => !known.has(other))) {
    const triggers = (await functions.find(name))?.triggers ?? [];
    const timer = triggers.length === 0 ? '' : '，还在定时运行；如果不再需要，请在控制台删除';
    notes.push(`这次不含函数 ${name}，保持不动${timer}`);
  }
  return notes;
}

const Health = z.object({ build: z.string() });

/** The build id in the deployed code itself, even when a console or a colleague uploaded it. Null when it has none. */
async function runningBuild({ functions }: Account, name: string): Promise<string | null> {
  try {
    return Health.parse(await functions.invoke(name, { action: 'health' })).build;
  } catch {
    return null;
  }
}
