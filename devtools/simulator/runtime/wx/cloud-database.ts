import { ApiFailure } from './api';
import { watchQuery, type WatchListeners } from './cloud-watch';
import { refuseMissing } from './missing';
import { databaseApi, readRows, writeRows, type DatabaseQuery } from './database-requests';

type Data = { data: Record<string, unknown> };

const queryCommands = [
  'eq',
  'gt',
  'gte',
  'lt',
  'lte',
  'in',
  'nin',
  'exists',
  'and',
  'or',
  'not',
] as const;

/** `wx.cloud.database()`: every call runs under the permission of its collection. */
export function createDatabase(): Record<string, unknown> {
  return refuseMissing('wx.cloud.database()', {
    collection: (name: string) => collectionOf(name),
    command: refuseMissing('wx.cloud.database().command', {
      ...Object.fromEntries(
        queryCommands.map((name) => [name, (value: unknown) => ({ [`$${name}`]: value })]),
      ),
      neq: (value: unknown) => ({ $ne: value }),
    }),
    RegExp: ({ regexp, options = '' }: { regexp: string; options?: string }) => ({
      $regex: regexp,
      $options: options,
    }),
  });
}

function collectionOf(collection: string): Record<string, unknown> {
  return queryOf(
    { collection, query: {} },
    {
      doc: (id: string) => documentOf(collection, id),
      add: databaseApi('collection.add', async (name, { data }: Data) => {
        requireData(data);
        const { _id } = await writeRows(name, { collection, operation: 'add', data });
        return { _id };
      }),
    },
  );
}

function queryOf(
  query: DatabaseQuery,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const { collection } = query;
  const refine = (change: Partial<DatabaseQuery>): Record<string, unknown> =>
    queryOf({ ...query, ...change });
  return refuseMissing('wx.cloud.database query', {
    ...more,
    where: (conditions: Record<string, unknown>) =>
      refine({ query: { ...query.query, ...conditions } }),
    orderBy: (field: string, direction: 'asc' | 'desc') =>
      refine({ orderBy: [...(query.orderBy ?? []), [field, direction === 'desc' ? -1 : 1]] }),
    limit: (limit: number) => refine({ limit }),
    skip: (skip: number) => refine({ skip }),
    field: (projection: Record<string, boolean>) => refine({ projection }),
    get: databaseApi('collection.get', async (name) => ({
      data: (await readRows(name, query)).docs,
    })),
    count: databaseApi('collection.count', async (name) => ({
      total: (await readRows(name, { ...query, limit: 1 })).total,
    })),
    update: databaseApi('collection.update', async (name, { data }: Data) => {
      requireData(data);
      const write = { collection, operation: 'update', query: query.query, data } as const;
      return { stats: { updated: (await writeRows(name, write)).stats?.updated ?? 0 } };
    }),
    remove: databaseApi('collection.remove', async (name) => {
      const write = { collection, operation: 'remove', query: query.query } as const;
      return { stats: { removed: (await writeRows(name, write)).stats?.removed ?? 0 } };
    }),
    watch: (listeners: WatchListeners) => watchQuery(query, listeners),
  });
}

function documentOf(collection: string, id: string): Record<string, unknown> {
  const query: DatabaseQuery = { collection, query: { _id: id } };
  return refuseMissing('wx.cloud.database document', {
    get: databaseApi('document.get', async (name) => {
      const { docs } = await readRows(name, query);
      if (docs[0] === undefined)
        throw new ApiFailure(`document with _id ${id} does not exist`, { errCode: -1 });
      return { data: docs[0] };
    }),
    set: databaseApi('document.set', async (name, { data }: Data) => {
      requireData(data);
      const { stats } = await writeRows(name, { collection, operation: 'set', id, data });
      return { _id: id, stats: { updated: stats?.updated ?? 0, created: stats?.created ?? 0 } };
    }),
    update: databaseApi('document.update', async (name, { data }: Data) => {
      requireData(data);
      const { stats } = await writeRows(name, { collection, operation: 'update', id, data });
      return { stats: { updated: stats?.updated ?? 0 } };
    }),
    remove: databaseApi('document.remove', async (name) => {
      const { stats } = await writeRows(name, { collection, operation: 'remove', id });
      return { stats: { removed: stats?.removed ?? 0 } };
    }),
    watch: (listeners: WatchListeners) => watchQuery(query, listeners),
  });
}

/** WeChat checks the data before it sends a request. */
function requireData(data: unknown): void {
  if (typeof data === 'object' && data !== null && Object.keys(data).length > 0) return;
  throw new ApiFailure('parameter.data should be object instead of empty', { errCode: -501007 });
}
