import * as z from 'zod';
import type { Clock } from '../../domain/time/clock';
import { retryRead } from '../admin-database';
import type { AdminDatabase } from '../admin-database';

/**
 * A range of user ids in lexicographic order: after `after` (exclusive) up to `until` (inclusive); open-ended without `until`.
 */
export type Stretch = { after: string; until?: string };

/** Number of owners or users whose sums one query returns. */
export const perRead = 2500;

export const countOf = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } });
/** Collects the ids that do not match; null stands for all that do. */
export const idsUnless = (fits: object) => ({ $addToSet: { $cond: [fits, null, '$_id'] } });
export const Ids = z
  .array(z.string().nullable())
  .transform((ids) => ids.filter((id) => id !== null));

export function within({ command }: AdminDatabase, { after, until }: Stretch): unknown {
  const from = command.gt(after);
  return until === undefined ? from : from.and(command.lte(until));
}

type Aggregate = ReturnType<ReturnType<AdminDatabase['collection']>['aggregate']>;

/** Runs a pipeline that ends in a group; returns its single document as a list. */
export async function aggregate(
  database: AdminDatabase,
  clock: Clock,
  collection: string,
  add: (stages: Aggregate) => Aggregate,
): Promise<unknown[]> {
  const { list } = await retryRead(clock, () =>
    add(database.collection(collection).aggregate()).limit(1).end(),
  );
  return list;
}
