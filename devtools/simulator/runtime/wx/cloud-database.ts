import { settings } from '../phone/settings';
import { CloudRefusal, requestCloud } from './cloud-transport';
import { fromWire, toWire } from './wire-values';
import type { WireQuery } from './wire-query';
import { watchQuery, type WatchListeners } from './cloud-watch';

const commands = [
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

/** Reads of `wx.cloud.database()`; the phone writes through functions only. */
export function createDatabase(): Record<string, unknown> {
  return {
    collection: (name: string) => queryOf({ collection: name, query: {} }),
    command: {
      ...Object.fromEntries(
        commands.map((name) => [name, (value: unknown) => ({ [`$${name}`]: value })]),
      ),
      neq: (value: unknown) => ({ $ne: value }),
    },
    serverDate: () => {
      throw new Error(
        'wx.cloud.database().serverDate is not built in the simulator: the phone does not write',
      );
    },
    RegExp: ({ regexp, options = '' }: { regexp: string; options?: string }) => ({
      $regex: regexp,
      $options: options,
    }),
  };
}

function queryOf(wanted: WireQuery): Record<string, unknown> {
  const refine = (change: Partial<WireQuery>): Record<string, unknown> =>
    queryOf({ ...wanted, ...change });
  return loud('wx.cloud.database query', {
    doc: (id: string) => documentOf(wanted.collection, id),
    where: (query: Record<string, unknown>) => refine({ query: { ...wanted.query, ...query } }),
    orderBy: (field: string, direction: 'asc' | 'desc') =>
      refine({ orderBy: [...(wanted.orderBy ?? []), [field, direction === 'desc' ? -1 : 1]] }),
    limit: (limit: number) => refine({ limit }),
    skip: (skip: number) => refine({ skip }),
    field: (projection: Record<string, boolean>) => refine({ projection }),
    get: async () => ({ data: (await read(wanted)).docs, errMsg: 'collection.get:ok' }),
    count: async () => ({
      total: (await read({ ...wanted, limit: 1 })).total,
      errMsg: 'collection.count:ok',
    }),
    watch: (listeners: WatchListeners) => watchQuery(wanted, listeners),
  });
}

function documentOf(collection: string, id: string): Record<string, unknown> {
  const wanted: WireQuery = { collection, query: { _id: id } };
  return loud('wx.cloud.database document', {
    async get() {
      const { docs } = await read(wanted);
      if (docs[0] === undefined)
        throw failure(-1, `document.get:fail document with _id ${id} does not exist`);
      return { data: docs[0], errMsg: 'document.get:ok' };
    },
    watch: (listeners: WatchListeners) => watchQuery(wanted, listeners),
  });
}

async function read(wanted: WireQuery): Promise<{ total: number; docs: unknown[] }> {
  try {
    const reply = await requestCloud('/local/client/database', toWire(wanted) as object);
    return fromWire(reply) as { total: number; docs: unknown[] };
  } catch (error) {
    if (!(error instanceof CloudRefusal)) throw failure(-1, `collection.get:fail ${String(error)}`);
    throw failure(
      error.errCode,
      `collection.get:fail ${error.errCode} ${error.message} (user ${settings.user})`,
    );
  }
}

function failure(errCode: number, errMsg: string): Error {
  return Object.assign(new Error(errMsg), { errCode, errMsg });
}

/** Whatever is missing fails by its name. */
function loud(what: string, methods: Record<string, unknown>): Record<string, unknown> {
  return new Proxy(methods, {
    get(target, name) {
      if (typeof name === 'symbol' || name in target || name === 'then')
        return Reflect.get(target, name) as unknown;
      throw new Error(`${what}.${name} is not built in the simulator`);
    },
  });
}
