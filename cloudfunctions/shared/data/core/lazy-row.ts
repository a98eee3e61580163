import * as z from 'zod';

/** A row that is parsed on demand, so that a malformed one fails alone. */
export type LazyRow<Row> = { id: string; read(): Row };

const Identified = z.object({ _id: z.string() });

export function toLazyRow<Row>(raw: unknown, parse: (raw: unknown) => Row): LazyRow<Row> {
  return { id: Identified.parse(raw)._id, read: () => parse(raw) };
}
