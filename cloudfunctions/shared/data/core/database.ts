/** The part of the cloud database API that the repositories use; wx-server-sdk's own object implements it. */
export type Database = {
  command: Command;
  collection(name: string): Collection;
  startTransaction(): Promise<StartedTransaction>;
};

export type Command = {
  in(values: readonly unknown[]): unknown;
  gt(value: unknown): Comparison;
  lt(value: unknown): unknown;
  lte(value: unknown): unknown;
  gte(value: unknown): Comparison;
  neq(value: unknown): unknown;
  inc(by: number): unknown;
  push(change: { each: readonly unknown[]; slice: number }): unknown;
  set(value: unknown): unknown;
  aggregate: {
    pipeline(): Pipeline;
    sum(value: unknown): unknown;
    dateToString(options: { date: string; format: string; timezone: string }): unknown;
  };
};
export type Comparison = { and(other: unknown): unknown };

export type Collection = Query & {
  doc(id: string): DocumentReference;
  add(options: { data: object }): Promise<unknown>;
  aggregate(): Aggregate;
};

/** Joins rows with an equal field, or the rows of a separate pipeline, whose conditions are values, never field paths. */
export type Join = { from: string; as: string } & (
  { localField: string; foreignField: string } | { pipeline: unknown }
);

/** A pipeline inside a lookup. */
export type Pipeline = {
  match(condition: object): Pipeline;
  sort(order: Readonly<Record<string, 1 | -1>>): Pipeline;
  limit(count: number): Pipeline;
  done(): unknown;
};

/** Stages in the order of their calls. Without `limit` the cloud returns at most 20 rows. */
export type Aggregate = {
  match(condition: object): Aggregate;
  sort(order: Readonly<Record<string, 1 | -1>>): Aggregate;
  limit(count: number): Aggregate;
  group(by: object): Aggregate;
  lookup(join: Join): Aggregate;
  end(): Promise<{ list: unknown[] }>;
};

export type Query = {
  where(condition: object): Query;
  orderBy(field: string, direction: 'asc' | 'desc'): Query;
  limit(count: number): Query;
  field(projection: Record<string, boolean>): Query;
  get(): Promise<{ data: unknown[] }>;
  count(): Promise<{ total: number }>;
  update(options: { data: object }): Promise<Updated>;
  /** Removes every matching row. */
  remove(): Promise<{ stats: { removed: number } }>;
};

export type Updated = { stats: { updated: number } };

export type DocumentReference = {
  /** `data` is null for a missing row: the database is opened with `throwOnNotFound: false`. */
  get(): Promise<{ data: unknown }>;
  set(options: { data: object }): Promise<unknown>;
  update(options: { data: object }): Promise<Updated>;
  remove(): Promise<unknown>;
};

/** Access by id only: inside a transaction the SDK runs `where().update()` outside of it. */
export type Transaction = {
  collection(name: string): {
    doc(id: string): DocumentReference;
    /** Adds several rows, all or none. */
    add(options: { data: object | readonly object[] }): Promise<unknown>;
  };
};
export type StartedTransaction = Transaction & {
  commit(): Promise<unknown>;
  rollback(reason: unknown): Promise<unknown>;
};

/**
 * Returns the condition, or throws if one of its fields is undefined: wx-server-sdk drops such a field silently, so that `where({
 * userId: undefined })` would match everybody's rows.
 */
export function requireDefined<Condition extends Record<string, unknown>>(
  condition: Condition,
): Condition {
  for (const [field, value] of Object.entries(condition)) {
    if (value === undefined) throw new Error(`The condition on ${field} is undefined.`);
  }
  return condition;
}

/** The row without its undefined fields, which `set` would write as null. */
export function omitUndefined<Row extends object>(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Row;
}
