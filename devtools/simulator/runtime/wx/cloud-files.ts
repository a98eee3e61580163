import { phoneFiles } from '../phone/files';
import { recordCall } from '../phone/stats';
import { CloudRefusal, requestCloud } from './cloud-transport';

type TemporaryUrl = {
  fileID: string;
  tempFileURL: string;
  status: number;
  errMsg: string;
  maxAge?: number;
};

/** Addresses are asked for again well before they expire. */
const keepMs = 10 * 60_000;
const maxFilesPerCall = 50;
const known = new Map<string, { address: string; until: number }>();
let waiting = new Map<
  string,
  { resolve: (address: string) => void; reject: (error: Error) => void }[]
>();

/** Where a cloud file can be read now. Questions of one moment travel together. */
export function temporaryAddress(fileId: string): Promise<string> {
  const kept = known.get(fileId);
  if (kept !== undefined && kept.until > Date.now()) return Promise.resolve(kept.address);
  return new Promise((resolve, reject) => {
    if (waiting.size === 0) setTimeout(askForWaiting, 0);
    waiting.set(fileId, [...(waiting.get(fileId) ?? []), { resolve, reject }]);
  });
}

export async function askForUrls(fileList: unknown[]): Promise<TemporaryUrl[]> {
  const finish = recordCall({ kind: 'temp-urls', name: `${fileList.length} 个文件`, page: '' });
  try {
    const { fileList: answered } = await requestCloud<{ fileList: TemporaryUrl[] }>(
      '/local/client/temp-urls',
      { fileList },
    );
    finish({ code: 0 });
    return answered;
  } catch (error) {
    finish({ code: error instanceof CloudRefusal ? error.errCode : -1, error: String(error) });
    throw error;
  }
}

/** The content of a cloud file. */
export async function readCloudFile(fileId: string): Promise<Blob> {
  const response = await fetch(await temporaryAddress(fileId));
  if (!response.ok)
    throw new CloudRefusal(-403003, `download failed with status ${response.status}`);
  return response.blob();
}

export function readPhoneFile(path: string): Blob {
  const blob = phoneFiles.read(path);
  if (blob === undefined) throw new CloudRefusal(-404001, `file not found: ${path}`);
  return blob;
}

async function askForWaiting(): Promise<void> {
  const asked = waiting;
  waiting = new Map();
  const ids = [...asked.keys()];
  for (let start = 0; start < ids.length; start += maxFilesPerCall) {
    const batch = ids.slice(start, start + maxFilesPerCall);
    try {
      const answers = await askForUrls(batch);
      for (const { fileID, tempFileURL, status, errMsg } of answers) {
        if (status === 0) known.set(fileID, { address: tempFileURL, until: Date.now() + keepMs });
        for (const { resolve, reject } of asked.get(fileID) ?? []) {
          if (status === 0) resolve(tempFileURL);
          else reject(new CloudRefusal(status, `${fileID}: ${errMsg}`));
        }
      }
    } catch (error) {
      for (const id of batch) for (const { reject } of asked.get(id) ?? []) reject(error as Error);
    }
  }
}
