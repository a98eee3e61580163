import type { Clock } from '../../domain/time/clock';
import type { Aggregate, Collection, Database, DocumentReference, Query } from './database';
import { isConflict } from './database-error';
import { retry } from './retry';

/** After a slow failure the caller has no time for another attempt. */
const retriedWithinMs = 3_000;
const waitMs = 150;

/**
 * The same database, whose reads are repeated once when they fail quickly: a read is idempotent. Writes are repeated by
 * callers that know whether they are, and transactions by `inTransaction`.
 */
export function withRetriedReads(database: Database, clock: Clock): Database {
  const retried = <Result>(read: () => Promise<Result>): Promise<Result> =>
    retry(
      clock,
      {
        attempts: 2,
        waitMs: (_attempt, random) => waitMs + Math.round(random() * waitMs),
        deadline: new Date(clock.now().getTime() + retriedWithinMs),
        isRetryable: (error) => !isConflict(error),
      },
      read,
    );

  const ofQuery = (query: Query): Query => ({
    where: (condition) => ofQuery(query.where(condition)),
    orderBy: (field, direction) => ofQuery(query.orderBy(field, direction)),
    limit: (count) => ofQuery(query.limit(count)),
    field: (projection) => ofQuery(query.field(projection)),
    get: () => retried(() => query.get()),
    count: () => retried(() => query.count()),
    update: (options) => query.update(options),
    remove: () => query.remove(),
  });
  const ofDocument = (document: DocumentReference): DocumentReference => ({
    get: () => retried(() => document.get()),
    set: (options) => document.set(options),
    update: (options) => document.update(options),
    remove: () => document.remove(),
  });
  const ofAggregate = (aggregate: Aggregate): Aggregate => ({
    match: (condition) => ofAggregate(aggregate.match(condition)),
    sort: (order) => ofAggregate(aggregate.sort(order)),
    limit: (count) => ofAggregate(aggregate.limit(count)),
    group: (by) => ofAggregate(aggregate.group(by)),
    lookup: (join) => ofAggregate(aggregate.lookup(join)),
    end: () => retried(() => aggregate.end()),
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
