import { api, type Api } from './api';
import { failAsWeChat, recorded } from './cloud-call';
import { requestCloud } from './cloud-transport';
import { fromWire, toWire } from './wire-values';

/** A query in the local cloud's format. */
export type DatabaseQuery = {
  collection: string;
  query: Record<string, unknown>;
  orderBy?: [string, 1 | -1][];
  limit?: number;
  skip?: number;
  projection?: Record<string, boolean>;
};

export type FoundRows = { total: number; docs: unknown[] };

type DatabaseWrite = { collection: string; data?: unknown } & (
  | { operation: 'add' }
  | { operation: 'set'; id: string }
  | { operation: 'update' | 'remove'; id: string }
  | { operation: 'update' | 'remove'; query: Record<string, unknown> }
);

/** The reply of the local cloud to a write, with the fields that WeChat's result has. */
export type WriteResult = {
  _id?: string;
  stats?: { created?: number; updated?: number; removed?: number };
};

export const readRows = (name: string, query: DatabaseQuery): Promise<FoundRows> =>
  request<FoundRows>(name, query.collection, query);

export const writeRows = (name: string, write: DatabaseWrite): Promise<WriteResult> =>
  request<WriteResult>(name, write.collection, write);

/** A method of the database; like every API, it takes callbacks or returns a promise. */
export function databaseApi(
  name: string,
  run: (name: string, options: never) => Promise<object>,
): Api {
  return api(name, (options: never) => run(name, options));
}

function request<Reply>(name: string, collection: string, body: object): Promise<Reply> {
  return failAsWeChat(
    () =>
      recorded({ kind: 'database', name: collection, action: name }, async () => {
        const reply = await requestCloud<object>('/local/client/database', toWire(body) as object);
        return { value: fromWire(reply) as Reply };
      }),
    (errCode, message) => `${errCode} ${message}`,
  );
}
