import * as z from 'zod';

/** A row with its `_id`, as the database has it. */
export type ArchivedRow = Record<string, unknown> & { _id: string };

const Row = z.looseObject({ _id: z.string() });
const StoredDate = z.strictObject({ $date: z.string() });

/** One row per line, as relaxed Extended JSON: dates keep their type, everything else is plain JSON. */
export function toLines(rows: readonly ArchivedRow[]): string {
  return rows.map((row) => `${JSON.stringify(encode(row))}\n`).join('');
}

/** Throws if the text does not consist of complete lines of rows. */
export function fromLines(text: string): ArchivedRow[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Row.parse(decode(JSON.parse(line))));
}

function encode(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.toISOString() };
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, encode(field)]));
}

function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== 'object' || value === null) return value;
  const date = StoredDate.safeParse(value);
  if (date.success) return new Date(date.data.$date);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, decode(field)]));
}
