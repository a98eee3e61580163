import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';

export type FileInfo = { path: string; openid: string | null; size: number; at: number };

/** Files by path with their owner. */
export type Files = {
  put(info: Omit<FileInfo, 'size'>, bytes: Buffer): void;
  find(path: string): FileInfo | null;
  read(path: string): Buffer | null;
  remove(path: string): boolean;
  list(): FileInfo[];
  clear(): void;
};

export function createMemoryFiles(): Files {
  const files = new Map<string, { info: FileInfo; bytes: Buffer }>();
  return {
    put: (info, bytes) => files.set(info.path, { info: { ...info, size: bytes.length }, bytes }),
    find: (path) => files.get(path)?.info ?? null,
    read: (path) => files.get(path)?.bytes ?? null,
    remove: (path) => files.delete(path),
    list: () => [...files.values()].map(({ info }) => info),
    clear: () => files.clear(),
  };
}

/** Files lie under `folder/files` as what they are; `folder/files.jsonl` says whose they are, one line per change. */
export function createDiskFiles(folder: string): Files {
  const root = join(folder, 'files');
  const ledger = join(folder, 'files.jsonl');
  mkdirSync(root, { recursive: true });
  const known = readLedger(ledger);
  // A line that a crash tore must not swallow the next one.
  if (existsSync(ledger)) appendFileSync(ledger, '\n');

  function place(path: string): string {
    return join(root, ...path.split('/'));
  }

  return {
    put(info, bytes) {
      const target = place(info.path);
      mkdirSync(dirname(target), { recursive: true });
      // A file appears whole or not at all, also when the process dies meanwhile.
      const temporary = `${target}.${randomUUID()}.part`;
      writeFileSync(temporary, bytes);
      renameSync(temporary, target);
      const entry = { ...info, size: bytes.length };
      known.set(info.path, entry);
      appendFileSync(ledger, `${JSON.stringify(entry)}\n`);
    },
    find: (path) => known.get(path) ?? null,
    read: (path) => (known.has(path) ? readFileSync(place(path)) : null),
    remove(path) {
      if (!known.delete(path)) return false;
      appendFileSync(ledger, `${JSON.stringify({ path, removed: true })}\n`);
      rmSync(place(path), { force: true });
      return true;
    },
    list: () => [...known.values()],
    clear() {
      known.clear();
      const old = join(folder, `files.${randomUUID()}.old`);
      // Out of the way at once; deleting many files takes longer than a reset may.
      renameSync(root, old);
      mkdirSync(root);
      writeFileSync(ledger, '');
      void rm(old, { recursive: true, force: true });
    },
  };
}

function readLedger(ledger: string): Map<string, FileInfo> {
  const known = new Map<string, FileInfo>();
  if (!existsSync(ledger)) return known;
  for (const line of readFileSync(ledger, 'utf8').split('\n')) {
    const entry = parseLine(line);
    if (entry === null) continue;
    if ('removed' in entry) known.delete(entry.path);
    else known.set(entry.path, entry);
  }
  return known;
}

/** Null for an empty line and for one that a crash tore. */
function parseLine(line: string): FileInfo | { path: string; removed: true } | null {
  try {
    return JSON.parse(line) as FileInfo | { path: string; removed: true };
  } catch {
    return null;
  }
}
