import type { Position } from '../../domain/cursor';
import type { Database } from './database';

/**
 * Up to `limit` rows after a position, newest first. Two range queries instead of one `or`: each reads one index range (`…,
 * -createdAt, -_id`), so page 1000 costs as much as page 1. `by` is the field that orders the rows.
 */
export async function findNewest(
  database: Database,
  collection: string,
  condition: Record<string, unknown>,
  { createdAt, id }: Position,
  limit: number,
  { notBefore, by = 'createdAt' }: { notBefore?: Date; by?: 'createdAt' | 'updatedAt' } = {},
): Promise<unknown[]> {
  const { command } = database;
  const find = (range: Record<string, unknown>) =>
    database
      .collection(collection)
      .where({ ...condition, ...range })
      .orderBy(by, 'desc')
      .orderBy('_id', 'desc')
      .limit(limit)
      .get();
  const earlier =
    notBefore === undefined
      ? command.lt(createdAt)
      : command.gte(notBefore).and(command.lt(createdAt));
  const [sameMoment, before] = await Promise.all([
    id === '' ? { data: [] } : find({ [by]: createdAt, _id: command.lt(id) }),
    find({ [by]: earlier }),
  ]);
  return [...sameMoment.data, ...before.data].slice(0, limit);
}
