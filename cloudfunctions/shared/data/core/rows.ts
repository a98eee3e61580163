import * as z from 'zod';
import { toCursor } from '../../domain/cursor';
import type { Page } from '../../domain/cursor';

/** A row that does not match its schema, described for the log without its values, which may be sensitive. */
export type InvalidRow = { collection: string; id: string; cause: string };
export type OnInvalidRow = (row: InvalidRow) => void;

/** Thrown by codecs. Its message names the row, so that every log line about it does. */
export class InvalidRowError extends Error {
  readonly row: InvalidRow;

  constructor(
    collection: string,
    raw: unknown,
    readonly issues: readonly z.core.$ZodIssue[],
  ) {
    const row = { collection, id: idOf(raw), cause: describeIssues(issues) };
    super(`${collection}/${row.id}: ${row.cause}`);
    this.name = 'InvalidRowError';
    this.row = row;
  }
}

const Identified = z.object({ _id: z.string() });

/** Throws InvalidRowError. */
export function parseRow<Schema extends z.ZodType>(
  collection: string,
  schema: Schema,
  raw: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(presentFields(raw));
  if (!parsed.success) throw new InvalidRowError(collection, raw, parsed.error.issues);
  return parsed.data;
}

/**
 * Treats null as absent: rows edited by hand or written by another client hold null in place of optional fields, at any depth.
 * Dates and other driver values stay unchanged.
 */
export function presentFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(presentFields);
  if (typeof value !== 'object' || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null)
      .map(([name, field]) => [name, presentFields(field)]),
  );
}

export function isMissing(row: unknown): row is null | undefined {
  return row === null || row === undefined;
}

export type RowReader<Row> = ReturnType<typeof createRowReader<Row>>;

/** Handles rows that do not parse: each is reported, and then skipped or turned into an error. */
export function createRowReader<Row>(parse: (raw: unknown) => Row, onInvalid: OnInvalidRow) {
  function parseOrReport(raw: unknown): { row: Row } | { error: InvalidRowError } {
    try {
      return { row: parse(raw) };
    } catch (error) {
      if (!(error instanceof InvalidRowError)) throw error;
      onInvalid(error.row);
      return { error };
    }
  }

  function readAll(raws: readonly unknown[]): Row[] {
    return raws.map(parseOrReport).flatMap((parsed) => ('row' in parsed ? [parsed.row] : []));
  }

  function require(raw: unknown, toError: (cause: InvalidRowError) => Error): Row {
    const parsed = parseOrReport(raw);
    if ('row' in parsed) return parsed.row;
    throw toError(parsed.error);
  }

  return {
    /** For lists: one malformed row must not hide the others. */
    readAll,

    /**
     * A page of `size` rows out of up to `size + 1` ordered ones; the extra row only shows that there are more. A malformed row
     * is left out of the page, but the cursor moves past it.
     */
    readPage(
      raws: readonly unknown[],
      size: number,
      by: 'createdAt' | 'updatedAt' = 'createdAt',
    ): Page<Row> {
      const page = raws.slice(0, size);
      const last = page.at(-1);
      const hasMore = raws.length > size && last !== undefined;
      return { rows: readAll(page), nextCursor: hasMore ? toCursor(positionOf(last, by)) : null };
    },

    /** Null for a missing row, and for a malformed one if it can be treated as missing. */
    readOptional(raw: unknown): Row | null {
      if (isMissing(raw)) return null;
      const parsed = parseOrReport(raw);
      return 'row' in parsed ? parsed.row : null;
    },

    /** For rows that cannot be skipped if malformed: throws the error of `toError`. Null for a missing row. */
    find(raw: unknown, toError: (cause: InvalidRowError) => Error): Row | null {
      return isMissing(raw) ? null : require(raw, toError);
    },

    /** Like `find`, for a row that exists. */
    require,
  };
}

/** The query has ordered the rows by this field, so it is a date. */
function positionOf(raw: unknown, by: 'createdAt' | 'updatedAt') {
  const { _id: id, moment } = z
    .object({ _id: z.string(), moment: z.date() })
    .parse({ ...(raw as object), moment: (raw as Record<string, unknown>)[by] });
  return { id, createdAt: moment };
}

function idOf(raw: unknown): string {
  return Identified.safeParse(raw).data?._id ?? '?';
}

/** `imageBytes: Invalid input: expected int, received number` */
function describeIssues(issues: readonly z.core.$ZodIssue[]): string {
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}
