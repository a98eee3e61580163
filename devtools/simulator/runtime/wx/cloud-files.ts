import { phoneFiles } from '../phone/files';
import { passNetwork } from '../phone/settings';
import { recorded } from './cloud-call';
import { CloudRefusal, refusalOf, requestCloud } from './cloud-transport';

type TemporaryUrl = {
  fileID: string;
  tempFileURL: string;
  status: number;
  errMsg: string;
  maxAge?: number;
};
type Waiter = { resolve: (address: string) => void; reject: (error: Error) => void };

/** URLs are requested again well before they expire. */
const cacheMs = 10 * 60_000;
/** WeChat's limit. */
const maxFilesPerCall = 50;
const cache = new Map<string, { address: string; expiresAt: number }>();
let waiting = new Map<string, Waiter[]>();

/** A URL that currently serves a cloud file. Requests of one turn of the event loop are sent together. */
export function temporaryAddress(fileId: string): Promise<string> {
  const cached = cache.get(fileId);
  if (cached !== undefined && cached.expiresAt > Date.now()) return Promise.resolve(cached.address);
  return new Promise((resolve, reject) => {
    if (waiting.size === 0) setTimeout(requestWaiting, 0);
    waiting.set(fileId, [...(waiting.get(fileId) ?? []), { resolve, reject }]);
  });
}

export function requestTemporaryUrls(fileList: unknown[]): Promise<TemporaryUrl[]> {
  return recorded({ kind: 'temp-urls', name: `${fileList.length} 个文件` }, async () => {
    const reply = await requestCloud<{ fileList: TemporaryUrl[] }>('/local/client/temp-urls', {
      fileList,
    });
    return { value: reply.fileList };
  });
}

/** The content of a cloud file; throws `CloudRefusal`. */
export async function readCloudFile(fileId: string): Promise<Blob> {
  const address = await temporaryAddress(fileId);
  await passNetwork();
  let response: Response;
  try {
    response = await fetch(address);
  } catch {
    throw new CloudRefusal(-1, 'downloadFile:fail');
  }
  if (!response.ok) {
    // The URL may have expired, so the next download requests a new one.
    cache.delete(fileId);
    throw await refusalOf(response);
  }
  return response.blob();
}

export function readPhoneFile(path: string): Blob {
  const blob = phoneFiles.read(path);
  if (blob === undefined) throw new CloudRefusal(-404001, `file not found: ${path}`);
  return blob;
}

async function requestWaiting(): Promise<void> {
  const requested = waiting;
  waiting = new Map();
  const ids = [...requested.keys()];
  for (let start = 0; start < ids.length; start += maxFilesPerCall) {
    const batch = ids.slice(start, start + maxFilesPerCall);
    try {
      for (const url of await requestTemporaryUrls(batch))
        for (const waiter of requested.get(url.fileID) ?? []) settle(waiter, url);
    } catch (error) {
      for (const id of batch)
        for (const { reject } of requested.get(id) ?? []) reject(error as Error);
    }
  }
}

function settle(
  { resolve, reject }: Waiter,
  { fileID, tempFileURL, status, errMsg }: TemporaryUrl,
): void {
  if (status !== 0) {
    reject(new CloudRefusal(status, `${fileID}: ${errMsg}`));
    return;
  }
  cache.set(fileID, { address: tempFileURL, expiresAt: Date.now() + cacheMs });
  resolve(tempFileURL);
}
