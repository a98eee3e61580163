/** An error on the wire: `{ code, message }`. The SDK maps the code to the errCode that applications see. */
export class WireError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'WireError';
  }
}

const contact = 'Please check your request, but if the problem persists, contact us.';

export const collectionNotExist = (name: string) =>
  new WireError(
    'DATABASE_COLLECTION_NOT_EXIST',
    `[ResourceNotFound] Db or Table not exist: ${name}. ${contact}`,
  );

export const collectionExists = (name: string) =>
  new WireError(
    'DATABASE_COLLECTION_ALREADY_EXIST',
    `[ResourceUnavailable.ResourceExist] Table exist: ${name}. ${contact}`,
  );

/** `key` is the text of the duplicate key, e.g. `{ userId: "u1" }`. */
export const duplicateKey = (collection: string, index: string, key: string) =>
  new WireError(
    'DATABASE_REQUEST_FAILED',
    `[FailedOperation.Insert] ${writeErrors(`E11000 duplicate key error collection: tnt-local.${collection} index: ${index} dup key: ${key}`)}`,
  );

/** A write MongoDB refuses, e.g. "Cannot create field 'b' in element {a: null}". */
export const writeRefused = (reason: string) =>
  new WireError('DATABASE_REQUEST_FAILED', `[FailedOperation] ${writeErrors(reason)}`);

/** A query or pipeline MongoDB refuses. */
export const requestFailed = (reason: string) =>
  new WireError('DATABASE_REQUEST_FAILED', `[FailedOperation] ${reason}`);

export const invalidParameter = (reason: string) =>
  new WireError('INVALID_PARAM', `[InvalidParameter] ${reason}. ${contact}`);

export const transactionConflict = () =>
  new WireError(
    'DATABASE_TRANSACTION_CONFLICT',
    `[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. ${contact}`,
  );

export const transactionNotExist = () =>
  new WireError(
    'DATABASE_TRANSACTION_FAIL',
    `[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server, transaction must be commit or abort in 30 seconds. ${contact}`,
  );

export const transactionBusy = () =>
  new WireError(
    'DATABASE_TRANSACTION_FAIL',
    `[ResourceUnavailable.TransactionBusy] Transaction is busy. ${contact}`,
  );

/**
 * The plan's requests per second are used up. The messages of this and the next error are assumed, as no source shows
 * them.
 */
export const tooManyPerSecond = () =>
  new WireError('EXCEED_REQUEST_LIMIT', `[LimitExceeded.Qps] Too many requests. ${contact}`);

/** The plan's database connections are used up. */
export const tooManyAtOnce = () =>
  new WireError(
    'EXCEED_CONCURRENT_REQUEST_LIMIT',
    `[LimitExceeded.Connections] Too many requests at once. ${contact}`,
  );

function writeErrors(reason: string): string {
  return `multiple write errors: [{write errors: [{${reason}}]}, {<nil>}]`;
}
