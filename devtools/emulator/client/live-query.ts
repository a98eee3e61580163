import type { Cloud } from '../cloud';
import { permittedQuery } from './query';
import type { ClientQuery } from './query';

export type DocumentChange = {
  docId: string;
  dataType: 'init' | 'add' | 'update' | 'replace' | 'remove';
  queueType: 'init' | 'enqueue' | 'dequeue' | 'update';
  doc: unknown;
};

/** What `onChange` of a watch is given. */
export type WatchSnapshot = {
  type: 'init' | 'change';
  docs: unknown[];
  docChanges: DocumentChange[];
};

/** Most rows that one watch may follow. */
const maxWatchedRows = 5000;

/**
 * Follows a query: the rows as they stand first, then every change of the result. Answers a function that stops it.
 * Changes of one turn of the event loop arrive together, in the order of the query.
 */
export function followQuery(
  cloud: Cloud,
  wanted: ClientQuery,
  openid: string | undefined,
  onSnapshot: (snapshot: WatchSnapshot) => void,
): () => void {
  const query = permittedQuery(cloud, wanted, openid);
  const touched = new Map<string, 'add' | 'update' | 'replace' | 'remove'>();
  let isScheduled = false;
  let isClosed = false;
  let rows = read();

  function read(): Map<string, unknown> {
    const { docs } = cloud.database.find(wanted.collection, {
      query,
      orderBy: wanted.orderBy,
      limit: Math.min(wanted.limit ?? maxWatchedRows, maxWatchedRows),
    });
    return new Map(docs.map((doc) => [toKey(doc['_id']), doc]));
  }

  function publish(): void {
    isScheduled = false;
    if (isClosed) return;
    const before = rows;
    rows = read();
    const docChanges = compare(before, rows, touched);
    touched.clear();
    if (docChanges.length === 0) return;
    onSnapshot({ type: 'change', docs: [...rows.values()], docChanges });
  }

  const forget = cloud.database.onChange(({ collection, id, kind }) => {
    if (collection !== wanted.collection) return;
    touched.set(toKey(id), kind);
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(publish);
  });

  const docChanges = [...rows].map(([docId, doc]) => ({
    docId,
    doc,
    dataType: 'init' as const,
    queueType: 'init' as const,
  }));
  onSnapshot({ type: 'init', docs: [...rows.values()], docChanges });

  return () => {
    isClosed = true;
    forget();
  };
}

/** Ids are texts but for the rare row that an administrator loaded. */
function toKey(id: unknown): string {
  return typeof id === 'string' ? id : JSON.stringify(id);
}

function compare(
  before: Map<string, unknown>,
  after: Map<string, unknown>,
  touched: Map<string, 'add' | 'update' | 'replace' | 'remove'>,
): DocumentChange[] {
  const left = [...before]
    .filter(([docId]) => !after.has(docId))
    .map(([docId, doc]) => {
      const dataType = touched.get(docId) === 'remove' ? ('remove' as const) : ('update' as const);
      return { docId, doc, dataType, queueType: 'dequeue' as const };
    });
  const others = [...after].flatMap(([docId, doc]): DocumentChange[] => {
    const kind = touched.get(docId);
    if (!before.has(docId)) {
      return [{ docId, doc, dataType: kind === 'add' ? 'add' : 'update', queueType: 'enqueue' }];
    }
    if (kind === undefined) return [];
    return [
      { docId, doc, dataType: kind === 'replace' ? 'replace' : 'update', queueType: 'update' },
    ];
  });
  return [...left, ...others];
}
