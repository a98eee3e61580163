import { orientationTiff, readOrientation } from './exif';
import type { Orientation } from './exif';
import { PictureError } from './picture-error';
import type { PictureSize } from './picture-size';

const firstChunkAt = 12;
const flag = { animation: 0x02, xmp: 0x04, exif: 0x08, alpha: 0x10, icc: 0x20 };
/** Chunks that affect the display of a picture. All others are dropped: any of them may contain a label. */
const neededChunks = new Set(['ICCP', 'ANIM', 'ANMF', 'ALPH', 'VP8 ', 'VP8L']);

type Chunk = { type: string; data: Buffer };

/** Container as in https://developers.google.com/speed/webp/docs/riff_container */
export function webpChunks(file: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  if (file.length < firstChunkAt) throw breaksOff();
  const fileEnd = 8 + file.readUInt32LE(4);
  if (fileEnd > file.length) throw breaksOff();
  let start = firstChunkAt;
  while (start + 8 <= fileEnd) {
    const length = file.readUInt32LE(start + 4);
    const end = start + 8 + length;
    if (end > fileEnd) throw breaksOff();
    const type = file.toString('latin1', start, start + 4);
    chunks.push({ type, data: file.subarray(start + 8, end) });
    start = end + (length % 2);
  }
  if (chunks.length === 0) throw new PictureError('noPixels', 'The WebP file is empty.');
  return chunks;
}

function breaksOff(): PictureError {
  return new PictureError('damaged', 'The WebP file breaks off.');
}

export function isWholeWebp(file: Buffer): boolean {
  return 8 + file.readUInt32LE(4) <= file.length;
}

/** Reads only the first chunk, so the head of a file is enough. */
export function webpSize(file: Buffer): PictureSize {
  if (file.length < 30) throw breaksOff();
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
  throw new PictureError('damaged', 'The WebP file has no readable frame header.');
}

/** Throws for files that our decoder cannot show: animations, and files without a picture. */
export function requireStillWebp(file: Buffer): void {
  const chunks = webpChunks(file);
  const isAnimated = chunks.some(({ type, data }) =>
    type === 'VP8X' ? ((data[0] ?? 0) & flag.animation) !== 0 : type === 'ANMF' || type === 'ANIM',
  );
  if (isAnimated) throw new PictureError('animated', 'The WebP file is an animation.');
  if (!chunks.some(({ type }) => type === 'VP8 ' || type === 'VP8L')) {
    throw new PictureError('noPixels', 'The WebP file holds no picture.');
  }
}

export function webpOrientation(file: Buffer): Orientation {
  const exif = webpChunks(file).find(({ type }) => type === 'EXIF');
  return exif === undefined ? 1 : readOrientation(exif.data);
}

/**
 * The picture with this XMP packet. Of all other metadata only what affects its display is kept. A simple file becomes an
 * extended one. The pixels stay unchanged.
 */
export function writeWebpXmp(file: Buffer, xmp: Buffer): Buffer {
  const orientation = webpOrientation(file);
  const exif = orientation === 1 ? [] : [{ type: 'EXIF', data: orientationTiff(orientation) }];
  const chunks = webpChunks(file).filter(({ type }) => neededChunks.has(type));
  const metadata = [...exif, { type: 'XMP ', data: xmp }];
  const body = Buffer.concat(
    [toExtendedHead(file, exif.length > 0), ...chunks, ...metadata].map(({ type, data }) => {
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

function toExtendedHead(file: Buffer, hasExif: boolean): Chunk {
  const chunks = webpChunks(file);
  const metadataFlags = flag.xmp | (hasExif ? flag.exif : 0);
  const extended = chunks.find(({ type }) => type === 'VP8X');
  if (extended !== undefined) {
    if (extended.data.length < 10) throw breaksOff();
    const data = Buffer.from(extended.data);
    data.writeUInt8(((data[0] ?? 0) & ~flag.exif) | metadataFlags, 0);
    return { type: 'VP8X', data };
  }
  const { width, height } = webpSize(file);
  if (width === 0 || height === 0) throw new PictureError('noPixels', 'The WebP file is empty.');
  const lossless = chunks.find(({ type }) => type === 'VP8L')?.data;
  const hasAlpha =
    lossless !== undefined && lossless.length >= 5 && (lossless.readUInt32LE(1) & 0x10000000) !== 0;
  const data = Buffer.alloc(10);
  data.writeUInt8(metadataFlags | (hasAlpha ? flag.alpha : 0), 0);
  data.writeUIntLE(width - 1, 4, 3);
  data.writeUIntLE(height - 1, 7, 3);
  return { type: 'VP8X', data };
}

export function readWebpXmp(file: Buffer): string[] {
  return webpChunks(file)
    .filter(({ type }) => type === 'XMP ')
    .map(({ data }) => data.toString('utf8'));
}
