import { encode } from 'jpeg-js';
import { decodePicture } from './pixels';
import type { Pixels } from './pixels';

export type ThumbnailLimits = { maxWidth: number; maxBytes: number };

const qualities = [82, 74, 66, 56, 44];
const narrowest = 64;

/**
 * A JPEG at most `maxWidth` wide and `maxBytes` long, on white where the picture is transparent.
 * Never larger than the picture itself. Throws PictureError as `decodePicture` does.
 */
export function makeThumbnail(bytes: Uint8Array, { maxWidth, maxBytes }: ThumbnailLimits): Buffer {
  const picture = decodePicture(bytes);
  let width = Math.min(maxWidth, picture.width);
  for (;;) {
    const small = shrink(picture, width);
    for (const quality of qualities) {
      const { data } = encode(small, quality);
      if (data.length <= maxBytes || (width <= narrowest && quality === qualities.at(-1))) {
        return data;
      }
    }
    width = Math.max(narrowest, Math.floor(width * 0.75));
  }
}

/** Averages the pixels that fall together, so fine detail does not flicker. */
function shrink({ width, height, data }: Pixels, targetWidth: number): Pixels {
  const targetHeight = Math.max(1, Math.round((height * targetWidth) / width));
  const target = new Uint8Array(targetWidth * targetHeight * 4);
  for (let y = 0; y < targetHeight; y += 1) {
    const top = Math.floor((y * height) / targetHeight);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * height) / targetHeight));
    for (let x = 0; x < targetWidth; x += 1) {
      const left = Math.floor((x * width) / targetWidth);
      const right = Math.max(left + 1, Math.floor(((x + 1) * width) / targetWidth));
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let row = top; row < bottom; row += 1) {
        for (let at = (row * width + left) * 4; at < (row * width + right) * 4; at += 4) {
          const alpha = data[at + 3] ?? 255;
          const white = 255 * (255 - alpha);
          red += (data[at] ?? 0) * alpha + white;
          green += (data[at + 1] ?? 0) * alpha + white;
          blue += (data[at + 2] ?? 0) * alpha + white;
        }
      }
      const weight = 255 * (bottom - top) * (right - left);
      const at = (y * targetWidth + x) * 4;
      target[at] = Math.round(red / weight);
      target[at + 1] = Math.round(green / weight);
      target[at + 2] = Math.round(blue / weight);
      target[at + 3] = 255;
    }
  }
  return { width: targetWidth, height: targetHeight, data: target };
}
