import * as z from 'zod';
import type { Database } from './database';

const Due = z.object({ dueAt: z.date() });

/** When the earliest row of a collection is due; null if none is. */
export async function nextDueAt(database: Database, collection: string): Promise<Date | null> {
  const { data } = await database
    .collection(collection)
    .where({ dueAt: database.command.gt(new Date(0)) })
    .orderBy('dueAt', 'asc')
    .limit(1)
    .get();
  return Due.safeParse(data[0]).data?.dueAt ?? null;
}
