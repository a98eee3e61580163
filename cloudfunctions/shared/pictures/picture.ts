import { jpegFrame, parseJpeg } from './jpeg-file';
import { isWholePng, pngSize } from './png-file';
import { PictureError } from './picture-error';
import type { PictureSize } from './picture-size';
import { isWholeWebp, webpSize } from './webp-file';

export type PictureType = 'png' | 'jpeg' | 'webp';

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The type according to the signature; file names and content types are not trusted. */
export function pictureType(bytes: Uint8Array): PictureType | null {
  const buffer = toBuffer(bytes);
  if (buffer.subarray(0, 8).equals(pngSignature)) return 'png';
  if (buffer[0] === 0xff && buffer[1] === 0xd8 && buffer[2] === 0xff) return 'jpeg';
  const isRiff = buffer.toString('latin1', 0, 4) === 'RIFF';
  return isRiff && buffer.toString('latin1', 8, 12) === 'WEBP' ? 'webp' : null;
}

/** Throws PictureError. */
export function requirePictureType(bytes: Uint8Array): PictureType {
  const type = pictureType(bytes);
  if (type === null) {
    throw new PictureError('notPicture', 'The bytes are no PNG, JPEG or WebP picture.');
  }
  return type;
}

/** The size in pixels, as declared and stored; null if it is no picture or its header is broken. */
export function pictureSize(bytes: Uint8Array): PictureSize | null {
  return orNull(() => requirePictureSize(toBuffer(bytes), requirePictureType(bytes)));
}

/** Throws PictureError. */
export function requirePictureSize(file: Buffer, type: PictureType): PictureSize {
  switch (type) {
    case 'png':
      return pngSize(file);
    case 'jpeg': {
      const { width, height } = jpegFrame(file);
      return { width, height };
    }
    case 'webp':
      return webpSize(file);
  }
}

/** False for a file whose end is missing, as after a truncated download. Decodes no pixels: see `checkPicture`. */
export function isWholePicture(bytes: Uint8Array): boolean {
  const buffer = toBuffer(bytes);
  if (pictureSize(buffer) === null) return false;
  switch (pictureType(buffer)) {
    case 'png':
      return isWholePng(buffer);
    case 'jpeg':
      return orNull(() => parseJpeg(buffer)) !== null;
    case 'webp':
      return isWholeWebp(buffer);
    case null:
      return false;
  }
}

function orNull<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof PictureError) return null;
    throw error;
  }
}

/** The same memory viewed as a Buffer. */
export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
