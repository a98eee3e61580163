import { PictureError } from './picture-error';
import type { PictureSize } from './picture';

const firstChunkAt = 12;
const flag = { xmp: 0x04, alpha: 0x10 };

type Chunk = { type: string; data: Buffer };

/** Container as in https://developers.google.com/speed/webp/docs/riff_container */
function webpChunks(file: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  const fileEnd = 8 + file.readUInt32LE(4);
  if (fileEnd > file.length) throw new PictureError('The WebP file breaks off.');
  let start = firstChunkAt;
  while (start + 8 <= fileEnd) {
    const length = file.readUInt32LE(start + 4);
    const end = start + 8 + length;
    if (end > fileEnd) throw new PictureError('The WebP file breaks off.');
    const type = file.toString('latin1', start, start + 4);
    chunks.push({ type, data: file.subarray(start + 8, end) });
    start = end + (length % 2);
  }
  if (chunks.length === 0) throw new PictureError('The WebP file is empty.');
  return chunks;
}

export function isWholeWebp(file: Buffer): boolean {
  return 8 + file.readUInt32LE(4) <= file.length;
}

/** Reads the first chunk only, so the head of a file is enough. */
export function webpSize(file: Buffer): PictureSize {
  if (file.length < 30) throw new PictureError('The WebP file breaks off.');
  const type = file.toString('latin1', 12, 16);
  if (type === 'VP8X') {
    return { width: file.readUIntLE(24, 3) + 1, height: file.readUIntLE(27, 3) + 1 };
  }
  if (type === 'VP8L' && file[20] === 0x2f) {
    const bits = file.readUInt32LE(21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (type === 'VP8 ' && file.readUIntBE(23, 3) === 0x9d012a) {
    return { width: file.readUInt16LE(26) & 0x3fff, height: file.readUInt16LE(28) & 0x3fff };
  }
  throw new PictureError('The WebP file has no readable frame header.');
}

/** The file with this XMP packet as its only one; a simple file becomes an extended one. */
export function writeWebpXmp(file: Buffer, xmp: Buffer): Buffer {
  const chunks = webpChunks(file).filter(({ type }) => type !== 'XMP ' && type !== 'VP8X');
  const extended = toExtendedHead(file, chunks);
  const body = Buffer.concat(
    [extended, ...chunks, { type: 'XMP ', data: xmp }].map(({ type, data }) => {
      const head = Buffer.alloc(8);
      head.write(type, 0, 'latin1');
      head.writeUInt32LE(data.length, 4);
      return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
    }),
  );
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}

function toExtendedHead(file: Buffer, chunks: Chunk[]): Chunk {
  const standing = webpChunks(file).find(({ type }) => type === 'VP8X');
  if (standing !== undefined) {
    const data = Buffer.from(standing.data);
    data.writeUInt8((data[0] ?? 0) | flag.xmp, 0);
    return { type: 'VP8X', data };
  }
  const { width, height } = webpSize(file);
  const lossless = chunks.find(({ type }) => type === 'VP8L')?.data;
  const hasAlpha = lossless !== undefined && (lossless.readUInt32LE(1) & 0x10000000) !== 0;
  const data = Buffer.alloc(10);
  data.writeUInt8(flag.xmp | (hasAlpha ? flag.alpha : 0), 0);
  data.writeUIntLE(width - 1, 4, 3);
  data.writeUIntLE(height - 1, 7, 3);
  return { type: 'VP8X', data };
}

export function readWebpXmp(file: Buffer): string[] {
  return webpChunks(file)
    .filter(({ type }) => type === 'XMP ')
    .map(({ data }) => data.toString('utf8'));
}
