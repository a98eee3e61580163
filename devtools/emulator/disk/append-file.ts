import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { onDisk, toDiskError } from './disk-error';

/** A file that only grows. */
export type AppendFile = {
  /** The total size of all complete appends in bytes. */
  readonly size: number;
  /** Returns once the operating system has the text; otherwise throws a DiskError and leaves the file unchanged. */
  append(text: string): void;
  close(): void;
};

/** Opens `path`, truncates it to `size` bytes and appends after them. */
export function openAppendFile(path: string, size: number): AppendFile {
  let end = size;
  let isTorn = false;
  const descriptor = onDisk(path, () => openSync(path, 'a'));

  /** Removes a partial append, so that the next line is not joined to it. */
  function trim(): void {
    ftruncateSync(descriptor, end);
    isTorn = false;
  }

  try {
    trim();
  } catch (error) {
    closeSync(descriptor);
    throw toDiskError(error, path);
  }
  return {
    get size() {
      return end;
    },
    append(text) {
      try {
        if (isTorn) trim();
        isTorn = true;
        const length = writeAll(descriptor, text);
        end += length;
        isTorn = false;
      } catch (error) {
        try {
          trim();
        } catch {
          // The next append tries again; after a restart the reader drops the partial line.
        }
        throw toDiskError(error, path);
      }
    },
    close() {
      try {
        if (isTorn) trim();
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

/** Writes the whole text; a nearly full disk may accept only part of it per call. */
export function writeAll(descriptor: number, text: string): number {
  const bytes = Buffer.from(text);
  for (let offset = 0; offset < bytes.length;)
    offset += writeSync(descriptor, bytes, offset, bytes.length - offset);
  return bytes.length;
}
