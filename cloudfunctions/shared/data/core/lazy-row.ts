import * as z from 'zod';

/** A row that is parsed only when its turn comes, so that one that does not parse fails by itself. */
export type LazyRow<Row> = { id: string; read(): Row };

const Identified = z.object({ _id: z.string() });

export function toLazyRow<Row>(raw: unknown, parse: (raw: unknown) => Row): LazyRow<Row> {
  return { id: Identified.parse(raw)._id, read: () => parse(raw) };
}
