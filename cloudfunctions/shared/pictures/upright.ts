import { decodePicture, pictureOrientation } from './decode';
import type { DecodeLimits } from './decode';
import { encodeJpeg } from './jpeg-encode';
import type { PictureSize } from './picture-size';
import { cropSquare, isTurned, shrink, turnUpright } from './pixels';
import type { Pixels } from './pixels';

const quality = 88;
/** The copy is made beside the picture, in the memory of one function. */
const maxCopiedPixels = 6_000_000;

/** A copy that holds nothing but what is seen. */
export type UprightJpeg = PictureSize & { jpeg: Buffer };

/**
 * The picture as it is seen, encoded anew: turned upright by its Exif orientation, without any metadata, on white where it is
 * transparent, and scaled down until no side is longer than `maxSide`. Takes 6 megapixels. Throws PictureError.
 */
export function uprightJpeg(bytes: Uint8Array, maxSide: number): UprightJpeg {
  const limits = { minSide: maxSide, maxPixels: maxCopiedPixels };
  const { shrinkTo, width, height } = openUpright(bytes, limits);
  const factor = Math.min(1, maxSide / Math.max(width, height));
  const side = (length: number): number => Math.max(1, Math.round(length * factor));
  return toJpeg(shrinkTo(side(width), side(height)));
}

/** The same of the square in its middle. */
export function uprightSquareJpeg(bytes: Uint8Array, maxSide: number): UprightJpeg {
  const picture = cropSquare(decodePicture(bytes, { minSide: maxSide }));
  const side = Math.min(maxSide, picture.width);
  return toJpeg(turnUpright(shrink(picture, side, side), pictureOrientation(bytes)));
}

/** Decodes once; the smaller pictures made of it are upright. `width` and `height` are what is seen. */
export function openUpright(
  bytes: Uint8Array,
  limits: DecodeLimits,
): PictureSize & { shrinkTo: (width: number, height: number) => Pixels } {
  const stored = decodePicture(bytes, limits);
  const orientation = pictureOrientation(bytes);
  const { width, height } = isTurned(orientation)
    ? { width: stored.height, height: stored.width }
    : stored;
  return {
    width,
    height,
    // Shrunk first: turning needs the memory of the whole picture once more.
    shrinkTo(targetWidth, targetHeight) {
      const small = isTurned(orientation)
        ? shrink(stored, targetHeight, targetWidth)
        : shrink(stored, targetWidth, targetHeight);
      return turnUpright(small, orientation);
    },
  };
}

function toJpeg(pixels: Pixels): UprightJpeg {
  return { width: pixels.width, height: pixels.height, jpeg: encodeJpeg(pixels, quality) };
}
