/** Where a page of a list ended: rows are ordered by `createdAt`, then `id`, newest first. */
export type Position = { createdAt: Date; id: string };

/** Later than every row: a page that begins here begins at the top. */
export const top: Position = { createdAt: new Date(8.64e15), id: '' };

export function toCursor({ createdAt, id }: Position): string {
  return Buffer.from(`${createdAt.getTime()} ${id}`).toString('base64url');
}

/** Null for a text that no list gave out. */
export function fromCursor(cursor: string): Position | null {
  const [, time, id] =
    /^(\d{1,16}) ([\w:.-]*)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (time === undefined || id === undefined) return null;
  const createdAt = new Date(Number(time));
  return Number.isNaN(createdAt.getTime()) ? null : { createdAt, id };
}

/** Newest first, as the indexes order rows. */
export function byNewest(a: Position, b: Position): number {
  const difference = b.createdAt.getTime() - a.createdAt.getTime();
  if (difference !== 0) return difference;
  return a.id < b.id ? 1 : -1;
}

export type Page<Row> = { rows: Row[]; nextCursor: string | null };

/** Cuts a page of `size` out of `size + 1` or more rows in order; the extra one only proves that there is more. */
export function toPage<Row extends Position>(rows: readonly Row[], size: number): Page<Row> {
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > size && last ? toCursor(last) : null };
}
