import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock';
import type { Invocation } from '../functions/invocation';
import { toFileId, toPath } from '../identity';
import { WireError } from '../wire/errors';
import type { WireAction } from '../wire/messages';
import { contentTypeOf } from './content-type';
import type { FileInfo, Files } from './files';
import { defaultUrlSeconds, maxFileIds, maxUrlSeconds, uploadSeconds } from './limits';
import { checkedPath } from './path';

export type UploadPermit = {
  path: string;
  openid: string | null;
  invocation: Invocation | null;
  expiresAt: number;
};

export type StoredFile = { bytes: Buffer; contentType: string };

export type DownloadUrl = { fileID: string; tempFileURL: string; maxAge: number; code: string };

export type Storage = {
  handle(request: WireAction): Promise<Record<string, unknown>>;
  /** The permit behind an upload URL; null when it is unknown, used or too old. */
  permit(ticket: string): UploadPermit | null;
  /** Stores under `path` and answers the file id; an existing file is replaced. */
  put(path: string, openid: string | null, bytes: Buffer): string;
  /** What a temp URL shows; null when its signature does not fit or its time is over. */
  open(path: string, expiresAt: string, signature: string): StoredFile | null;
  read(path: string): StoredFile | null;
  tempUrls(files: { fileID: string; maxAge?: number | undefined }[]): DownloadUrl[];
  remove(fileIds: string[]): { fileID: string; code: string }[];
  list(): FileInfo[];
  clear(): void;
};

export type StorageOptions = {
  files: Files;
  clock: Clock;
  gatewayUrl: () => string;
  /** Signs temp URLs; kept with the data so that URLs outlive a restart. */
  secret: string;
};

export function createStorage({ files, clock, gatewayUrl, secret }: StorageOptions): Storage {
  const permits = new Map<string, UploadPermit>();

  function sign(path: string, expiresAt: string): string {
    return createHmac('sha256', secret).update(`${path}\n${expiresAt}`).digest('hex').slice(0, 32);
  }

  function permitUpload({ fields, invocation }: WireAction): Record<string, unknown> {
    const path = checkedPath(fields['path']);
    const ticket = randomUUID();
    const expiresAt = clock.now() + uploadSeconds * 1000;
    permits.set(ticket, { path, openid: invocation?.openid ?? null, invocation, expiresAt });
    return {
      data: {
        url: `${gatewayUrl()}/files/${encodeURI(path)}?ticket=${ticket}`,
        token: ticket,
        authorization: `local ${ticket}`,
        fileId: toFileId(path),
        cosFileId: ticket,
      },
    };
  }

  function tempUrl({
    fileID,
    maxAge,
  }: {
    fileID: string;
    maxAge?: number | undefined;
  }): DownloadUrl {
    const path = toPath(fileID);
    if (path === null) return { fileID, tempFileURL: '', maxAge: 0, code: 'INVALIID_ENV' };
    if (files.find(path) === null) {
      return { fileID, tempFileURL: '', maxAge: 0, code: 'STORAGE_FILE_NONEXIST' };
    }
    const seconds = Math.min(
      maxAge === undefined || maxAge <= 0 ? defaultUrlSeconds : maxAge,
      maxUrlSeconds,
    );
    const expiresAt = String(clock.now() + seconds * 1000);
    // Not encoded: the SDK does that.
    const tempFileURL = `${gatewayUrl()}/files/${path}?sign=${sign(path, expiresAt)}&t=${expiresAt}`;
    return { fileID, tempFileURL, maxAge: seconds, code: 'SUCCESS' };
  }

  function remove(fileID: string): { fileID: string; code: string } {
    const path = toPath(fileID);
    if (path === null) return { fileID, code: 'INVALIID_ENV' };
    return { fileID, code: files.remove(path) ? 'SUCCESS' : 'STORAGE_FILE_NONEXIST' };
  }

  function read(path: string): StoredFile | null {
    const bytes = files.read(path);
    return bytes === null ? null : { bytes, contentType: contentTypeOf(path, bytes) };
  }

  const storage: Storage = {
    handle(request) {
      switch (request.action) {
        case 'storage.getUploadMetadata':
          return Promise.resolve(permitUpload(request));
        case 'storage.batchGetDownloadUrl': {
          const wanted = checkedList(request.fields['file_list']).map(toWantedUrl);
          return Promise.resolve({ data: { download_list: storage.tempUrls(wanted) } });
        }
        case 'storage.batchDeleteFile': {
          const fileIds = checkedList(request.fields['fileid_list']).map(String);
          return Promise.resolve({ data: { delete_list: storage.remove(fileIds) } });
        }
        default:
          throw new WireError('INVALID_PARAM', `not supported locally: ${request.action}`);
      }
    },
    permit(ticket) {
      const permit = permits.get(ticket);
      permits.delete(ticket);
      return permit !== undefined && permit.expiresAt >= clock.now() ? permit : null;
    },
    put(path, openid, bytes) {
      files.put({ path: checkedPath(path), openid, at: clock.now() }, bytes);
      return toFileId(path);
    },
    open(path, expiresAt, signature) {
      const expected = Buffer.from(sign(path, expiresAt));
      const given = Buffer.from(signature);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      return Number(expiresAt) < clock.now() ? null : read(path);
    },
    read,
    tempUrls: (wanted) => wanted.map(tempUrl),
    remove: (fileIds) => fileIds.map(remove),
    list: () => files.list(),
    clear() {
      files.clear();
      permits.clear();
    },
  };
  return storage;
}

function checkedList(value: unknown): unknown[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new WireError('INVALID_PARAM', 'the list of files must not be empty');
  }
  if (value.length > maxFileIds) {
    throw new WireError('INVALID_PARAM', `at most ${maxFileIds} files in one call`);
  }
  return value;
}

function toWantedUrl(value: unknown): { fileID: string; maxAge?: number | undefined } {
  const { fileid, max_age: maxAge } = (value ?? {}) as { fileid?: unknown; max_age?: unknown };
  return { fileID: String(fileid), maxAge: typeof maxAge === 'number' ? maxAge : undefined };
}
