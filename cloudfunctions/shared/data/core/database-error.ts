/** wx-server-sdk throws errors of three shapes; the server's message is in one of these fields. */
export function textOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { errMsg, message, code, errCode } = error as Record<string, unknown>;
  return [errMsg, message, code, errCode]
    .filter((part) => typeof part === 'string' || typeof part === 'number')
    .join(' ');
}

/** A unique index refused the row, by `_id` or by seat. The message does not reliably say which. */
export function isDuplicateKey(error: unknown): boolean {
  return /E11000|duplicate key/i.test(textOf(error));
}

/** Another transaction committed first; ours has left no trace and may be retried. */
export function isConflict(error: unknown): boolean {
  return /TransactionConflict|TransactionBusy|WriteConflict|TRANSACTION_CONFLICT/i.test(
    textOf(error),
  );
}

/**
 * The plan's limit of requests per second or of connections is reached: the platform has refused the request and done nothing.
 */
export function isOverLimit(error: unknown): boolean {
  return /-50100[34]\b|EXCEED_(CONCURRENT_)?REQUEST_LIMIT/.test(textOf(error));
}
