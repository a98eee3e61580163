import { escapeForRegExp } from '../core/regular-expression';

/** Two queries instead of one `or`: each reads its index in order, and stops once it has found enough. */
export function wordConditions({ text }: { text?: string }): object[] {
  if (text === undefined) return [{}];
  const holding = new RegExp(escapeForRegExp(text), 'i');
  return [{ title: holding }, { originalPrompt: holding }];
}

/** Removes duplicate rows found by several queries. */
export function once(rows: readonly unknown[]): unknown[] {
  return [...new Map(rows.map((row) => [(row as { _id: string })._id, row])).values()];
}
