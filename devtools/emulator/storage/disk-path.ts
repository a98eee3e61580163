import { createHash } from 'node:crypto';
import { extname, join } from 'node:path';

/** Names that every file system accepts and keeps apart: no upper case, well below 255 bytes. */
const plainName =
  /^(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[a-z0-9_.\-\u4e00-\u9fff]{1,60}(?<!\.)$/;

/**
 * The location of a storage path below `root`. Different storage paths have different locations, and none blocks
 * another: folders end in `%`, so `works` may be a file beside `works/a.jpg`. A name that some file system would refuse
 * or confuse with another gets a hash after `%`. The storage accepts no path with a `%`.
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
