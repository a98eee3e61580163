import { z } from 'zod';
import { isDocument } from '../database/values';
import type { Document } from '../database/values';

/** The default and the maximum of rows per query of a phone. */
export const maxClientRows = 20;

const Direction = z.union([z.literal(1), z.literal(-1)]);
const ObjectValue = z.custom<Document>(isDocument, 'must be an object');
const target = { collection: z.string().min(1) };

const selection = {
  ...target,
  query: ObjectValue.default({}),
  orderBy: z.array(z.tuple([z.string(), Direction])).default([]),
  limit: z.int().min(1).optional(),
  skip: z.int().min(0).optional(),
  projection: z.record(z.string(), z.union([z.boolean(), z.number()])).optional(),
};

export const ClientQuery = z.strictObject(selection);
export type ClientQuery = z.infer<typeof ClientQuery>;

/** Addresses rows by `doc(id)` or by `where(query)`. */
const rows = { ...target, id: z.string().min(1).optional(), query: ObjectValue.optional() };

/** One database call of the phone; a missing `operation` means `get`. */
export const ClientRequest = z.preprocess(
  (value) =>
    isDocument(value) && !('operation' in value) ? { ...value, operation: 'get' } : value,
  z.discriminatedUnion('operation', [
    z.strictObject({ ...selection, operation: z.literal('get'), id: rows.id }),
    z.strictObject({ ...rows, operation: z.literal('count') }),
    z.strictObject({ ...target, operation: z.literal('add'), data: ObjectValue }),
    z.strictObject({ ...rows, operation: z.literal('update'), data: ObjectValue }),
    z.strictObject({
      ...target,
      operation: z.literal('set'),
      id: z.string().min(1),
      data: ObjectValue,
    }),
    z.strictObject({ ...rows, operation: z.literal('remove') }),
  ]),
);
export type ClientRequest = z.infer<typeof ClientRequest>;
export type ClientWrite = Extract<
  ClientRequest,
  { operation: 'add' | 'update' | 'set' | 'remove' }
>;

/** The query of a call that names an id, a query or both. */
export function queryOf({
  id,
  query = {},
}: {
  id?: string | undefined;
  query?: Document | undefined;
}): Document {
  return id === undefined ? query : { ...query, _id: id };
}
