import type { Cloud } from '../cloud';
import { stringifyEjson } from '../database/ejson';
import type { Document } from '../database/values';
import { permissionDenied } from './errors';
import { mayCreate } from './permission';
import { permissionOf, permittedQuery } from './query';
import { queryOf } from './requests';
import type { ClientWrite } from './requests';
import { checkRow, toUpdate } from './update-data';

type Stats = { updated?: number; created?: number; removed?: number };
export type ClientWriteResult = { _id?: string; stats?: Stats };

/** A write of a phone under the permission of the collection. Created rows get the caller's `_openid` and keep it. */
export async function writeAsClient(
  cloud: Cloud,
  request: ClientWrite,
  openid: string | undefined,
): Promise<ClientWriteResult> {
  const { collection } = request;
  const permission = permissionOf(cloud, collection);

  async function call(action: string, fields: Record<string, unknown>): Promise<Reply> {
    const body = { collectionName: collection, ...fields };
    return (await cloud.database.handle(`database.${action}`, body)) as Reply;
  }

  async function add(data: Document): Promise<string> {
    const row = owned(data, openid);
    if (!mayCreate(permission, row, openid)) throw permissionDenied();
    const { insertedIds = [] } = (await call('insertDocument', { data: [stringifyEjson(row)] }))
      .data;
    return String(insertedIds[0]);
  }

  /** The query, as EJSON, restricted to the rows that the caller may change. */
  const permitted = (query: Document, operation: 'update' | 'delete'): string =>
    stringifyEjson(permittedQuery(cloud, { collection, query }, openid, operation));

  async function update(query: string, data: string, how: object): Promise<number> {
    const fields = { queryType: 'WHERE', query, data, multi: true, merge: true, upsert: false };
    return (await call('modifyDocument', { ...fields, ...how })).data.updated ?? 0;
  }

  async function set(id: string, data: Document): Promise<Stats> {
    const [current] = cloud.database.find(collection, { query: { _id: id } }).docs;
    if (current === undefined) {
      await add({ ...data, _id: id });
      return { updated: 0, created: 1 };
    }
    const query = permittedQuery(cloud, { collection, query: { _id: id } }, openid, 'update');
    // Presets narrow the query to the caller's rows, so a `set` of another user's row matches nothing.
    if (cloud.database.find(collection, { query, limit: 0 }).total === 0) throw permissionDenied();
    const { _openid: owner } = current;
    const row = owner === undefined ? data : { ...data, _openid: owner };
    const updated = await update(stringifyEjson({ _id: id }), stringifyEjson(row), {
      queryType: 'DOC',
      multi: false,
      merge: false,
    });
    return { updated, created: 0 };
  }

  switch (request.operation) {
    case 'add':
      checkRow(request.data, 'add');
      return { _id: await add(request.data) };
    case 'set':
      checkRow(request.data, 'set');
      return { _id: request.id, stats: await set(request.id, request.data) };
    case 'update': {
      const data = stringifyEjson(toUpdate(request.data));
      return { stats: { updated: await update(permitted(queryOf(request), 'update'), data, {}) } };
    }
    case 'remove': {
      const query = permitted(queryOf(request), 'delete');
      const reply = await call('removeDocument', { queryType: 'WHERE', query, multi: true });
      return { stats: { removed: reply.data.deleted ?? 0 } };
    }
  }
}

type Reply = { data: { insertedIds?: unknown[]; updated?: number; deleted?: number } };

function owned(data: Document, openid: string | undefined): Document {
  return openid === undefined ? data : { ...data, _openid: openid };
}
