import { randomUUID } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { onDisk, toDiskError } from '../disk/disk-error';
import { removeQuietly } from '../disk/replace-file';
import { toDiskPath } from './disk-path';
import { headBytes } from './files';
import type { Files, StagedFile } from './files';
import { openLedger } from './ledger';
import { adoptFormerFiles } from './former-files';

/**
 * `folder/storage` holds the files with their original content; `folder/storage.jsonl` lists them with their owners.
 * Uploads are received in `folder/staged` and then moved, so that a file is either complete or absent.
 */
export function createDiskFiles(folder: string): Files {
  const root = join(folder, 'storage');
  const waiting = join(folder, 'staged');
  const staged = new WeakMap<StagedFile, string>();
  onDisk(folder, () => {
    rmSync(waiting, { recursive: true, force: true });
    mkdirSync(root, { recursive: true });
    mkdirSync(waiting, { recursive: true });
  });
  const ledger = openLedger(join(folder, 'storage.jsonl'));
  adoptFormerFiles(folder, root, ledger);

  const place = (path: string): string => toDiskPath(root, path);
  const newName = (): string => join(waiting, randomUUID());

  function toStaged(source: string, size: number): StagedFile {
    const file: StagedFile = { size, discard: () => removeQuietly(source) };
    staged.set(file, source);
    return file;
  }

  function stageBytes(bytes: Buffer): StagedFile {
    const source = newName();
    try {
      writeFileSync(source, bytes);
    } catch (error) {
      removeQuietly(source);
      throw toDiskError(error, root);
    }
    return toStaged(source, bytes.length);
  }

  /** Moves the file into place and calls `record`; restores the previous file when that fails. */
  function moveInto(target: string, source: string, record: () => void): void {
    const previous = newName();
    mkdirSync(dirname(target), { recursive: true });
    const isReplacing = existsSync(target);
    if (isReplacing) linkSync(target, previous);
    renameSync(source, target);
    try {
      record();
    } catch (error) {
      if (isReplacing) renameSync(previous, target);
      else removeQuietly(target);
      throw error;
    }
    removeQuietly(previous);
  }

  return {
    async stage(bytes) {
      const source = newName();
      const sink = createWriteStream(source);
      try {
        await pipeline(bytes, sink);
      } catch (error) {
        // The stream may not have created the file yet, so wait until it is closed.
        if (!sink.closed) await new Promise<void>((resolve) => sink.once('close', () => resolve()));
        removeQuietly(source);
        throw toDiskError(error, root);
      }
      return toStaged(source, sink.bytesWritten);
    },
    put(info, content) {
      const file = Buffer.isBuffer(content) ? stageBytes(content) : content;
      const source = staged.get(file);
      if (source === undefined) throw new Error('the staged file is of another store');
      try {
        onDisk(root, () =>
          moveInto(place(info.path), source, () => ledger.put({ ...info, size: file.size })),
        );
      } finally {
        file.discard();
      }
    },
    find: (path) => ledger.files.get(path) ?? null,
    read: (path) => (ledger.files.has(path) ? onDisk(root, () => readFileSync(place(path))) : null),
    head: (path) => (ledger.files.has(path) ? onDisk(root, () => readHead(place(path))) : null),
    stream: (path) => (ledger.files.has(path) ? createReadStream(place(path)) : null),
    remove(path) {
      if (!ledger.files.has(path)) return false;
      ledger.remove(path);
      removeQuietly(place(path));
      return true;
    },
    list: () => [...ledger.files.values()],
    clear() {
      const old = join(waiting, 'cleared');
      onDisk(folder, () => {
        // Renaming is instant, while deleting many files would delay the reset.
        renameSync(root, `${old}-${randomUUID()}`);
        mkdirSync(root);
        ledger.clear();
      });
      for (const name of readdirSync(waiting).filter((entry) => entry.startsWith('cleared-'))) {
        rm(join(waiting, name), { recursive: true, force: true }).catch(() => undefined);
      }
    },
  };
}

function readHead(path: string): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const head = Buffer.alloc(headBytes);
    return head.subarray(0, readSync(descriptor, head, 0, headBytes, 0));
  } finally {
    closeSync(descriptor);
  }
}
