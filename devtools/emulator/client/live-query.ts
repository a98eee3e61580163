import type { Cloud } from '../cloud';
import type { Change, ChangeKind } from '../database/change';
import type { Document } from '../database/values';
import { fieldChanges } from './field-changes';
import type { FieldChanges } from './field-changes';
import { ClientDatabaseError, toClientError } from './errors';
import { permittedQuery } from './query';
import type { ClientQuery } from './requests';

/** What happened to one row. A row that enters or leaves the result only because of a limit has the type `limit`. */
export type DocumentChange = {
  /** The id of the snapshot that contains the change. */
  id: number;
  docId: unknown;
  dataType: 'init' | 'limit' | ChangeKind;
  queueType: 'init' | 'enqueue' | 'dequeue' | 'update';
  doc: Document;
} & Partial<FieldChanges>;

/** The argument of a watch's `onChange`. Only the first snapshot of a connection has a type. */
export type WatchSnapshot = {
  id: number;
  type?: 'init';
  docs: Document[];
  docChanges: DocumentChange[];
};

/** A watch ends with an error when its result exceeds this many rows. */
const maxWatchedRows = 5000;

type Rows = Map<string, Document>;
type Event = Omit<DocumentChange, 'id'>;

/**
 * Follows a query: first reports the current rows, then every change of the result, in the order of the query. Changes
 * of one turn of the event loop arrive together. Returns a function that stops it. Throws when the read is refused;
 * `onError` receives the reason when the watch ends later.
 */
export function followQuery(
  cloud: Cloud,
  wanted: ClientQuery,
  openid: string | undefined,
  listeners: {
    onSnapshot: (snapshot: WatchSnapshot) => void;
    onError: (error: ClientDatabaseError) => void;
  },
): () => void {
  if (wanted.projection !== undefined || wanted.skip !== undefined)
    throw new ClientDatabaseError(
      -501007,
      'watch knows where, orderBy and limit, no field or skip',
    );
  const query = permittedQuery(cloud, wanted, openid);
  const touched = new Map<string, Change>();
  let count = 0;
  let isScheduled = false;
  let isClosed = false;
  let rows = read();

  function read(): Rows {
    const { docs } = cloud.database.find(wanted.collection, {
      query,
      orderBy: wanted.orderBy,
      limit: Math.min(wanted.limit ?? Infinity, maxWatchedRows + 1),
    });
    if (docs.length > maxWatchedRows)
      throw new ClientDatabaseError(-501007, `a watch follows ${maxWatchedRows} rows at most`);
    return new Map(docs.map((doc) => [toKey(doc['_id']), doc]));
  }

  function publish(): void {
    isScheduled = false;
    if (isClosed) return;
    const before = rows;
    try {
      rows = read();
    } catch (error) {
      close();
      listeners.onError(toClientError(error));
      return;
    }
    const events = compare(before, rows, touched);
    touched.clear();
    if (events.length > 0) tell(events);
  }

  function tell(events: Event[], type?: 'init'): void {
    const id = count++;
    listeners.onSnapshot({
      id,
      ...(type === undefined ? {} : { type }),
      docs: [...rows.values()],
      docChanges: events.map((event) => ({ id, ...event })),
    });
  }

  function close(): void {
    isClosed = true;
    forget();
  }

  const forget = cloud.database.onChange((change) => {
    if (change.collection !== wanted.collection) return;
    touched.set(toKey(change.id), change);
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(publish);
  });

  const types = { dataType: 'init', queueType: 'init' } as const;
  tell(
    [...rows.values()].map((doc) => ({ docId: doc['_id'], doc, ...types })),
    'init',
  );
  return close;
}

/** Ids are strings, except in the rare row that an administrator loaded. */
function toKey(id: unknown): string {
  return typeof id === 'string' ? id : JSON.stringify(id);
}

function compare(before: Rows, after: Rows, touched: Map<string, Change>): Event[] {
  const left = [...before]
    .filter(([key]) => !after.has(key))
    .map(([key, previous]): Event => {
      const change = touched.get(key);
      const doc = change?.after ?? previous;
      const fields = change?.kind === 'update' ? fieldChanges(previous, doc) : {};
      const dataType = change?.kind ?? 'limit';
      return { docId: doc['_id'], doc, dataType, queueType: 'dequeue', ...fields };
    });
  const others = [...after].flatMap(([key, doc]): Event[] => {
    const kind = touched.get(key)?.kind;
    const previous = before.get(key);
    const event = { docId: doc['_id'], doc };
    if (previous === undefined)
      return [{ ...event, dataType: kind ?? 'limit', queueType: 'enqueue' }];
    if (kind === undefined) return [];
    if (kind === 'update')
      return [{ ...event, dataType: kind, queueType: 'update', ...fieldChanges(previous, doc) }];
    // Removed and added again within one batch, so report it as replaced.
    return [{ ...event, dataType: 'replace', queueType: 'update' }];
  });
  return [...left, ...others];
}
