import { decodePicture, pictureOrientation } from './decode';
import type { DecodeLimits } from './decode';
import { encodeJpeg } from './jpeg-encode';
import type { PictureSize } from './picture-size';
import { cropSquare, isTurned, shrink, turnUpright } from './pixels';
import type { Pixels } from './pixels';

const quality = 88;
/** Original and copy must fit into one function's memory at the same time. */
const maxCopiedPixels = 6_000_000;

/** A copy that contains only the visible picture. */
export type UprightJpeg = PictureSize & { jpeg: Buffer };

/**
 * The picture re-encoded: turned upright by its Exif orientation, without metadata, on white where it is transparent, and scaled
 * down until no side is longer than `maxSide`. Accepts up to 6 megapixels. Throws PictureError.
 */
export function uprightJpeg(bytes: Uint8Array, maxSide: number): UprightJpeg {
  const limits = { minSide: maxSide, maxPixels: maxCopiedPixels };
  const { shrinkTo, width, height } = openUpright(bytes, limits);
  const factor = Math.min(1, maxSide / Math.max(width, height));
  const side = (length: number): number => Math.max(1, Math.round(length * factor));
  return toJpeg(shrinkTo(side(width), side(height)));
}

/** Like `uprightJpeg`, cropped to the square in the middle. */
export function uprightSquareJpeg(bytes: Uint8Array, maxSide: number): UprightJpeg {
  const picture = cropSquare(decodePicture(bytes, { minSide: maxSide }));
  const side = Math.min(maxSide, picture.width);
  return toJpeg(turnUpright(shrink(picture, side, side), pictureOrientation(bytes)));
}

/** Decodes once, to make upright smaller pictures. `width` and `height` are those of the upright picture. */
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
    // Shrunk first, because turning needs another copy of the picture in memory.
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
