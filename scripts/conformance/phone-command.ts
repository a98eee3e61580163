import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { AdminError } from '../admin/errors';
import type { Account } from '../cloud/account/account';
import type { Operator } from '../cloud/operator';
import { toPermission } from '../cloud/permission';
import { collectionPrefix, removeOwnCollections } from './account-world';
import type { Difference } from './compare';
import { phoneCases, phoneScript, resultMark } from './phone';
import type { PhoneNames } from './phone';

const Observed = z.array(z.tuple([z.string(), z.unknown()]));
const own = 'doc._openid == auth.openid';

/**
 * Lets the operator try the environment's rules as a phone: writes a script for the console of WeChat's tools and
 * compares the line that it logs.
 */
export async function comparePhone(
  { ask, clock, print }: Operator,
  account: Account,
  scriptPath: string,
): Promise<Difference[]> {
  if (ask === null) throw new AdminError('--phone 要人在终端里把结果粘贴回来');
  const run = clock.now().getTime().toString(36);
  const nameOf = (part: string) => `${collectionPrefix}${run}_${part}`;
  const names: PhoneNames = {
    own: nameOf('own'),
    closed: nameOf('closed'),
    shown: nameOf('shown'),
    mark: `${collectionPrefix}${run}`,
  };
  await removeOwnCollections(account);
  try {
    await createCollections(account, names);
    mkdirSync(dirname(scriptPath), { recursive: true });
    writeFileSync(scriptPath, phoneScript(names));
    print(
      `1. 用微信开发者工具打开仓库（已发布到这个环境的小程序），在「控制台」里粘贴这个文件的全部内容：`,
    );
    print(`   ${scriptPath}`);
    print(`2. 半分钟内控制台打印一行，以 ${resultMark} 开头。`);
    return compare(await ask('   把那一行粘贴到这里：'));
  } finally {
    await removeOwnCollections(account);
  }
}

async function createCollections({ database }: Account, names: PhoneNames): Promise<void> {
  const permissions = {
    [names.own]: toPermission({ read: own, write: own }),
    [names.closed]: toPermission('ADMINONLY'),
    [names.shown]: toPermission('READONLY'),
  };
  for (const [name, permission] of Object.entries(permissions)) {
    await database.createCollection(name);
    await database.writePermission(name, permission);
  }
  await database.insertRow(names.shown, { _id: 'theirs', n: 1 });
  await database.insertRow(names.closed, { _id: 'secret', n: 1 });
}

function compare(line: string): Difference[] {
  const observed = new Map(parse(line));
  return phoneCases.flatMap(({ name, expected }) => {
    const found = observed.get(name) ?? null;
    return isDeepStrictEqual(found, expected) ? [] : [{ name, expected, observed: found }];
  });
}

function parse(line: string): z.output<typeof Observed> {
  try {
    return Observed.parse(JSON.parse(line.slice(line.indexOf('['))));
  } catch {
    throw new AdminError(`这不是以 ${resultMark} 开头的那一行：整行复制，再运行一次`);
  }
}
