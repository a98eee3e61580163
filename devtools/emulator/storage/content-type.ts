import { extname } from 'node:path';

const types: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};

const signatures: [string, Buffer][] = [
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47])],
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/gif', Buffer.from('GIF8')],
];

/** `head` is the first bytes of the file. */
export function contentTypeOf(path: string, head: Buffer): string {
  const signed = signatures.find(([, start]) => head.subarray(0, start.length).equals(start));
  return signed?.[0] ?? types[extname(path).toLowerCase()] ?? 'application/octet-stream';
}
