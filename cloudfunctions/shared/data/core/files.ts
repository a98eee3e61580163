import { OutageError } from './outage';

/** Cloud storage by paths and file ids. */
export type Files = {
  /** Writes the file, replacing an earlier one at the same path, and returns its id. */
  upload(path: string, bytes: Buffer): Promise<string>;
  download(fileId: string): Promise<Buffer>;
  /** The bytes of a file of unknown origin. Reads no more than `maxBytes` of a larger file. */
  downloadUpTo(fileId: string, maxBytes: number): Promise<Buffer | 'missing' | 'tooLarge'>;
  /** The id of the file at `path`, or null when there is none. */
  find(path: string): Promise<string | null>;
  /** A temporary URL of the file, usable by anybody who has it; null if there is no such file. */
  tempUrl(fileId: string): Promise<string | null>;
  /** Like `tempUrl` for many files, valid for `seconds`; missing files have no entry. */
  tempUrls(fileIds: readonly string[], seconds: number): Promise<Map<string, string>>;
  /** Removes files; missing ones are ignored. */
  remove(fileIds: readonly string[]): Promise<void>;
};

/** The part of wx-server-sdk that serves files. */
export type StorageSdk = {
  uploadFile(options: { cloudPath: string; fileContent: Buffer }): Promise<{ fileID: string }>;
  downloadFile(options: { fileID: string }): Promise<{ fileContent: Buffer }>;
  deleteFile(options: {
    fileList: string[];
  }): Promise<{ fileList: { fileID: string; status: number; errMsg?: string }[] }>;
  getTempFileURL(options: { fileList: (string | { fileID: string; maxAge: number })[] }): Promise<{
    fileList: { tempFileURL?: string; status: number; errMsg?: string }[];
  }>;
};

/** The body behind a URL of the storage; null as soon as it turns out to be longer than `maxBytes`. */
export type CappedDownload = (url: string, maxBytes: number) => Promise<Buffer | null>;

/** The SDK's code for STORAGE_FILE_NONEXIST. It throws only for a whole call, never for a single file of it. */
const fileMissing = -503003;
/** The SDK's codes for ids of another environment, or of none. */
const foreignStatuses = [-501005, -501007];

type FileStatus = { status: number; errMsg?: string };

/** False for an id that names no file of this environment; a client may write such an id into a row. */
export function isOfThisEnvironment({ status }: FileStatus): boolean {
  return !foreignStatuses.includes(status);
}

/** Whether one file of a call existed; throws if the storage could not tell. */
export function wasThere({ status, errMsg = '' }: FileStatus): boolean {
  if (status === 0) return true;
  if (status === fileMissing) return false;
  throw new OutageError(`The storage failed for a file: ${status} ${errMsg}`.trimEnd());
}

const filesPerCall = 50;
const probePath = 'system/probe.txt';

export function createFiles(storage: StorageSdk, downloadCapped: CappedDownload): Files {
  let prefix: Promise<string> | null = null;

  async function upload(path: string, bytes: Buffer): Promise<string> {
    const { fileID } = await storage.uploadFile({ cloudPath: path, fileContent: bytes });
    if (fileID === '') throw new OutageError('The storage gave no file id.');
    return fileID;
  }

  /** File ids are `<prefix>/<path>`, and no call returns the prefix: it is taken from the id of a file we upload. */
  async function learnPrefix(): Promise<string> {
    const fileId = await upload(probePath, Buffer.from('file id probe\n'));
    return fileId.slice(0, -probePath.length);
  }

  async function urlOf(fileId: string): Promise<string | null> {
    const { fileList } = await storage.getTempFileURL({ fileList: [fileId] });
    const [file] = fileList;
    if (file === undefined) throw new OutageError('The storage said nothing of the file.');
    const url = file.tempFileURL ?? '';
    return !isOfThisEnvironment(file) || !wasThere(file) || url === '' ? null : url;
  }

  return {
    upload,
    tempUrl: urlOf,
    async tempUrls(fileIds, seconds) {
      const unique = [...new Set(fileIds)].filter((fileId) => fileId !== '');
      const urls = new Map<string, string>();
      for (let start = 0; start < unique.length; start += filesPerCall) {
        const some = unique.slice(start, start + filesPerCall);
        const { fileList } = await storage.getTempFileURL({
          fileList: some.map((fileID) => ({ fileID, maxAge: seconds })),
        });
        fileList.forEach((file, at) => {
          const url = file.tempFileURL ?? '';
          const fileId = some[at] ?? '';
          if (isOfThisEnvironment(file) && wasThere(file) && url !== '') urls.set(fileId, url);
        });
      }
      return urls;
    },
    async download(fileId) {
      return (await storage.downloadFile({ fileID: fileId })).fileContent;
    },
    async downloadUpTo(fileId, maxBytes) {
      // The SDK's own download holds a whole file in memory, however large it is.
      const url = await urlOf(fileId);
      if (url === null) return 'missing';
      return (await downloadCapped(url, maxBytes)) ?? 'tooLarge';
    },
    async remove(fileIds) {
      const { fileList } = await storage.deleteFile({ fileList: [...fileIds] });
      fileList.filter(isOfThisEnvironment).forEach(wasThere);
    },
    async find(path) {
      prefix ??= learnPrefix();
      const known = await prefix.catch((error: unknown) => {
        prefix = null;
        throw error;
      });
      const fileId = `${known}${path}`;
      const { fileList } = await storage.getTempFileURL({ fileList: [fileId] });
      const [file] = fileList;
      if (file === undefined) throw new OutageError('The storage said nothing of the file.');
      return wasThere(file) && (file.tempFileURL ?? '') !== '' ? fileId : null;
    },
  };
}
