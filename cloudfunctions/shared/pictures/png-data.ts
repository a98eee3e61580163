import { inflateSync } from 'node:zlib';
import { PictureError } from './picture-error';
import type { PictureSize } from './picture-size';
import { crc32, pngChunks, pngSize } from './png-file';

export const colorTypes = { gray: 0, rgb: 2, palette: 3, grayAlpha: 4, rgba: 6 } as const;

type Layout = PictureSize & { depth: number; colorType: number; channels: number; passes: Pass[] };

/** One pass of an interlaced picture: every `stepX`th pixel of every `stepY`th row, starting at `left` and `top`. */
export type Pass = PictureSize & {
  rowBytes: number;
  left: number;
  top: number;
  stepX: number;
  stepY: number;
};

/** `rows`: the rows of all passes, each preceded by its filter type. */
export type PngData = Layout & { rows: Buffer; palette: Buffer; transparency: Buffer | null };

const kinds = new Map<number, { channels: number; depths: number[] }>([
  [colorTypes.gray, { channels: 1, depths: [1, 2, 4, 8, 16] }],
  [colorTypes.rgb, { channels: 3, depths: [8, 16] }],
  [colorTypes.palette, { channels: 1, depths: [1, 2, 4, 8] }],
  [colorTypes.grayAlpha, { channels: 2, depths: [8, 16] }],
  [colorTypes.rgba, { channels: 4, depths: [8, 16] }],
]);

/** left, top, stepX, stepY of https://www.w3.org/TR/png/#8Interlace */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
const maxFilter = 4;

/**
 * The decompressed picture data; `rows` needs at most `maxBytes`. Throws PictureError unless the data is complete and every
 * checksum is right: phones do not show pictures with wrong checksums.
 */
export function readPngData(file: Buffer, maxBytes: number): PngData {
  const layout = readLayout(file);
  const expectedBytes = layout.passes.reduce(
    (sum, { height, rowBytes }) => sum + height * (rowBytes + 1),
    0,
  );
  if (expectedBytes > maxBytes) {
    throw new PictureError('tooLarge', 'The PNG picture takes too much memory.');
  }
  let palette: Buffer = Buffer.alloc(0);
  let transparency: Buffer | null = null;
  const compressed: Buffer[] = [];
  for (const { type, data, start, end } of pngChunks(file)) {
    const isUsed = ['IHDR', 'PLTE', 'tRNS', 'IDAT'].includes(type);
    if (isUsed && crc32(file.subarray(start + 4, end - 4)) !== file.readUInt32BE(end - 4)) {
      throw new PictureError('damaged', `The checksum of the PNG file's ${type} is wrong.`);
    }
    if (type === 'PLTE') palette = data;
    if (type === 'tRNS') transparency = data;
    if (type === 'IDAT') compressed.push(data);
  }
  if (compressed.length === 0) throw new PictureError('noPixels', 'The PNG file has no pixels.');
  const rows = inflate(Buffer.concat(compressed), expectedBytes);
  requireKnownFilters(rows, layout.passes);
  return { ...layout, rows, palette, transparency };
}

function readLayout(file: Buffer): Layout {
  const { width, height } = pngSize(file);
  const [depth = 0, colorType = 0, compression, filterMethod, interlace] = file.subarray(24, 29);
  const kind = kinds.get(colorType);
  if (kind?.depths.includes(depth) !== true || compression !== 0 || filterMethod !== 0) {
    throw new PictureError('damaged', 'The PNG file is of no kind that the standard knows.');
  }
  if (interlace !== 0 && interlace !== 1) {
    throw new PictureError('damaged', 'The PNG file has an unknown interlace method.');
  }
  const { channels } = kind;
  const steps = interlace === 1 ? adam7 : ([[0, 0, 1, 1]] as const);
  const passes = steps.map(([left, top, stepX, stepY]): Pass => {
    const passWidth = Math.ceil((width - left) / stepX);
    const passHeight = passWidth > 0 ? Math.ceil((height - top) / stepY) : 0;
    const rowBytes = Math.ceil((passWidth * channels * depth) / 8);
    return { width: passWidth, height: passHeight, rowBytes, left, top, stepX, stepY };
  });
  const isFilled = (pass: Pass): boolean => pass.width > 0 && pass.height > 0;
  return { width, height, depth, colorType, channels, passes: passes.filter(isFilled) };
}

function inflate(compressed: Buffer, expectedBytes: number): Buffer {
  let raw: Buffer;
  try {
    // A single chunk for the whole output: otherwise zlib collects pieces and copies them once more.
    const chunkSize = Math.max(64, expectedBytes);
    raw = inflateSync(compressed, { maxOutputLength: expectedBytes, chunkSize });
  } catch (error) {
    throw new PictureError('damaged', 'The PNG picture cannot be decompressed.', { cause: error });
  }
  if (raw.length !== expectedBytes) {
    throw new PictureError('damaged', 'The PNG picture lacks pixels.');
  }
  return raw;
}

function requireKnownFilters(rows: Buffer, passes: Pass[]): void {
  let at = 0;
  for (const { height, rowBytes } of passes) {
    for (let y = 0; y < height; y += 1, at += rowBytes + 1) {
      if ((rows[at] ?? 0) > maxFilter) {
        throw new PictureError('damaged', 'The PNG picture has an unknown row filter.');
      }
    }
  }
}
