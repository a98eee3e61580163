import { api } from './api';
import type { Api } from './api';
import { failAsWeChat, recorded } from './cloud-call';
import { readPhoneFile } from './cloud-files';
import { requestCloud } from './cloud-transport';

type Progress = { progress: number; totalBytesSent: number; totalBytesExpectedToSend: number };
type Listener = (progress: Progress) => void;
type Upload = { cloudPath: string; filePath: string; told?: Set<Listener> };

const send = api('cloud.uploadFile', ({ cloudPath, filePath, told }: Upload) =>
  failAsWeChat(() =>
    recorded({ kind: 'upload', name: cloudPath }, async () => {
      const path = `/local/client/upload?path=${encodeURIComponent(cloudPath)}`;
      const file = readPhoneFile(filePath);
      const tell = (share: number): void => {
        const totalBytesSent = Math.round(file.size * share);
        const progress = Math.round(share * 100);
        for (const listener of told ?? [])
          listener({ progress, totalBytesSent, totalBytesExpectedToSend: file.size });
      };
      tell(0);
      const { fileID } = await requestCloud<{ fileID: string }>(path, file);
      tell(1);
      return { value: { fileID, statusCode: 204 } };
    }),
  ),
);

/** As on a phone: with callbacks it returns a task that reports progress, without any it returns a promise. */
export const uploadFile: Api = (options = {}) => {
  const told = new Set<Listener>();
  const promise = send({ ...options, told });
  if (promise !== undefined) return promise;
  const task = {
    onProgressUpdate: (listener: Listener) => void told.add(listener),
    offProgressUpdate(listener?: Listener) {
      if (listener === undefined) told.clear();
      else told.delete(listener);
    },
    onHeadersReceived: () => undefined,
    offHeadersReceived: () => undefined,
    abort: () => undefined,
  };
  return task as unknown as undefined;
};
