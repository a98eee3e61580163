import type { Cloud } from '../../cloud';
import { toFileId } from '../../identity';
import type { Route } from '../router';

const filesPerUrlCall = 50;

/** Every stored file below a folder, with an address to look at it. */
export function fileRoutes({ storage }: Cloud): Route[] {
  return [
    {
      method: 'GET',
      path: '/local/files',
      run({ query }) {
        const prefix = query.get('prefix') ?? '';
        const files = storage.list().filter(({ path }) => path.startsWith(prefix));
        const urls = new Map<string, string>();
        for (let start = 0; start < files.length; start += filesPerUrlCall) {
          const page = files.slice(start, start + filesPerUrlCall);
          const found = storage.tempUrls(page.map(({ path }) => ({ fileID: toFileId(path) })));
          for (const { fileID, tempFileURL } of found) urls.set(fileID, encodeURI(tempFileURL));
        }
        return files.map(({ path, openid, size, at }) => {
          const fileID = toFileId(path);
          return { fileID, path, openid, size, at: new Date(at), url: urls.get(fileID) };
        });
      },
    },
  ];
}
