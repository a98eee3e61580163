import { createHash } from 'node:crypto';
import { extname, join } from 'node:path';

/** Names that every file system takes as they are, and keeps apart: no upper case, well below 255 bytes. */
const plainName =
  /^(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[a-z0-9_.\-\u4e00-\u9fff]{1,60}(?<!\.)$/;

/**
 * Where the file of a storage path lies below `root`. Paths differ on disk whenever they differ in the storage, and none is
 * in the way of another: folders end in `%`, so `works` may be a file beside `works/a.jpg`; a name that some file system
 * would refuse or mix up gets a hash behind `%`. The storage takes no path with a `%`.
 */
export function toDiskPath(root: string, path: string): string {
  const names = path.split('/').map(toDiskName);
  const folders = names.slice(0, -1).map((name) => `${name}%`);
  return join(root, ...folders, names.at(-1) ?? '');
}

function toDiskName(name: string): string {
  if (plainName.test(name)) return name;
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9_\-\u4e00-\u9fff]/g, '')
    .slice(0, 40);
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 32);
  const extension = /^\.[a-z0-9]{1,8}$/.test(extname(name)) ? extname(name) : '';
  return `${readable}%${hash}${extension}`;
}
