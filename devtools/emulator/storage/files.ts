import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

export type FileInfo = { path: string; openid: string | null; size: number; at: number };

/** Received bytes that have no path yet: put or discard them. */
export type StagedFile = { readonly size: number; discard(): void };

/** Files by path with their owner; the owner is null for files that belong to no user. */
export type Files = {
  /** Receives a stream, so that a large file is never entirely in memory. */
  stage(bytes: Readable): Promise<StagedFile>;
  put(info: Omit<FileInfo, 'size'>, content: Buffer | StagedFile): void;
  find(path: string): FileInfo | null;
  read(path: string): Buffer | null;
  /** The first bytes, enough to detect the content type. */
  head(path: string): Buffer | null;
  stream(path: string): Readable | null;
  remove(path: string): boolean;
  list(): FileInfo[];
  clear(): void;
};

export const headBytes = 64;

export function createMemoryFiles(): Files {
  const files = new Map<string, { info: FileInfo; bytes: Buffer }>();
  const staged = new WeakMap<StagedFile, Buffer>();
  return {
    async stage(source) {
      const bytes = await buffer(source);
      const file: StagedFile = { size: bytes.length, discard: () => void staged.delete(file) };
      staged.set(file, bytes);
      return file;
    },
    put(info, content) {
      const bytes = Buffer.isBuffer(content) ? content : staged.get(content);
      if (bytes === undefined)
        throw new Error('the staged file was discarded or is of another store');
      files.set(info.path, { info: { ...info, size: bytes.length }, bytes });
    },
    find: (path) => files.get(path)?.info ?? null,
    read: (path) => files.get(path)?.bytes ?? null,
    head: (path) => files.get(path)?.bytes.subarray(0, headBytes) ?? null,
    stream(path) {
      const bytes = files.get(path)?.bytes;
      return bytes === undefined ? null : Readable.from([bytes]);
    },
    remove: (path) => files.delete(path),
    list: () => [...files.values()].map(({ info }) => info),
    clear: () => files.clear(),
  };
}
