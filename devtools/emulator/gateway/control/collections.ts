import { z } from 'zod';
import type { Cloud } from '../../cloud';
import type { AdminSelection } from '../../database/database';
import { stringifyEjson } from '../../database/ejson';
import { isDocument } from '../../database/values';
import type { Document } from '../../database/values';
import { check, deserialize, notFound, parseJson, toConflict } from '../router';
import type { ControlRequest, Route } from '../router';

const Documents = z.strictObject({
  docs: z.array(z.custom<Document>(isDocument, 'must be an object')),
});

const Index = z.strictObject({
  name: z.string().min(1),
  fields: z.array(z.string().regex(/^-?[^-$][^$]*$/)).min(1),
  unique: z.boolean().optional(),
});

const Query = z.custom<Document>(isDocument, 'must be an object');
const Direction = z.union([z.literal(1), z.literal(-1), z.literal('asc'), z.literal('desc')]);
const OrderBy = z.union([
  z.array(z.tuple([z.string(), Direction])),
  z.record(z.string(), Direction),
]);
/** A sort order in short form: `-createdAt,_id`. */
const FieldList = /^-?[A-Za-z_][\w.]*(,-?[A-Za-z_][\w.]*)*$/;
const Count = z.string().regex(/^\d+$/, 'a whole number').transform(Number);
const Form = z.enum(['relaxed', 'canonical']);
const Projection = z.record(z.string(), z.union([z.boolean(), z.number()]));

export function collectionRoutes({ database, templates }: Cloud): Route[] {
  function existing({ parameters }: ControlRequest): string {
    const name = parameters['name'] ?? '';
    return database.collections().includes(name) ? name : notFound(`collection ${name}`);
  }

  return [
    {
      method: 'GET',
      path: '/local/collections',
      run: () =>
        database.collections().map((name) => {
          const template = templates.find(({ collection }) => collection === name);
          return {
            name,
            total: database.find(name, { limit: 0 }).total,
            purpose: template?.purpose ?? '',
            permission: template?.permission ?? 'ADMINONLY',
            fields: template?.fields ?? {},
            indexes: database.indexes(name),
          };
        }),
    },
    {
      method: 'GET',
      path: '/local/collections/:name',
      query: ['query', 'orderBy', 'limit', 'skip', 'projection', 'ejson'],
      run(request) {
        const name = existing(request);
        const { query } = request;
        const limit = query.get('limit');
        const skip = query.get('skip');
        const projection = readParameter(query, 'projection', Projection);
        const selection: AdminSelection = {
          query: readParameter(query, 'query', Query) ?? {},
          orderBy: readOrder(query),
          ...(projection === undefined ? {} : { projection }),
          ...(limit === null ? {} : { limit: checkNamed('limit', Count, limit) }),
          ...(skip === null ? {} : { skip: checkNamed('skip', Count, skip) }),
        };
        const found = database.find(name, selection);
        const form = checkNamed('ejson', Form, query.get('ejson') ?? 'relaxed');
        // Documents are sent as canonical EJSON text: in the relaxed EJSON of the reply, a whole double would lose its
        // type.
        return form === 'relaxed' ? found : { ...found, docs: found.docs.map(stringifyEjson) };
      },
    },
    {
      method: 'PUT',
      path: '/local/collections/:name',
      async run(request) {
        const { docs } = await request.ejson(Documents);
        const name = request.parameters['name'] ?? '';
        return { stored: toConflict(() => database.put(name, docs)) };
      },
    },
    {
      method: 'DELETE',
      path: '/local/collections/:name',
      query: ['query'],
      run(request) {
        const name = existing(request);
        return {
          removed: database.remove(name, readParameter(request.query, 'query', Query) ?? {}),
        };
      },
    },
    {
      method: 'POST',
      path: '/local/collections/:name/indexes',
      async run(request) {
        const name = request.parameters['name'] ?? '';
        const index = await request.json(Index);
        database.createCollection(name);
        toConflict(() => database.declareIndex(name, index));
        return { indexes: database.indexes(name) };
      },
    },
  ];
}

/** Parses a query parameter that holds EJSON. */
function readParameter<Value>(
  query: URLSearchParams,
  name: string,
  schema: z.ZodType<Value>,
): Value | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  return checkNamed(name, schema, deserialize(parseJson(text)));
}

function checkNamed<Value>(name: string, schema: z.ZodType<Value>, value: unknown): Value {
  return check(z.object({ [name]: schema }), { [name]: value })[name] as Value;
}

function readOrder(query: URLSearchParams): [string, 1 | -1][] {
  const text = query.get('orderBy') ?? '';
  if (!FieldList.test(text)) return toPairs(readParameter(query, 'orderBy', OrderBy) ?? []);
  return text.split(',').map((field) => [field.replace(/^-/, ''), field.startsWith('-') ? -1 : 1]);
}

function toPairs(orderBy: z.infer<typeof OrderBy>): [string, 1 | -1][] {
  const pairs = Array.isArray(orderBy) ? orderBy : Object.entries(orderBy);
  return pairs.map(([field, direction]) => [
    field,
    direction === 1 || direction === 'asc' ? 1 : -1,
  ]);
}
