import { escapeForRegExp } from '../core/regular-expression';

/** Two queries instead of one `or`: each walks the index in its order, and stops when it has found enough. */
export function wordConditions({ text }: { text?: string }): object[] {
  if (text === undefined) return [{}];
  const holding = new RegExp(escapeForRegExp(text), 'i');
  return [{ title: holding }, { originalPrompt: holding }];
}

/** Rows that several queries have found, each one time. */
export function once(rows: readonly unknown[]): unknown[] {
  return [...new Map(rows.map((row) => [(row as { _id: string })._id, row])).values()];
}
