import type { Aggregate, Collection, Database, DocumentReference, Query } from './database';
import { isConflict } from './database-error';
import type { Pace } from './transaction';

const mostQuickMs = 3_000;
const waitMs = 150;

/**
 * The same database, whose reads are asked once more when they fail quickly. A read changes nothing, so it may be
 * repeated by itself; after a slow failure there is no time left to wait for another. Writes are left to those who know
 * whether they may happen twice, and transactions to `inTransaction`.
 */
export function withPatientReads(database: Database, pace: Pace & { now(): Date }): Database {
  async function patiently<Result>(read: () => Promise<Result>): Promise<Result> {
    const startedAt = pace.now().getTime();
    try {
      return await read();
    } catch (error) {
      if (isConflict(error) || pace.now().getTime() - startedAt > mostQuickMs) throw error;
      await pace.sleep(waitMs + Math.round(pace.random() * waitMs));
      return read();
    }
  }

  const ofQuery = (query: Query): Query => ({
    where: (condition) => ofQuery(query.where(condition)),
    orderBy: (field, direction) => ofQuery(query.orderBy(field, direction)),
    limit: (count) => ofQuery(query.limit(count)),
    field: (projection) => ofQuery(query.field(projection)),
    get: () => patiently(() => query.get()),
    count: () => patiently(() => query.count()),
    update: (options) => query.update(options),
  });
  const ofDocument = (document: DocumentReference): DocumentReference => ({
    get: () => patiently(() => document.get()),
    set: (options) => document.set(options),
    update: (options) => document.update(options),
  });
  const ofAggregate = (aggregate: Aggregate): Aggregate => ({
    match: (condition) => ofAggregate(aggregate.match(condition)),
    limit: (count) => ofAggregate(aggregate.limit(count)),
    lookup: (join) => ofAggregate(aggregate.lookup(join)),
    end: () => patiently(() => aggregate.end()),
  });
  const ofCollection = (collection: Collection): Collection => ({
    ...ofQuery(collection),
    doc: (id) => ofDocument(collection.doc(id)),
    add: (options) => collection.add(options),
    aggregate: () => ofAggregate(collection.aggregate()),
  });
  return {
    command: database.command,
    collection: (name) => ofCollection(database.collection(name)),
    startTransaction: () => database.startTransaction(),
  };
}
