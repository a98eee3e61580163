import { randomBytes } from 'node:crypto';
import { createActions } from './actions';
import { invalidParameter } from '../wire/errors';
import type { Change } from './change';
import type { Explanation } from './collection';
import { compileProjection } from './project';
import { compileQuery } from './query/compile';
import { toSort } from './query/sort';
import { Store } from './store';
import type { IndexDescription } from './index/sorted-index';
import type { Journal, JournalEntry } from './journal-format';
import { Transactions } from './transactions';
import { takeInDocument, withIdFirst } from './values';
import type { Document } from './values';

export type { Change, Document, Explanation, IndexDescription };

/** Fields are `"a"` for ascending, `"-b"` for descending. */
export type IndexDeclaration = { name: string; fields: string[]; unique?: boolean };
export type Order = [field: string, direction: 1 | -1][];

export type DatabaseOptions = {
  /** The business clock in milliseconds, for serverDate and `$currentDate`. */
  now: () => number;
  /** Null or absent: nothing is persisted. */
  journal?: Journal | null;
  /** How long an operation keeps its transaction busy before it replies (default 2). */
  busyMilliseconds?: number;
  /** Waits for the busy time (default: a real timer). */
  delay?: (milliseconds: number) => Promise<void>;
  /** How long a transaction lives (default 30 000). */
  transactionMilliseconds?: number;
  /** Calls back when a transaction expires; returns a function that cancels the timer (default: a real timer). */
  setTimer?: (callback: () => void, milliseconds: number) => () => void;
  /** Creates ids for documents added without one (default: 32 random hexadecimal digits, as in the cloud). */
  createId?: () => string;
};

export type Database = {
  /**
   * Runs one `database.*` action of the wire. Returns the reply without requestId, e.g. `{ data: { list: [...] } }` or
   * `{ transactionId }`. Throws WireError.
   */
  handle(action: string, body: Record<string, unknown>): Promise<Record<string, unknown>>;
  collections(): string[];
  /** Does nothing when the collection exists; the wire's addCollection throws instead. */
  createCollection(name: string): void;
  /** For administrators, so there is no cap on rows. `docs` are the stored documents; do not mutate them. */
  find(name: string, selection: AdminSelection): { total: number; docs: Document[] };
  /** Fast bulk upsert by `_id`; creates the collection. Stores all documents or none. */
  put(name: string, docs: object[]): number;
  remove(name: string, query: Document): number;
  drop(name: string): void;
  empty(name: string): void;
  /** Builds the index over the existing rows; throws an error that names the rows violating a unique index. */
  declareIndex(name: string, index: IndexDeclaration): void;
  indexes(name: string): IndexDescription[];
  /** Calls the listener with each committed change, in order. Returns a function that unsubscribes. */
  onChange(listener: (change: Change) => void): () => void;
  matches(query: Document, document: Document): boolean;
  /** The whole state, as entries for `import`. */
  export(): Iterable<JournalEntry>;
  /** Replaces the whole state. */
  import(entries: Iterable<JournalEntry>): void;
  /** Removes everything: collections, indexes, open transactions. */
  reset(): void;
  /** Which index a find (with `order`) or a count (without) would use, and how many documents it would examine. */
  explain(name: string, query: Document, selection?: Omit<AdminSelection, 'query'>): Explanation;
  close(): void;
};

export type AdminSelection = {
  query?: Document;
  orderBy?: Order;
  limit?: number;
  skip?: number;
  projection?: Document;
};

export function createDatabase(options: DatabaseOptions): Database {
  const store = new Store(options.journal ?? null);
  const createId = options.createId ?? (() => randomBytes(16).toString('hex'));
  const transactions = new Transactions(store, {
    lifeMilliseconds: options.transactionMilliseconds ?? 30_000,
    busyMilliseconds: options.busyMilliseconds ?? 2,
    delay: options.delay ?? realDelay,
    setTimer: options.setTimer ?? realTimer,
  });
  const actions = createActions(store, transactions, createId);

  function createCollection(name: string): void {
    if (!store.has(name)) store.create(name);
  }

  return {
    async handle(action, body) {
      const run = actions.get(action.replace(/^database\./, ''));
      if (run === undefined) throw invalidParameter(`unknown action ${action}`);
      return run({ body, serverTime: options.now() });
    },
    collections: () => store.names(),
    createCollection,
    find(name, { query = {}, orderBy = [], limit = Infinity, skip = 0, projection }) {
      if (!store.has(name)) return { total: 0, docs: [] };
      const collection = store.collection(name);
      const filter = compileQuery(takeInDocument(query));
      const docs = collection.find(filter, { sort: sortFrom(orderBy), skip, limit });
      return {
        total: collection.count(filter),
        docs: projection === undefined ? docs : docs.map(compileProjection(projection)),
      };
    },
    put(name, docs) {
      return store.load(
        name,
        docs.map((source) => withIdFirst(takeInDocument(source), createId)),
      );
    },
    remove(name, query) {
      if (!store.has(name)) return 0;
      const writes = store
        .collection(name)
        .find(compileQuery(takeInDocument(query)))
        .map((before) => ({ collection: name, kind: 'remove' as const, before, after: null }));
      for (const write of writes) store.apply(write);
      store.publish(writes);
      return writes.length;
    },
    drop: (name) => store.drop(name),
    empty: (name) => {
      if (!store.has(name)) return;
      store.empty(name);
    },
    declareIndex(name, { name: indexName, fields, unique = false }) {
      store.addIndex(name, { name: indexName, fields: [...fields], unique });
    },
    indexes: (name) =>
      store.has(name) ? store.collection(name).indexes.map((index) => index.description) : [],
    onChange: (listener) => store.listen(listener),
    matches: (query, document) => compileQuery(takeInDocument(query)).test(document),
    export: () => store.entries(),
    import(entries) {
      transactions.abortAll();
      store.restore(entries);
    },
    reset() {
      transactions.abortAll();
      store.reset();
    },
    explain(name, query, selection) {
      const filter = compileQuery(takeInDocument(query));
      if (selection === undefined) return store.collection(name).explain(filter, null);
      const { orderBy = [], skip, limit } = selection;
      return store.collection(name).explain(filter, {
        sort: sortFrom(orderBy),
        ...(skip === undefined ? {} : { skip }),
        ...(limit === undefined ? {} : { limit }),
      });
    },
    close: () => options.journal?.close(),
  };
}

function sortFrom(order: Order) {
  return toSort(Object.fromEntries(order));
}

function realDelay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function realTimer(callback: () => void, milliseconds: number): () => void {
  const timer = setTimeout(callback, milliseconds);
  timer.unref();
  return () => clearTimeout(timer);
}
