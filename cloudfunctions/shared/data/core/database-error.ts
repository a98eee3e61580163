/** wx-server-sdk throws three shapes of errors; the server's words are in one of these fields. */
export function textOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { errMsg, message, code, errCode } = error as Record<string, unknown>;
  return [errMsg, message, code, errCode]
    .filter((part) => typeof part === 'string' || typeof part === 'number')
    .join(' ');
}

/** A unique index refused the row: the `_id`, or the seat. Messages do not say reliably which. */
export function isDuplicateKey(error: unknown): boolean {
  return /E11000|duplicate key/i.test(textOf(error));
}

/** Another transaction committed first; ours has left no trace and may run again. */
export function isConflict(error: unknown): boolean {
  return /TransactionConflict|TransactionBusy|WriteConflict|TRANSACTION_CONFLICT/i.test(
    textOf(error),
  );
}

/** The plan's requests a second or connections are used up: the platform has refused, and done nothing. */
export function isOverLimit(error: unknown): boolean {
  return /-50100[34]\b|EXCEED_(CONCURRENT_)?REQUEST_LIMIT/.test(textOf(error));
}
