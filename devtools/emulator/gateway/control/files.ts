import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { toFileId } from '../../identity';
import type { FileInfo } from '../../storage/files';
import { check } from '../router';
import type { Route } from '../router';

const defaultFiles = 100;

const Whole = z.string().regex(/^\d+$/, 'a whole number').transform(Number);
const Parameters = z.object({
  prefix: z.string().default(''),
  /**
   * A cursor: returns the files after this path. Pages are ordered by path, so they stay stable while files are added
   * and removed.
   */
  after: z.string().optional(),
  orderBy: z.enum(['path', '-path', 'at', '-at', 'size', '-size']).default('path'),
  skip: Whole.default(0),
  limit: Whole.default(defaultFiles),
});

/** Lists the stored files with a prefix, page by page, each with a temp URL. */
export function fileRoutes({ storage }: Cloud): Route[] {
  return [
    {
      method: 'GET',
      path: '/local/files',
      query: Object.keys(Parameters.shape),
      run({ query }) {
        const wanted = check(Parameters, Object.fromEntries(query));
        const { prefix, after, skip, limit } = wanted;
        const found = storage
          .list()
          .filter(({ path }) => path.startsWith(prefix) && (after === undefined || path > after))
          .sort(compareBy(wanted.orderBy));
        const files = found.slice(skip, skip + limit).map(({ path, openid, size, at }) => {
          const fileID = toFileId(path);
          const [url] = storage.tempUrls([{ fileID }]);
          const address = encodeURI(url?.tempFileURL ?? '');
          return { fileID, path, openid, size, at: new Date(at), url: address };
        });
        return { total: found.length, files };
      },
    },
  ];
}

function compareBy(orderBy: z.infer<typeof Parameters>['orderBy']) {
  const field = orderBy.replace(/^-/, '') as 'path' | 'at' | 'size';
  const direction = orderBy.startsWith('-') ? -1 : 1;
  return (a: FileInfo, b: FileInfo): number => {
    if (a[field] === b[field]) return a.path < b.path ? -1 : 1;
    return (a[field] < b[field] ? -1 : 1) * direction;
  };
}
