import type { Orientation } from './exif';
import { jpegOrientation, parseJpeg } from './jpeg-file';
import { decodeJpeg } from './jpeg-pixels';
import type { Scale } from './jpeg-pixels';
import { requirePictureSize, requirePictureType, toBuffer } from './picture';
import type { PictureType } from './picture';
import { PictureError } from './picture-error';
import type { PictureProblem } from './picture-error';
import type { PictureSize } from './picture-size';
import type { Pixels } from './pixels';
import { readPngData } from './png-data';
import { pngOrientation } from './png-file';
import { decodePng } from './png-pixels';
import { decodeWebp } from './webp-pixels';
import { webpOrientation } from './webp-file';

/** A function has 256 MB; tests/pictures/memory.test.ts measures the peak memory of decoding. */
const maxPixels = 12_000_000;
const maxPngBytes = 60_000_000;

/**
 * `maxPixels`: a bound lower than the default. `minSide`: a JPEG may be decoded at a smaller scale, but no side shorter than
 * this.
 */
export type DecodeLimits = { maxPixels?: number | undefined; minSide?: number | undefined };
export type PictureFacts = PictureSize & { type: PictureType };

/**
 * The pixels, as stored, of a PNG, JPEG or still WebP. Throws PictureError for anything else, and for a file that declares too
 * many pixels before allocating memory.
 */
export function decodePicture(bytes: Uint8Array, limits: DecodeLimits = {}): Pixels {
  const file = toBuffer(bytes);
  const { type, width, height } = requireDecodable(file, limits);
  switch (type) {
    case 'png':
      return decodePng(file, maxPngBytes);
    case 'jpeg':
      return decodeJpeg(file, scaleFor(Math.min(width, height), limits.minSide));
    case 'webp':
      return decodeWebp(file);
  }
}

/**
 * The facts of a picture, or why the bytes cannot be shown: all of the picture's data is actually decoded, within the memory of a
 * function. Never throws.
 */
export function checkPicture(bytes: Uint8Array): PictureFacts | { problem: PictureProblem } {
  try {
    const file = toBuffer(bytes);
    const facts = requireDecodable(file, {});
    if (facts.type === 'png') readPngData(file, maxPngBytes);
    else if (facts.type === 'jpeg') decodeJpeg(file, 8);
    else decodeWebp(file);
    return facts;
  } catch (error) {
    if (error instanceof PictureError) return { problem: error.problem };
    throw error;
  }
}

/** How the stored pixels must be turned; 1 if the file does not say. */
export function pictureOrientation(bytes: Uint8Array): Orientation {
  const file = toBuffer(bytes);
  switch (requirePictureType(file)) {
    case 'png':
      return pngOrientation(file);
    case 'jpeg':
      return jpegOrientation(parseJpeg(file));
    case 'webp':
      return webpOrientation(file);
  }
}

function requireDecodable(file: Buffer, limits: DecodeLimits): PictureFacts {
  const type = requirePictureType(file);
  const { width, height } = requirePictureSize(file, type);
  const pixels = width * height;
  if (pixels === 0) throw new PictureError('noPixels', 'The picture is empty.');
  if (pixels > Math.min(maxPixels, limits.maxPixels ?? maxPixels)) {
    throw new PictureError('tooLarge', `The picture has ${pixels} pixels.`);
  }
  return { type, width, height };
}

function scaleFor(side: number, minSide: number | undefined): Scale {
  if (minSide === undefined) return 1;
  const scales: Scale[] = [8, 4, 2];
  return scales.find((scale) => Math.floor(side / scale) >= minSide) ?? 1;
}
