import { createReadStream, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const types: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
};

/** Serves a picture of the mini-program's package; returns false when there is none. */
export function serveAsset(root: string, path: string, response: ServerResponse): boolean {
  const file = normalize(join(root, decodeURIComponent(path)));
  const type = types[extname(file).toLowerCase()];
  if (type === undefined || !file.startsWith(root + sep)) return false;
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isFile() !== true) return false;
  response.writeHead(200, {
    'content-type': type,
    'content-length': stats.size,
    'cache-control': 'no-cache',
  });
  createReadStream(file).pipe(response);
  return true;
}
