import { fixedWaits, retry } from '../../cloudfunctions/shared/data/core/retry';
import type { Account } from '../cloud/account/account';
import { readCredentials, readRoute } from '../cloud/credentials';
import { messageOf } from '../cloud/operator';
import type { Operator } from '../cloud/operator';
import { createIndex } from '../cloud/provision/collections';
import { indexesOf, parts } from './case';
import type { World } from './case';
import type { OpenWorld } from './local-world';
import { openSdk } from './sdk';

/** The prefix of every collection of a run, which identifies what an interrupted run has left. */
export const collectionPrefix = 'conformance_';

/** The data plane sees a new collection some seconds after the control plane. */
const untilKnown = fixedWaits(...Array<number>(30).fill(500));

/** Test collections in the operator's environment; `close` removes them, or the next run after an interruption. */
export async function openAccountWorld(operator: Operator, account: Account): Promise<OpenWorld> {
  const { clock, variables, progress } = operator;
  const { database, environment } = account;
  const { envId, bucketRegion } = environment;
  await removeOwnCollections(account);
  const run = clock.now().getTime().toString(36);
  const nameOf = (part: string) => `${collectionPrefix}${run}_${part}`;
  const { secretId, secretKey, token } = readCredentials(variables, envId);
  const { proxy } = readRoute(variables);
  const sdk = openSdk({
    env: envId,
    region: bucketRegion,
    secretId,
    secretKey,
    ...(token === undefined ? {} : { sessionToken: token }),
    ...(proxy === '' ? {} : { proxy }),
  });
  const db = sdk.database();
  const created = new Map<string, string | null>();
  const world: World = {
    sdk,
    db,
    command: db.command,
    nameOf,
    collection: (part) => db.collection(nameOf(part)),
    pathOf: (name) => `private/${collectionPrefix}${run}/${name}`,
    async createIndexes(part) {
      const refusal =
        created.get(part) ??
        (await createAll(indexesOf[part].map((index) => () => create(nameOf(part), index))));
      created.set(part, refusal);
      return refusal;
    },
  };
  const create = (name: string, index: (typeof indexesOf)['seats'][number]) =>
    createIndex({ database }, name, index, clock);
  const close = () => removeOwnCollections(account);
  try {
    for (const [done, part] of parts.entries()) {
      progress.show('新建集合', done, parts.length);
      await database.createCollection(nameOf(part));
      await retry(clock, untilKnown, () => world.collection(part).count());
    }
  } catch (error) {
    await close();
    throw error;
  } finally {
    progress.end();
  }
  return { world, close };
}

async function createAll(steps: (() => Promise<void>)[]): Promise<string | null> {
  try {
    for (const step of steps) await step();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** Includes those of an interrupted run. */
export async function removeOwnCollections({ database }: Account): Promise<void> {
  for (const { name } of await database.listCollections()) {
    if (name.startsWith(collectionPrefix)) await database.removeCollection(name);
  }
}
