import * as z from 'zod';
import { newAccount } from '../../domain/chat/ap';
import { toAccountRow } from '../../data/rows/chat';
import type { Database } from '../../data/core/database';
import { isDuplicateKey } from '../../data/core/database-error';
import { createEntitlementRepository } from '../../data/quota/entitlements';
import { aFewAtATime, pagesById, readWithPatience } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import type { Pace } from '../../data/core/transaction';

const Identified = z.object({ _id: z.string() });
const usersPerPage = 1000;

/** Pages of users that have no AP account yet. */
export async function* usersWithoutAccount(
  database: AdminDatabase,
  pace: Pace,
): AsyncGenerator<string[]> {
  const users = pagesById(database, 'users', pace, { size: usersPerPage, fields: { _id: true } });
  for await (const page of users) {
    const userIds = page.map((raw) => Identified.parse(raw)._id);
    const known = new Set<string>();
    const accounts = aFewAtATime(userIds, (some) =>
      readWithPatience(pace, async () => {
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

/** False where somebody else was first: the first question of the user, or a lost answer of ours. */
export async function createAccount(
  database: AdminDatabase & Database,
  userId: string,
  now: Date,
): Promise<boolean> {
  const entitlement = await createEntitlementRepository(database).find(userId);
  const row = toAccountRow(userId, newAccount(now), entitlement, { createdAt: now, now });
  try {
    await database.collection('chat_quotas').add({ data: { _id: userId, ...row } });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
