import * as z from 'zod';
import type {
  Aggregate,
  Collection,
  Command,
  Comparison,
  Database,
  Query,
} from '../data/core/database';
import type { Clock } from '../domain/time/clock';
import { backOff, retry } from '../data/core/retry';
import type { RetryPolicy } from '../data/core/retry';

/** The part of the database API that the admin tools use in addition to the product. */
export type AdminDatabase = Omit<Database, 'collection' | 'command'> & {
  collection(name: string): AdminCollection;
  command: AdminCommand;
};
type AdminCommand = Command & {
  gt(value: unknown): Comparison;
  lt(value: unknown): Comparison;
  exists(isThere: boolean): unknown;
  not(condition: unknown): unknown;
  and(conditions: readonly object[]): object;
  or(conditions: readonly object[]): object;
  nor(conditions: readonly object[]): object;
};
type AdminCollection = Omit<Collection, 'where' | 'aggregate'> & {
  where(condition: object): Query & { remove(): Promise<{ stats: { removed: number } }> };
  aggregate(): AdminAggregate;
};
type AdminAggregate = {
  match(condition: object): AdminAggregate;
  lookup(join: Parameters<Aggregate['lookup']>[0]): AdminAggregate;
  group(fields: object): AdminAggregate;
  sort(order: Record<string, 1 | -1>): AdminAggregate;
  limit(count: number): AdminAggregate;
  end(): Promise<{ list: unknown[] }>;
};

const readPolicy: RetryPolicy = { attempts: 3, waitMs: backOff({ firstMs: 500, maxMs: 1_000 }) };

/** Reads are idempotent, so a transient database error does not end a check. */
export function retryRead<Result>(clock: Clock, read: () => Promise<Result>): Promise<Result> {
  return retry(clock, readPolicy, read);
}

export type PageOptions = {
  /** At most 1000. Use smaller pages for whole rows: the cloud refuses answers above 1 MB. */
  size: number;
  condition?: object;
  /** Ids from `from` on (inclusive), or after `after`, and before `before`, in lexicographic order. */
  from?: string;
  after?: string;
  before?: string;
  fields?: Record<string, boolean>;
};

const Identified = z.object({ _id: z.string() });

/** Reads any number of rows in pages, ordered by `_id`. The next page is fetched while the current one is processed. */
export async function* pagesById(
  database: AdminDatabase,
  collection: string,
  clock: Clock,
  { size, condition, from, after = '', before, fields = {} }: PageOptions,
): AsyncGenerator<unknown[]> {
  const { command } = database;
  const read = (start: Comparison) =>
    retryRead(clock, async () => {
      const range = before === undefined ? start : start.and(command.lt(before));
      const ids = { _id: range };
      const query = database
        .collection(collection)
        .where(condition === undefined ? ids : command.and([condition, ids]))
        .orderBy('_id', 'asc')
        .limit(size);
      return (await (Object.keys(fields).length === 0 ? query : query.field(fields)).get()).data;
    });
  let next: Promise<unknown[]> | null = read(
    from === undefined ? command.gt(after) : command.gte(from),
  );
  while (next !== null) {
    const page: unknown[] = await next;
    next = page.length < size ? null : read(command.gt(Identified.parse(page.at(-1))._id));
    // A caller that stops early never awaits the pending page: its failure must not count as unhandled.
    next?.catch(() => undefined);
    yield page;
  }
}

/** Reads a usually short list of ids, a few at a time. */
export async function* inBatches(
  values: readonly string[],
  read: (some: readonly string[]) => Promise<unknown[]>,
): AsyncGenerator<unknown[]> {
  const few = 50;
  for (let start = 0; start < values.length; start += few) {
    yield await read(values.slice(start, start + few));
  }
}

export type Cursor<Row> = {
  /** Null at the end. */
  current(): Row | null;
  advance(): Promise<void>;
};

/** Iterates over the rows of the pages, starting at the first row. Skips rows for which `toRow` returns null. */
export async function createCursor<Row>(
  pages: AsyncGenerator<unknown[]>,
  toRow: (raw: unknown) => Row | null,
): Promise<Cursor<Row>> {
  let page: unknown[] = [];
  let position = 0;
  let row: Row | null = null;

  async function advance(): Promise<void> {
    for (;;) {
      while (position < page.length) {
        row = toRow(page[position]);
        position += 1;
        if (row !== null) return;
      }
      const next = await pages.next();
      if (next.done === true) {
        row = null;
        return;
      }
      page = next.value;
      position = 0;
    }
  }

  await advance();
  return { current: () => row, advance };
}
