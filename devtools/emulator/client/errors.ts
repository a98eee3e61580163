import { DiskError } from '../disk/disk-error';
import { messageOf } from '../message-of';
import { toErrCode } from '../wire/error-codes';
import { WireError } from '../wire/errors';

export const invalidParameter = -501007;
const requestFailed = -502001;
const systemError = -501001;

/** The error of a database call as the phone sees it. */
export class ClientDatabaseError extends Error {
  constructor(
    readonly errCode: number,
    readonly errMsg: string,
  ) {
    super(errMsg);
    this.name = 'ClientDatabaseError';
  }
}

export const permissionDenied = () =>
  new ClientDatabaseError(-502003, 'database permission denied | Permission denied');

/** Converts any error: a failing query must not affect anything but its caller. */
export function toClientError(error: unknown): ClientDatabaseError {
  if (error instanceof ClientDatabaseError) return error;
  if (error instanceof WireError) {
    return new ClientDatabaseError(toErrCode(error.code), error.message);
  }
  if (error instanceof DiskError) return new ClientDatabaseError(requestFailed, error.message);
  console.error('the local cloud failed:', error);
  return new ClientDatabaseError(systemError, messageOf(error));
}
