import { z } from 'zod';
import type { Cloud } from '../cloud';
import { isDocument } from '../database/values';
import type { Document } from '../database/values';
import { ClientDatabaseError, permissionDenied } from './errors';
import { restrictRead } from './permission';

/** Rows of one query of a phone, by default and at most. */
export const maxClientRows = 20;

const Direction = z.union([z.literal(1), z.literal(-1)]);

export const ClientQuery = z.strictObject({
  collection: z.string().min(1),
  query: z.custom<Document>(isDocument, 'must be an object').default({}),
  orderBy: z.array(z.tuple([z.string(), Direction])).default([]),
  limit: z.int().min(1).optional(),
  skip: z.int().min(0).optional(),
  projection: z.record(z.string(), z.union([z.boolean(), z.number()])).optional(),
});
export type ClientQuery = z.infer<typeof ClientQuery>;

/** The query as it may run for this caller; throws what the phone is told otherwise. */
export function permittedQuery(
  { database, templates }: Cloud,
  { collection, query }: Pick<ClientQuery, 'collection' | 'query'>,
  openid: string | undefined,
): Document {
  if (!database.collections().includes(collection)) {
    throw new ClientDatabaseError(
      -502005,
      `database collection not exists. [ResourceNotFound] Db or Table not exist: ${collection}`,
    );
  }
  const template = templates.find((one) => one.collection === collection);
  const permitted = restrictRead(template?.permission ?? 'ADMINONLY', query, openid);
  if (permitted === null) {
    throw permissionDenied();
  }
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
