import * as z from 'zod';

/** A row of a list that is parsed when its turn comes: one that does not fit must not hide the others. */
export type Unread<Row> = { id: string; read(): Row };

const Identified = z.object({ _id: z.string() });

export function unread<Row>(raw: unknown, parse: (raw: unknown) => Row): Unread<Row> {
  return { id: Identified.parse(raw)._id, read: () => parse(raw) };
}
