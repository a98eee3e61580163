import * as z from 'zod';
import { newAccount } from '../../domain/chat/ap';
import { toAccountRow } from '../../data/rows/chat';
import type { Database } from '../../data/core/database';
import type { OnInvalidRow } from '../../data/core/rows';
import { isDuplicateKey } from '../../data/core/database-error';
import { createEntitlementRepository } from '../../data/quota/entitlements';
import { inBatches, pagesById, retryRead } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import type { Clock } from '../../domain/time/clock';

const Identified = z.object({ _id: z.string() });
const usersPerPage = 1000;

/** Pages of users without an AP account. */
export async function* usersWithoutAccount(
  database: AdminDatabase,
  clock: Clock,
): AsyncGenerator<string[]> {
  const users = pagesById(database, 'users', clock, { size: usersPerPage, fields: { _id: true } });
  for await (const page of users) {
    const userIds = page.map((raw) => Identified.parse(raw)._id);
    const known = new Set<string>();
    const accounts = inBatches(userIds, (some) =>
      retryRead(clock, async () => {
        const query = database.collection('chat_quotas').where({ _id: database.command.in(some) });
        return (await query.field({ _id: true }).limit(some.length).get()).data;
      }),
    );
    for await (const rows of accounts) {
      for (const raw of rows) known.add(Identified.parse(raw)._id);
    }
    yield userIds.filter((userId) => !known.has(userId));
  }
}

/** False if the row exists: created by the user's first question, or by an earlier attempt whose answer was lost. */
export async function createAccount(
  database: AdminDatabase & Database,
  userId: string,
  now: Date,
  onInvalidRow: OnInvalidRow,
): Promise<boolean> {
  const entitlement = await createEntitlementRepository(database, onInvalidRow).find(userId);
  const row = toAccountRow(userId, newAccount(now), entitlement, { createdAt: now, now });
  try {
    await database.collection('chat_quotas').add({ data: { _id: userId, ...row } });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
