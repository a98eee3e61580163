import { encodeJpeg } from './jpeg-encode';
import { openUpright } from './upright';

export type ThumbnailLimits = { maxWidth: number; maxBytes: number };

const qualities = [82, 74, 66, 56, 44];
const minWidth = 64;

/**
 * An upright JPEG at most `maxWidth` wide and `maxBytes` long, on white where the picture is transparent. Never larger than the
 * picture itself. Throws PictureError like `decodePicture`.
 */
export function makeThumbnail(bytes: Uint8Array, { maxWidth, maxBytes }: ThumbnailLimits): Buffer {
  const picture = openUpright(bytes, { minSide: maxWidth });
  let width = Math.min(maxWidth, picture.width);
  for (;;) {
    const height = Math.max(1, Math.round((picture.height * width) / picture.width));
    const small = picture.shrinkTo(width, height);
    for (const quality of qualities) {
      const jpeg = encodeJpeg(small, quality);
      if (jpeg.length <= maxBytes || (width <= minWidth && quality === qualities.at(-1))) {
        return jpeg;
      }
    }
    width = Math.max(minWidth, Math.floor(width * 0.75));
  }
}
