import * as z from 'zod';
import type { Clock } from '../../domain/time/clock';
import { retryRead } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import type { Finding } from '../rules/findings';

/** By then, a change that was in flight between two reads has ended. */
const confirmAfterMs = 1000;
const perRead = 100;

const Sum = z.object({ _id: z.string(), sum: z.number() });
const Balance = z.object({ _id: z.string(), credits: z.number() });

/**
 * The users whose balance differs from the sum of their ledger. Suspects are read twice, because balance and ledger are not read
 * at the same moment.
 */
export async function findUnbalanced(
  database: AdminDatabase,
  userIds: readonly string[],
  clock: Clock,
): Promise<Finding[]> {
  const suspects = await compareAll(database, userIds, clock);
  if (suspects.length === 0) return [];
  await clock.sleep(confirmAfterMs);
  const ids = suspects.map(({ id }) => id);
  const known = new Set(suspects.map(keyOf));
  return (await compareAll(database, ids, clock)).filter((found) => known.has(keyOf(found)));
}

const keyOf = ({ id, what }: Finding): string => `${id} ${what}`;

async function compareAll(
  database: AdminDatabase,
  userIds: readonly string[],
  clock: Clock,
): Promise<Finding[]> {
  const found: Finding[] = [];
  for (let start = 0; start < userIds.length; start += perRead) {
    found.push(...(await compare(database, userIds.slice(start, start + perRead), clock)));
  }
  return found;
}

async function compare(
  database: AdminDatabase,
  userIds: readonly string[],
  clock: Clock,
): Promise<Finding[]> {
  const [users, sums] = await Promise.all([
    readBalances(database, userIds, clock),
    sumLedger(database, userIds, clock),
  ]);
  return users.flatMap(({ _id: id, credits }) => {
    const sum = sums.get(id) ?? 0;
    const what = `余额 ${credits}，流水合计 ${sum}`;
    return credits === sum ? [] : [{ problem: 'balance', id, userId: id, what }];
  });
}

/** Malformed rows are reported by another check. */
async function readBalances(database: AdminDatabase, userIds: readonly string[], clock: Clock) {
  const { data } = await retryRead(clock, () =>
    database
      .collection('users')
      .where({ _id: database.command.in(userIds) })
      .field({ credits: true })
      .limit(userIds.length)
      .get(),
  );
  return data.flatMap((row) => Balance.safeParse(row).data ?? []);
}

async function sumLedger(database: AdminDatabase, userIds: readonly string[], clock: Clock) {
  const { list } = await retryRead(clock, () =>
    database
      .collection('credit_logs')
      .aggregate()
      .match({ userId: database.command.in(userIds) })
      .group({ _id: '$userId', sum: { $sum: '$amount' } })
      .limit(userIds.length)
      .end(),
  );
  return new Map(list.map((row) => Sum.parse(row)).map(({ _id, sum }) => [_id, sum]));
}
