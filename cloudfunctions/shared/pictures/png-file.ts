import { orientationTiff, readOrientation } from './exif';
import type { Orientation } from './exif';
import { PictureError } from './picture-error';
import type { PictureSize } from './picture-size';

const firstChunkAt = 8;
const xmpKeyword = 'XML:com.adobe.xmp';
/** Chunks that affect the display of a still picture. All others are dropped: any of them may contain a label. */
const neededChunks = new Set([
  ...['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'],
  ...['cHRM', 'cICP', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'pHYs'],
]);

export type PngChunk = { type: string; data: Buffer; start: number; end: number };

/** The chunks in order, up to and including IEND; throws if the file is truncated. */
export function* pngChunks(file: Buffer): Generator<PngChunk> {
  let start = firstChunkAt;
  for (;;) {
    if (start + 12 > file.length) throw breaksOff();
    const length = file.readUInt32BE(start);
    const end = start + 12 + length;
    if (end > file.length) throw breaksOff();
    const type = file.toString('latin1', start + 4, start + 8);
    yield { type, data: file.subarray(start + 8, start + 8 + length), start, end };
    if (type === 'IEND') return;
    start = end;
  }
}

function breaksOff(): PictureError {
  return new PictureError('damaged', 'The PNG file breaks off.');
}

export function pngSize(file: Buffer): PictureSize {
  if (file.length < 33 || file.toString('latin1', 12, 16) !== 'IHDR') {
    throw new PictureError('damaged', 'The PNG file has no IHDR.');
  }
  return { width: file.readUInt32BE(16), height: file.readUInt32BE(20) };
}

export function isWholePng(file: Buffer): boolean {
  try {
    for (const { type } of pngChunks(file)) if (type === 'IEND') return true;
    return false;
  } catch (error) {
    if (error instanceof PictureError) return false;
    throw error;
  }
}

export function pngOrientation(file: Buffer): Orientation {
  for (const { type, data } of pngChunks(file)) if (type === 'eXIf') return readOrientation(data);
  return 1;
}

/**
 * The picture with this XMP packet. Of all other metadata only what affects its display is kept. Data after the picture is cut
 * off. The pixels stay unchanged.
 */
export function writePngXmp(file: Buffer, xmp: Buffer): Buffer {
  const head = Buffer.concat([Buffer.from(xmpKeyword, 'latin1'), Buffer.alloc(5)]);
  const orientation = pngOrientation(file);
  const metadata = [toPngChunk('iTXt', Buffer.concat([head, xmp]))];
  if (orientation !== 1) metadata.push(toPngChunk('eXIf', orientationTiff(orientation)));
  const parts: Buffer[] = [file.subarray(0, firstChunkAt)];
  for (const { type, start, end } of pngChunks(file)) {
    if (!neededChunks.has(type)) continue;
    parts.push(file.subarray(start, end));
    if (type === 'IHDR') parts.push(...metadata);
  }
  return Buffer.concat(parts);
}

export function readPngXmp(file: Buffer): string[] {
  const packets: string[] = [];
  for (const { type, data } of pngChunks(file)) {
    if (type !== 'iTXt' || keywordOf(data) !== xmpKeyword) continue;
    const languageEnd = data.indexOf(0, xmpKeyword.length + 3);
    const translationEnd = data.indexOf(0, languageEnd + 1);
    packets.push(data.toString('utf8', translationEnd + 1));
  }
  return packets;
}

function keywordOf(data: Buffer): string {
  const end = data.indexOf(0);
  return data.toString('latin1', 0, end < 0 ? 79 : end);
}

export function toPngChunk(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  data.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  }
  return remainder;
});

/** node:zlib has crc32 since Node 20.15; the cloud's Node may be older. */
export function crc32(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) {
    remainder = (crcTable[(remainder ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (remainder >>> 8);
  }
  return (remainder ^ 0xffffffff) >>> 0;
}
