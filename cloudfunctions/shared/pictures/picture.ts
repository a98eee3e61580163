import { jpegSize, jpegSegments } from './jpeg-file';
import { isWholePng, pngSize } from './png-file';
import { PictureError } from './picture-error';
import { isWholeWebp, webpSize } from './webp-file';

export type PictureType = 'png' | 'jpeg' | 'webp';
export type PictureSize = { width: number; height: number };

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** What the bytes are by their signature; names and content types are never believed. */
export function pictureType(bytes: Uint8Array): PictureType | null {
  const buffer = toBuffer(bytes);
  if (buffer.subarray(0, 8).equals(pngSignature)) return 'png';
  if (buffer[0] === 0xff && buffer[1] === 0xd8 && buffer[2] === 0xff) return 'jpeg';
  const isRiff = buffer.toString('latin1', 0, 4) === 'RIFF';
  return isRiff && buffer.toString('latin1', 8, 12) === 'WEBP' ? 'webp' : null;
}

/** Pixels as the file declares them; null when it is no picture or its head is broken. */
export function pictureSize(bytes: Uint8Array): PictureSize | null {
  const buffer = toBuffer(bytes);
  try {
    switch (pictureType(buffer)) {
      case 'png':
        return pngSize(buffer);
      case 'jpeg':
        return jpegSize(buffer);
      case 'webp':
        return webpSize(buffer);
      case null:
        return null;
    }
  } catch (error) {
    if (error instanceof PictureError) return null;
    throw error;
  }
}

/** False for a file whose end is missing, as after a download that was cut. */
export function isWholePicture(bytes: Uint8Array): boolean {
  const buffer = toBuffer(bytes);
  if (pictureSize(buffer) === null) return false;
  switch (pictureType(buffer)) {
    case 'png':
      return isWholePng(buffer);
    case 'jpeg':
      return jpegSegments(buffer).endsWell;
    case 'webp':
      return isWholeWebp(buffer);
    case null:
      return false;
  }
}

/** The same memory seen as a Buffer. */
export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
