import * as z from 'zod';
import type { ProblemName } from '../rules/findings';
import { levelNumberOf, resolveQuota } from '../../domain/quota/quota';
import type { QuotaFacts } from '../../domain/quota/quota';
import { overviewDifference, overviewOf } from '../../domain/quota/quota-overview';
import { InvalidRowError, presentFields } from '../../data/core/rows';
import { parseOverview } from '../../data/rows/quota-overview';
import { StorageUsageRow } from '../../data/rows/storage-usage';
import { parseSubscription } from '../../data/rows/subscription';
import { UserRow } from '../../data/rows/user';
import { pagesById, retryRead } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import { readPlans } from './limits';
import type { Plans } from './limits';
import type { Clock } from '../../domain/time/clock';

/** Derived data that disagrees with a user's subscription. `what` is a description for admins. */
export type QuotaDrift = {
  problem: Extract<ProblemName, 'levelCopy' | 'overviewDrift' | 'quotaUnsynced'>;
  userId: string;
  what: string;
};

type Options = {
  now: Date;
  clock: Clock;
  /** Only these users; absent: all. */
  userIds?: readonly string[];
  confirmAfterMs?: number;
  onProgress?: ((step: string, rows: number) => void) | undefined;
};
type Rows = Map<string, unknown>;

/** The timer runs every five minutes: younger changes may not be synced yet. */
const settlesAfterMs = 15 * 60_000;
const rowsPerRead = 500;
const maxSuspects = 5000;

const Identified = z.object({ _id: z.string() });
const Marks = z.object({
  isSynced: z.boolean().catch(false),
  expiryAt: z.date().nullable().catch(null),
  updatedAt: z.date().catch(new Date(0)),
});
const UserCopy = UserRow.pick({ userType: true, vipLevel: true });
const StorageCopy = StorageUsageRow.pick({ limitBytes: true });

/**
 * Compares copies and overviews with the resolver. Reads a few hundred users at a time, keeps none of them in memory, and
 * confirms each difference with a second read: a change may be in flight. Malformed rows are reported by the check itself.
 */
export async function findQuotaDrift(
  database: AdminDatabase,
  options: Options,
): Promise<QuotaDrift[]> {
  const { clock, confirmAfterMs = 1000 } = options;
  const first = await look(database, options);
  // Too many to be changes in flight; skip the second read.
  if (first.length === 0 || first.length > maxSuspects) return first;
  await clock.sleep(confirmAfterMs);
  const userIds = [...new Set(first.map(({ userId }) => userId))];
  const again: QuotaDrift[] = [];
  for (let start = 0; start < userIds.length; start += rowsPerRead) {
    const some = userIds.slice(start, start + rowsPerRead);
    again.push(...(await look(database, { ...options, userIds: some })));
  }
  const confirmed = new Set(again.map(keyOf));
  return first.filter((drift) => confirmed.has(keyOf(drift)));
}

async function look(
  database: AdminDatabase,
  { now, clock, userIds, onProgress }: Options,
): Promise<QuotaDrift[]> {
  const plans = await readPlans(database, clock);
  const found: QuotaDrift[] = [];
  const { command } = database;

  async function* pagesOf(
    collection: string,
    condition: Record<string, unknown> = {},
    fields: Record<string, boolean> = {},
  ): AsyncGenerator<unknown[]> {
    if (userIds === undefined) {
      yield* pagesById(database, collection, clock, { size: rowsPerRead, condition, fields });
      return;
    }
    for (let start = 0; start < userIds.length; start += rowsPerRead) {
      const some = userIds.slice(start, start + rowsPerRead);
      yield [...(await byIds(collection, some, fields, condition)).values()];
    }
  }

  async function byIds(
    collection: string,
    ids: readonly string[],
    fields: Record<string, boolean> = {},
    condition: Record<string, unknown> = {},
  ): Promise<Rows> {
    const { data } = await retryRead(clock, () => {
      const query = database
        .collection(collection)
        .where({ ...condition, _id: command.in(ids) })
        .limit(rowsPerRead);
      return (Object.keys(fields).length === 0 ? query : query.field(fields)).get();
    });
    return new Map(data.map((row) => [idOf(row), row]));
  }

  /** Rows that need a subscription, of users who have none. */
  async function seeOrphans(
    collection: string,
    field: 'vipLevel' | 'version',
    toDrift: (userId: string, row: unknown) => QuotaDrift,
  ): Promise<void> {
    const pages = pagesOf(collection, { [field]: command.gt(0) }, { [field]: true });
    for await (const page of pages) {
      const standing = await byIds('user_subscriptions', page.map(idOf), { _id: true });
      for (const row of page) {
        if (!standing.has(idOf(row))) found.push(toDrift(idOf(row), row));
      }
    }
  }

  let rows = 0;
  for await (const page of pagesOf('user_subscriptions')) {
    const ids = page.map(idOf);
    const [users, overviews, usages] = await Promise.all([
      byIds('users', ids, { userType: true, vipLevel: true }),
      byIds('quota_overviews', ids),
      byIds('user_storage_usage', ids, { limitBytes: true }),
    ]);
    page.forEach((row, index) => {
      const userId = ids[index] ?? '';
      const user = users.get(userId);
      if (user === undefined) return;
      const copies = { user, overview: overviews.get(userId), usage: usages.get(userId) };
      found.push(...judge(row, copies, plans, now));
    });
    onProgress?.('user_subscriptions', (rows += page.length));
  }
  await seeOrphans('users', 'vipLevel', (userId, row) => {
    const what = `副本 ${UserCopy.parse(presentFields(row)).vipLevel}，没有会员记录`;
    return { problem: 'levelCopy', userId, what };
  });
  await seeOrphans('quota_overviews', 'version', (userId) => {
    return { problem: 'overviewDrift', userId, what: '有概览，没有会员与额度记录' };
  });
  return found;
}

function judge(
  row: unknown,
  copies: { user: unknown; overview: unknown; usage: unknown },
  { plans, malformed }: Plans,
  now: Date,
): QuotaDrift[] {
  const subscription = parsedOrNull(row);
  if (subscription === null) return [];
  const { userId } = subscription;
  const { isSynced, expiryAt, updatedAt } = Marks.parse(row);
  const settledBefore = new Date(now.getTime() - settlesAfterMs);
  const hasEnded = expiryAt !== null && expiryAt <= now;
  if (hasEnded && expiryAt <= settledBefore) {
    const what = `已于 ${expiryAt.toISOString()} 到期，尚未处理`;
    return [{ problem: 'quotaUnsynced', userId, what }];
  }
  if (!isSynced && updatedAt <= settledBefore) {
    const what = `自 ${updatedAt.toISOString()} 起未同步`;
    return [{ problem: 'quotaUnsynced', userId, what }];
  }
  if (hasEnded || !isSynced) return [];

  const found: QuotaDrift[] = [];
  // The limits of a malformed plan are stand-ins until it is corrected.
  if (malformed.has(subscription.planId ?? '')) return [];
  const { userType, vipLevel } = UserCopy.parse(presentFields(copies.user));
  const plan = plans.get(subscription.planId ?? '') ?? null;
  const facts: QuotaFacts = { userType, subscription, plan };
  const level = levelNumberOf(facts, now);
  if (vipLevel !== level) {
    found.push({ problem: 'levelCopy', userId, what: `副本 ${vipLevel}，应为 ${level}` });
  }
  const difference = overviewDifference(parseOverview(copies.overview), overviewOf(facts, now));
  const { limitBytes } = StorageCopy.parse(presentFields(copies.usage ?? {}));
  const { limit } = resolveQuota('storage_bytes', facts, now);
  if (difference !== null) {
    found.push({ problem: 'overviewDrift', userId, what: difference });
  } else if (limitBytes !== undefined && limitBytes !== limit) {
    const what = `存储上限副本 ${limitBytes}，应为 ${limit}`;
    found.push({ problem: 'overviewDrift', userId, what });
  }
  return found;
}

function parsedOrNull(row: unknown) {
  try {
    return parseSubscription(row);
  } catch (error) {
    if (error instanceof InvalidRowError) return null;
    throw error;
  }
}

function keyOf({ problem, userId, what }: QuotaDrift): string {
  return `${problem} ${userId} ${what}`;
}

function idOf(row: unknown): string {
  return Identified.parse(row)._id;
}
