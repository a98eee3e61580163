import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { openAppendFile } from '../disk/append-file';
import { onDisk } from '../disk/disk-error';
import type { FileInfo } from './files';

type Removal = { path: string; removed: true };

/** The files and their owners, one line per change. */
export type Ledger = {
  readonly files: ReadonlyMap<string, FileInfo>;
  put(info: FileInfo): void;
  remove(path: string): void;
  clear(): void;
};

export function openLedger(path: string): Ledger {
  const files = readLedger(path);
  let file = openAppendFile(path, wholeLines(path));

  return {
    files,
    put(info) {
      file.append(`${JSON.stringify(info)}\n`);
      files.set(info.path, info);
    },
    remove(removed) {
      const line: Removal = { path: removed, removed: true };
      file.append(`${JSON.stringify(line)}\n`);
      files.delete(removed);
    },
    clear() {
      file.close();
      onDisk(path, () => writeFileSync(path, ''));
      file = openAppendFile(path, 0);
      files.clear();
    },
  };
}

export function readLedger(path: string): Map<string, FileInfo> {
  const known = new Map<string, FileInfo>();
  if (!existsSync(path)) return known;
  for (const line of onDisk(path, () => readFileSync(path, 'utf8')).split('\n')) {
    const entry = parseLine(line);
    if (entry === null) continue;
    if ('removed' in entry) known.delete(entry.path);
    else known.set(entry.path, entry);
  }
  return known;
}

/** The offset after the last complete line; a partial line left by a crash is truncated there. */
function wholeLines(path: string): number {
  return existsSync(path) ? readFileSync(path).lastIndexOf(10) + 1 : 0;
}

/** Null for an empty line or a partial one left by a crash. */
function parseLine(line: string): FileInfo | Removal | null {
  try {
    return JSON.parse(line) as FileInfo | Removal;
  } catch {
    return null;
  }
}
