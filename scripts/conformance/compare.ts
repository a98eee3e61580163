import { isDeepStrictEqual } from 'node:util';
import { backOff, retry } from '../../cloudfunctions/shared/data/core/retry';
import { textOf } from '../../cloudfunctions/shared/data/core/database-error';
import { Interrupted } from '../cloud/operator';
import type { Operator } from '../cloud/operator';
import { isLost } from './case';
import type { Case, Part, World } from './case';
import { indexCases } from './cases/indexes';
import { readCases } from './cases/reads';
import { serviceCases } from './cases/services';
import { transactionCases } from './cases/transactions';
import { writeCases } from './cases/writes';

export const cases: readonly Case[] = [
  ...writeCases,
  ...readCases,
  ...indexCases,
  ...transactionCases,
  ...serviceCases,
];

export type Difference = { name: string; expected: unknown; observed: unknown };

/** After a lost connection the case starts over. */
const policy = {
  attempts: 5,
  waitMs: backOff({ firstMs: 500, maxMs: 5_000 }),
  isRetryable: isLost,
};

/** What this cloud does differently from the local cloud. */
export async function findDifferences(
  { clock, progress, signal }: Pick<Operator, 'clock' | 'progress' | 'signal'>,
  world: World,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  const { tracked, used } = track(world);
  for (const [done, { name, expected, observe }] of cases.entries()) {
    if (signal.aborted) throw new Interrupted();
    progress.show(name, done, cases.length);
    const observed = await retry(clock, policy, async () => {
      await empty(world, used);
      return observe(tracked);
    }).catch((error: unknown) => ({ failed: textOf(error) }));
    const plain = toJson(observed, world);
    if (!isDeepStrictEqual(plain, expected)) {
      differences.push({ name, expected, observed: plain });
    }
  }
  progress.end();
  return differences;
}

/** Wraps the world to record which collections are used in it. */
function track(world: World): { tracked: World; used: Set<Part> } {
  const used = new Set<Part>();
  const tracked: World = {
    ...world,
    nameOf(part) {
      used.add(part);
      return world.nameOf(part);
    },
    collection(part) {
      used.add(part);
      return world.collection(part);
    },
  };
  return { tracked, used };
}

async function empty({ collection, command: _ }: World, used: Iterable<Part>): Promise<void> {
  for (const part of used) {
    await collection(part)
      .where({ _id: _['exists']?.(true) })
      .remove();
  }
}

/** Removes the run's prefix from names, because it is not a difference. */
function toJson(value: unknown, { nameOf }: World): unknown {
  const [prefix = ''] = nameOf('rows').split('rows');
  const text = JSON.stringify(value ?? null);
  return JSON.parse(prefix === '' ? text : text.replaceAll(prefix, '')) as unknown;
}
