/** Where a page of a list ended. Rows are ordered by `createdAt`, then `id`, newest first. */
export type Position = { createdAt: Date; id: string };

/** Later than every row: a page that begins here is the first. */
export const top: Position = { createdAt: new Date(8.64e15), id: '' };

export function toCursor({ createdAt, id }: Position): string {
  return Buffer.from(`${createdAt.getTime()} ${id}`).toString('base64url');
}

/** Null for a text that is no cursor. */
export function fromCursor(cursor: string): Position | null {
  const [, time, id] =
    /^(\d{1,16}) ([\w:.-]*)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (time === undefined || id === undefined) return null;
  const createdAt = new Date(Number(time));
  return Number.isNaN(createdAt.getTime()) ? null : { createdAt, id };
}

/** Newest first, as in the indexes. */
export function byNewest(a: Position, b: Position): number {
  const difference = b.createdAt.getTime() - a.createdAt.getTime();
  if (difference !== 0) return difference;
  return a.id < b.id ? 1 : -1;
}

export type Page<Row> = { rows: Row[]; nextCursor: string | null };

/** A page of `size` rows out of up to `size + 1` ordered ones; the extra row only shows that there are more. */
export function toPage<Row extends Position>(rows: readonly Row[], size: number): Page<Row> {
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > size && last ? toCursor(last) : null };
}
