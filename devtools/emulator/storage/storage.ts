import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Clock } from '../clock';
import type { Invocation } from '../functions/invocation';
import { environmentId, isForeignFileId, toFileId, toPath } from '../identity';
import { WireError } from '../wire/errors';
import type { WireAction } from '../wire/messages';
import { contentTypeOf } from './content-type';
import type { FileInfo, Files, StagedFile } from './files';
import { defaultUrlSeconds, maxFileIds, maxUrlSeconds, uploadSeconds } from './limits';
import { checkedPath } from './path';

export type UploadPermit = {
  path: string;
  invocation: Invocation | null;
  expiresAt: number;
};

export type StoredFile = { bytes: Buffer; contentType: string };

/** A file to send, as a stream or at once. */
export type OpenFile = { size: number; contentType: string; stream(): Readable; read(): Buffer };

type WantedUrl = { fileID: string; maxAge?: number | undefined };

export type Denial = 'wrong signature' | 'expired' | 'no file';

export type DownloadUrl = { fileID: string; tempFileURL: string; maxAge: number; code: string };

export type Storage = {
  handle(request: WireAction): Promise<Record<string, unknown>>;
  /** The permit behind an upload URL; null when it is unknown, used or expired. */
  permit(ticket: string): UploadPermit | null;
  stage(bytes: Readable): Promise<StagedFile>;
  /**
   * Stores the content at `path`, replacing any existing file, and returns the file id. `openid` is null for files of
   * no user.
   */
  put(path: string, openid: string | null, content: Buffer | StagedFile): string;
  find(path: string): FileInfo | null;
  /** The file behind a temp URL, or the reason why it is denied. */
  open(path: string, expiresAt: string, signature: string): OpenFile | Denial;
  read(path: string): StoredFile | null;
  /** `environment` is the caller's; the default is this one. */
  tempUrls(files: WantedUrl[], environment?: string): DownloadUrl[];
  remove(fileIds: string[], environment?: string): { fileID: string; code: string }[];
  list(): FileInfo[];
  clear(): void;
};

export type StorageOptions = {
  files: Files;
  clock: Clock;
  gatewayUrl: () => string;
  /** Signs temp URLs; stored with the data, so that URLs stay valid after a restart. */
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
    permits.set(ticket, { path, invocation, expiresAt });
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

  function tempUrl({ fileID, maxAge }: WantedUrl, environment: string): DownloadUrl {
    const path = toPath(fileID);
    if (path === null || files.find(path) === null) {
      return { fileID, tempFileURL: '', maxAge: 0, code: missingCode(fileID, environment) };
    }
    const seconds = Math.min(
      maxAge === undefined || maxAge <= 0 ? defaultUrlSeconds : maxAge,
      maxUrlSeconds,
    );
    const expiresAt = String(clock.now() + seconds * 1000);
    // Not URL-encoded, because the SDK encodes it.
    const tempFileURL = `${gatewayUrl()}/files/${path}?sign=${sign(path, expiresAt)}&t=${expiresAt}`;
    return { fileID, tempFileURL, maxAge: seconds, code: 'SUCCESS' };
  }

  function remove(fileID: string, environment: string): { fileID: string; code: string } {
    const path = toPath(fileID);
    const isRemoved = path !== null && files.remove(path);
    return { fileID, code: isRemoved ? 'SUCCESS' : missingCode(fileID, environment) };
  }

  function read(path: string): StoredFile | null {
    const bytes = files.read(path);
    return bytes === null ? null : { bytes, contentType: contentTypeOf(path, bytes) };
  }

  function openFile(path: string): OpenFile | null {
    const info = files.find(path);
    const head = files.head(path);
    if (info === null || head === null) return null;
    return {
      size: info.size,
      contentType: contentTypeOf(path, head),
      stream: () => files.stream(path) ?? Readable.from([]),
      read: () => files.read(path) ?? Buffer.alloc(0),
    };
  }

  const storage: Storage = {
    handle(request) {
      switch (request.action) {
        case 'storage.getUploadMetadata':
          return Promise.resolve(permitUpload(request));
        case 'storage.batchGetDownloadUrl': {
          const wanted = checkedList(request.fields['file_list']).map(toWantedUrl);
          return Promise.resolve({
            data: { download_list: storage.tempUrls(wanted, environmentOf(request)) },
          });
        }
        case 'storage.batchDeleteFile': {
          const fileIds = checkedList(request.fields['fileid_list']).map(String);
          return Promise.resolve({
            data: { delete_list: storage.remove(fileIds, environmentOf(request)) },
          });
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
    stage: (bytes) => files.stage(bytes),
    put(path, openid, content) {
      files.put({ path: checkedPath(path), openid, at: clock.now() }, content);
      return toFileId(path);
    },
    find: (path) => files.find(path),
    open(path, expiresAt, signature) {
      const expected = Buffer.from(sign(path, expiresAt));
      const given = Buffer.from(signature);
      if (given.length !== expected.length || !timingSafeEqual(given, expected))
        return 'wrong signature';
      return Number(expiresAt) < clock.now() ? 'expired' : (openFile(path) ?? 'no file');
    },
    read,
    tempUrls: (wanted, environment = environmentId) =>
      wanted.map((url) => tempUrl(url, environment)),
    remove: (fileIds, environment = environmentId) =>
      fileIds.map((fileId) => remove(fileId, environment)),
    list: () => files.list(),
    clear() {
      files.clear();
      permits.clear();
    },
  };
  return storage;
}

/**
 * A file id of another environment has its own error code.
 * @see docs/decisions/2026-11-28-codes-of-missing-functions-and-files.md
 */
function missingCode(fileId: string, environment: string): string {
  return isForeignFileId(fileId, environment) ? 'INVALIID_ENV' : 'STORAGE_FILE_NONEXIST';
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

function environmentOf({ fields }: WireAction): string {
  const { envName } = fields;
  return typeof envName === 'string' && envName !== '' ? envName : environmentId;
}

function toWantedUrl(value: unknown): WantedUrl {
  const { fileid, max_age: maxAge } = (value ?? {}) as { fileid?: unknown; max_age?: unknown };
  return { fileID: String(fileid), maxAge: typeof maxAge === 'number' ? maxAge : undefined };
}
