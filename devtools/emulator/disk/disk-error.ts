import { messageOf } from '../message-of';
import { PlainError } from '../plain-error';

/** Error codes of the disk, with the reason and the remedy. */
const reasons = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['ENOSPC', 'the disk is full; free some space'],
  ['EDQUOT', 'the disk quota is used up; free some space'],
  ['EFBIG', 'the file may not grow any more; raise the limit (ulimit -f)'],
  ['EROFS', 'the file system is read-only; choose another folder (npm start -- --data DIR)'],
  ['EACCES', 'permission is missing; change it or choose another folder (npm start -- --data DIR)'],
  ['EPERM', 'permission is missing; change it or choose another folder (npm start -- --data DIR)'],
  ['EIO', 'the disk reports an error; choose another folder (npm start -- --data DIR)'],
  ['EMFILE', 'too many files are open; raise the limit (ulimit -n)'],
  ['ENFILE', 'too many files are open on this machine; close some programs'],
  ['ENOTDIR', 'a file stands where a folder is needed; move it away'],
  ['EEXIST', 'a file stands where a folder is needed; move it away'],
  ['EISDIR', 'a folder stands where a file is needed; move it away'],
]);

/** The disk refused a read or write of the local cloud. */
export class DiskError extends PlainError {
  constructor(
    path: string,
    readonly code: string,
    reason: string,
    cause: unknown,
  ) {
    super(`${path} cannot be used: ${reason} (${code}).`, { cause });
  }
}

/** A file of the data folder has content that the local cloud cannot have written. */
export class DamagedFile extends PlainError {
  constructor(path: string, cause: unknown) {
    super(
      `${path} is damaged (${messageOf(cause)}). Restore it from a backup, or delete it to start without.`,
      { cause },
    );
  }
}

/** Runs a disk access to `path`; converts an error of the disk to a DiskError. */
export function onDisk<Result>(path: string, access: () => Result): Result {
  try {
    return access();
  } catch (error) {
    throw toDiskError(error, path);
  }
}

export function toDiskError(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : reasons.get(code);
  return code === undefined || reason === undefined
    ? error
    : new DiskError(path, code, reason, error);
}
