import { inflateSync } from 'node:zlib';
import { decode } from 'jpeg-js';
import { pictureSize, pictureType, toBuffer } from './picture';
import { PictureError } from './picture-error';
import { pngChunks, pngSize } from './png-file';

/** Rows from the top, four bytes (red, green, blue, alpha) each. */
export type Pixels = { width: number; height: number; data: Uint8Array };

/** A function has 256 MB by default; more than this is a mistake or a decompression bomb. */
const mostPixels = 16_000_000;
const mostMegabytes = 400;

/**
 * Decodes JPEG and 8-bit PNG without interlace. Throws PictureError for anything else:
 * WebP and the rarer kinds of PNG have no decoder here, to keep the bundles small.
 */
export function decodePicture(bytes: Uint8Array): Pixels {
  const file = toBuffer(bytes);
  const type = pictureType(file);
  if (type === null) throw new PictureError('The bytes are no PNG or JPEG picture.');
  if (type === 'webp') throw new PictureError('WebP pictures cannot be decoded here.');
  const size = pictureSize(file);
  if (size === null) throw new PictureError('The picture has no size.');
  const count = size.width * size.height;
  if (count === 0) throw new PictureError('The picture is empty.');
  if (count > mostPixels) throw new PictureError('The picture has too many pixels.');
  return type === 'png' ? decodePng(file) : decodeJpeg(file);
}

function decodeJpeg(file: Buffer): Pixels {
  try {
    const { width, height, data } = decode(file, {
      useTArray: true,
      maxResolutionInMP: mostPixels / 1_000_000,
      maxMemoryUsageInMB: mostMegabytes,
    });
    return { width, height, data };
  } catch (error) {
    throw new PictureError('The JPEG picture cannot be decoded.', { cause: error });
  }
}

const channelsOfColorType = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);

function decodePng(file: Buffer): Pixels {
  const { width, height } = pngSize(file);
  const [depth, colorType = 0, , , interlace] = file.subarray(24, 29);
  const channels = channelsOfColorType.get(colorType);
  if (depth !== 8 || channels === undefined || interlace !== 0) {
    throw new PictureError('Only 8-bit PNG pictures without interlace can be decoded here.');
  }
  let palette = Buffer.alloc(0);
  let transparency = Buffer.alloc(0);
  const compressed: Buffer[] = [];
  for (const { type, data } of pngChunks(file)) {
    if (type === 'PLTE') palette = Buffer.from(data);
    if (type === 'tRNS') transparency = Buffer.from(data);
    if (type === 'IDAT') compressed.push(data);
  }
  const rows = unfilter(inflate(Buffer.concat(compressed), height * (width * channels + 1)), {
    rowBytes: width * channels,
    height,
    channels,
  });
  const data = new Uint8Array(width * height * 4);
  spread(rows, data, { colorType, channels, palette, transparency });
  return { width, height, data };
}

function inflate(compressed: Buffer, expectedBytes: number): Buffer {
  let raw: Buffer;
  try {
    raw = inflateSync(compressed, { maxOutputLength: expectedBytes });
  } catch (error) {
    throw new PictureError('The PNG picture cannot be decompressed.', { cause: error });
  }
  if (raw.length !== expectedBytes) throw new PictureError('The PNG picture lacks pixels.');
  return raw;
}

type Layout = { rowBytes: number; height: number; channels: number };

/** Undoes the row filters of https://www.w3.org/TR/png/#9Filters */
function unfilter(raw: Buffer, { rowBytes, height, channels }: Layout): Uint8Array {
  const rows = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (rowBytes + 1)] ?? 0;
    const from = y * (rowBytes + 1) + 1;
    const to = y * rowBytes;
    if (filter > 4) throw new PictureError('The PNG picture has an unknown row filter.');
    if (filter === 0) {
      rows.set(raw.subarray(from, from + rowBytes), to);
      continue;
    }
    for (let x = 0; x < rowBytes; x += 1) {
      const left = x >= channels ? (rows[to + x - channels] ?? 0) : 0;
      const up = y > 0 ? (rows[to + x - rowBytes] ?? 0) : 0;
      let guess: number;
      if (filter === 1) guess = left;
      else if (filter === 2) guess = up;
      else if (filter === 3) guess = (left + up) >> 1;
      else {
        const upLeft = x >= channels && y > 0 ? (rows[to + x - rowBytes - channels] ?? 0) : 0;
        guess = paeth(left, up, upLeft);
      }
      rows[to + x] = (raw[from + x] ?? 0) + guess;
    }
  }
  return rows;
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpLeft = Math.abs(estimate - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}

type Color = { colorType: number; channels: number; palette: Buffer; transparency: Buffer };

function spread(rows: Uint8Array, into: Uint8Array, color: Color): void {
  const { colorType, channels, palette, transparency } = color;
  const isGray = colorType === 0 || colorType === 4;
  for (let from = 0, to = 0; to < into.length; from += channels, to += 4) {
    const first = rows[from] ?? 0;
    if (colorType === 3) {
      into[to] = palette[first * 3] ?? 0;
      into[to + 1] = palette[first * 3 + 1] ?? 0;
      into[to + 2] = palette[first * 3 + 2] ?? 0;
      into[to + 3] = transparency[first] ?? 255;
      continue;
    }
    into[to] = first;
    into[to + 1] = isGray ? first : (rows[from + 1] ?? 0);
    into[to + 2] = isGray ? first : (rows[from + 2] ?? 0);
    into[to + 3] = channels === 2 || channels === 4 ? (rows[from + channels - 1] ?? 0) : 255;
  }
}
