import type { Cloud } from '../cloud';
import type { Document } from '../database/values';
import { ClientDatabaseError, permissionDenied } from './errors';
import { permitQuery } from './permission';
import type { Permission, QueryOperation } from './permission';
import { maxClientRows } from './requests';
import type { ClientQuery } from './requests';

/** The permission of an existing collection; a collection without a template is closed to phones. */
export function permissionOf({ database, templates }: Cloud, collection: string): Permission {
  if (!database.collections().includes(collection)) {
    throw new ClientDatabaseError(
      -502005,
      `database collection not exists. [ResourceNotFound] Db or Table not exist: ${collection}`,
    );
  }
  const template = templates.find((one) => one.collection === collection);
  return template?.permission ?? 'ADMINONLY';
}

/** The query restricted to what this caller may access; throws the error that the phone receives when it is refused. */
export function permittedQuery(
  cloud: Cloud,
  { collection, query }: Pick<ClientQuery, 'collection' | 'query'>,
  openid: string | undefined,
  operation: QueryOperation = 'read',
): Document {
  const permitted = permitQuery(permissionOf(cloud, collection), operation, query, openid);
  if (permitted === null) throw permissionDenied();
  return permitted;
}

export function readAsClient(
  cloud: Cloud,
  wanted: ClientQuery,
  openid: string | undefined,
): { total: number; docs: unknown[] } {
  return cloud.database.find(wanted.collection, {
    query: permittedQuery(cloud, wanted, openid),
    orderBy: wanted.orderBy,
    limit: Math.min(wanted.limit ?? maxClientRows, maxClientRows),
    skip: wanted.skip ?? 0,
    ...(wanted.projection === undefined ? {} : { projection: wanted.projection }),
  });
}
