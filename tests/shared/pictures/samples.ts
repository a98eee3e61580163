import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { toPngChunk } from '../../../cloudfunctions/shared/pictures/png-file';

/** Pictures of 24 x 16 pixels written by a browser: a white disc on an orange-to-blue slope. */
export function sample(name: string): Buffer {
  return readFileSync(join(__dirname, 'files', name));
}

type PngOptions = {
  width: number;
  height: number;
  colorType: 0 | 2 | 3 | 4 | 6;
  depth?: number;
  interlace?: number;
  /** One filter number for each row. */
  filters: number[];
  /** The stored bytes of each row, after filtering. */
  rows: number[][];
  palette?: number[];
  transparency?: number[];
};

export function buildPng(options: PngOptions): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(options.width, 0);
  head.writeUInt32BE(options.height, 4);
  head.set([options.depth ?? 8, options.colorType, 0, 0, options.interlace ?? 0], 8);
  const raw = Buffer.from(options.rows.flatMap((row, y) => [options.filters[y] ?? 0, ...row]));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    toPngChunk('IHDR', head),
    ...(options.palette ? [toPngChunk('PLTE', Buffer.from(options.palette))] : []),
    ...(options.transparency ? [toPngChunk('tRNS', Buffer.from(options.transparency))] : []),
    toPngChunk('IDAT', deflateSync(raw)),
    toPngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The simple form of a WebP file: one chunk, no VP8X head. */
export function simpleWebp(file: Buffer, type: 'VP8 ' | 'VP8L'): Buffer {
  const at = file.indexOf(type, 12, 'latin1');
  const length = file.readUInt32LE(at + 4);
  const chunk = file.subarray(at, at + 8 + length + (length % 2));
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(4 + chunk.length, 4);
  return Buffer.concat([head, chunk]);
}
