import * as z from 'zod';

/** A row that does not have its shape, in words for the log: no values, they may be anything. */
export type InvalidRow = { collection: string; id: string; cause: string };
export type OnInvalidRow = (row: InvalidRow) => void;

const Identified = z.object({ _id: z.string() });

/** Null is absent: rows that were edited by hand or written by another client hold it in place of optional fields. */
export function presentFields(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row;
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

/** How rows of one collection become values; those that cannot are reported by collection and id. */
export function createRowReader<Row>(
  collection: string,
  parse: (raw: unknown) => Row,
  onInvalid: OnInvalidRow,
) {
  function parseOrReport(raw: unknown): { row: Row } | { error: z.ZodError } {
    try {
      return { row: parse(raw) };
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      onInvalid({ collection, id: idOf(raw), cause: describeIssues(error) });
      return { error };
    }
  }

  return {
    /** For lists: one malformed row must not hide the others. */
    readAll(raws: readonly unknown[]): Row[] {
      return raws.map(parseOrReport).flatMap((parsed) => ('row' in parsed ? [parsed.row] : []));
    },

    /** Where the row cannot be passed over; `toError` says what it is a row of. */
    require(raw: unknown, toError: (cause: z.ZodError) => Error): Row {
      const parsed = parseOrReport(raw);
      if ('row' in parsed) return parsed.row;
      throw toError(parsed.error);
    },
  };
}

function idOf(raw: unknown): string {
  const identified = Identified.safeParse(raw);
  return identified.success ? identified.data._id : '?';
}

/** `imageBytes: Invalid input: expected int, received number` */
function describeIssues({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}
