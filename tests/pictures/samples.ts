import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { orientationTiff, toExifPayload } from '../../cloudfunctions/shared/pictures/exif';
import type { Orientation } from '../../cloudfunctions/shared/pictures/exif';
import type { Pixels } from '../../cloudfunctions/shared/pictures/pixels';
import { toPngChunk } from '../../cloudfunctions/shared/pictures/png-file';

/**
 * Pictures of 24 x 16 pixels. `rgb.png`, `rgba.png`, `baseline.jpg`, `lossy.webp`, `lossless.webp` and `extended.webp` were
 * written by a browser: a white disc on an orange-to-blue gradient. The others were written by ImageMagick: four quadrants,
 * red and green above blue and white.
 */
export function sample(name: string): Buffer {
  return readFileSync(join(__dirname, 'files', name));
}

const quadrants = {
  red: [220, 30, 30],
  green: [30, 160, 60],
  blue: [40, 60, 200],
  white: [240, 240, 240],
};

/** The colour names of the quadrants: top left, top right, bottom left, bottom right. */
export function quadrantColors({ width, height, data }: Pixels, tolerance = 14): string {
  const at = (x: number, y: number): string => {
    const start = (Math.floor(y * height) * width + Math.floor(x * width)) * 4;
    const found = Object.entries(quadrants).find(([, color]) =>
      color.every((value, channel) => Math.abs(value - (data[start + channel] ?? 0)) <= tolerance),
    );
    return found?.[0] ?? `(${data.subarray(start, start + 4).join(' ')})`;
  };
  return [at(0.2, 0.2), at(0.8, 0.2), at(0.2, 0.8), at(0.8, 0.8)].join(' ');
}

/** A JPEG segment: `marker` is its second byte. */
export function jpegSegment(marker: number, payload: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
}

/** Inserts bytes into the file at offset `at`. */
export function insert(file: Buffer, at: number, ...parts: Buffer[]): Buffer {
  return Buffer.concat([file.subarray(0, at), ...parts, file.subarray(at)]);
}

/** Adds an Exif segment with this orientation, little or big endian. */
export function withOrientation(
  jpeg: Buffer,
  orientation: Orientation,
  order: 'big' | 'little' = 'big',
): Buffer {
  const tiff =
    order === 'big'
      ? orientationTiff(orientation)
      : Buffer.from(`49492a0008000000010012010300010000000${orientation}000000000000`, 'hex');
  return insert(jpeg, 2, jpegSegment(0xe1, toExifPayload(tiff)));
}

type PngOptions = {
  width: number;
  height: number;
  colorType: 0 | 2 | 3 | 4 | 6;
  depth?: number;
  interlace?: number;
  /** The filter number of each row. */
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

/** A WebP file of these chunks. */
export function buildWebp(...chunks: [type: string, data: Buffer][]): Buffer {
  const body = Buffer.concat(
    chunks.map(([type, data]) => {
      const head = Buffer.alloc(8);
      head.write(type, 0, 'latin1');
      head.writeUInt32LE(data.length, 4);
      return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
    }),
  );
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(4 + body.length, 4);
  return Buffer.concat([head, body]);
}

/** The simple form of a WebP file: one chunk, no VP8X header. */
export function simpleWebp(file: Buffer, type: 'VP8 ' | 'VP8L'): Buffer {
  return buildWebp([type, webpChunk(file, type)]);
}

export function webpChunk(file: Buffer, type: string): Buffer {
  const at = file.indexOf(type, 12, 'latin1');
  return file.subarray(at + 8, at + 8 + file.readUInt32LE(at + 4));
}
