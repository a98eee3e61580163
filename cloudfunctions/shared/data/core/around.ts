import type {
  Aggregate,
  Collection,
  Database,
  DocumentReference,
  Query,
  StartedTransaction,
} from './database';

/** Runs a database request, once or repeatedly. */
export type RequestRunner = <Result>(ask: () => Promise<Result>) => Promise<Result>;

/**
 * Wraps a database so that reads and writes go through the given functions; all operations of a transaction, including begin and
 * commit, count as writes.
 */
export function wrapRequests(
  database: Database,
  { read, write }: { read: RequestRunner; write: RequestRunner },
): Database {
  const ofQuery = (query: Query): Query => ({
    where: (condition) => ofQuery(query.where(condition)),
    orderBy: (field, direction) => ofQuery(query.orderBy(field, direction)),
    limit: (count) => ofQuery(query.limit(count)),
    field: (projection) => ofQuery(query.field(projection)),
    get: () => read(() => query.get()),
    count: () => read(() => query.count()),
    update: (options) => write(() => query.update(options)),
    remove: () => write(() => query.remove()),
  });
  const ofDocument = (document: DocumentReference, reading = read): DocumentReference => ({
    get: () => reading(() => document.get()),
    set: (options) => write(() => document.set(options)),
    update: (options) => write(() => document.update(options)),
    remove: () => write(() => document.remove()),
  });
  const ofAggregate = (aggregate: Aggregate): Aggregate => ({
    match: (condition) => ofAggregate(aggregate.match(condition)),
    sort: (order) => ofAggregate(aggregate.sort(order)),
    limit: (count) => ofAggregate(aggregate.limit(count)),
    group: (by) => ofAggregate(aggregate.group(by)),
    lookup: (join) => ofAggregate(aggregate.lookup(join)),
    end: () => read(() => aggregate.end()),
  });
  const ofCollection = (collection: Collection): Collection => ({
    ...ofQuery(collection),
    doc: (id) => ofDocument(collection.doc(id)),
    add: (options) => write(() => collection.add(options)),
    aggregate: () => ofAggregate(collection.aggregate()),
  });
  const ofTransaction = (transaction: StartedTransaction): StartedTransaction => ({
    collection(name) {
      const collection = transaction.collection(name);
      return {
        doc: (id) => ofDocument(collection.doc(id), write),
        add: (options) => write(() => collection.add(options)),
      };
    },
    commit: () => write(() => transaction.commit()),
    rollback: (reason) => write(() => transaction.rollback(reason)),
  });
  return {
    command: database.command,
    collection: (name) => ofCollection(database.collection(name)),
    startTransaction: async () => ofTransaction(await write(() => database.startTransaction())),
  };
}
