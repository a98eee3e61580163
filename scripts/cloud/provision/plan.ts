import type { Account } from '../account/account';
import { planAlarms } from '../alarms/plan';
import type { Collection } from '../account/database';
import type { Plan } from '../change';
import { joinPlans } from '../change';
import type { Operator } from '../operator';
import type { DesiredEnvironment } from '../wanted';
import { planCollection } from './collections';
import type { ProvisionOptions } from './options';
import { planFiles, planRows } from './seed';
import { planStoragePermission } from './storage-permission';

/**
 * All differences between the environment and the templates. Collections come first and stay closed until their rule is
 * set; files come before the rows that refer to them.
 */
export async function planProvision(
  account: Account,
  wanted: DesiredEnvironment,
  { progress, clock, variables }: Pick<Operator, 'progress' | 'clock' | 'variables'>,
  options: ProvisionOptions,
): Promise<Plan> {
  const standing = new Map(
    (await account.database.listCollections()).map((collection) => [collection.name, collection]),
  );
  const plans: Plan[] = [];
  for (const [done, collection] of wanted.collections.entries()) {
    progress.show('读取', done, wanted.collections.length);
    const found = standing.get(collection.name) ?? null;
    plans.push(await planCollection(account, collection, found, clock, options));
  }
  plans.push(await planStoragePermission(account, wanted, options));
  plans.push(await planFiles(account, wanted));
  for (const collection of wanted.collections) {
    plans.push(await planRows(account, collection, standing.has(collection.name)));
  }
  const functionNames = await account.functions.list();
  plans.push(await planAlarms(account, variables, { functionNames, mayCreate: true }));
  progress.end();
  return joinPlans(...plans, { changes: [], drift: [], notes: notesOn(standing, wanted) });
}

function notesOn(standing: Map<string, Collection>, wanted: DesiredEnvironment): string[] {
  const known = new Set(wanted.collections.map(({ name }) => name));
  const others = [...standing.keys()].filter((name) => !known.has(name));
  return others.length === 0 ? [] : [`模板之外的集合保持不动：${others.join('、')}`];
}
