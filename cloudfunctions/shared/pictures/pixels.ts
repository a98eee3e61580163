import type { Orientation } from './exif';

/** Rows from the top, four bytes (red, green, blue, alpha) per pixel. */
export type Pixels = { width: number; height: number; data: Uint8Array };

/** The pixels turned upright. */
export function turnUpright(pixels: Pixels, orientation: Orientation): Pixels {
  if (orientation === 1) return pixels;
  const { width: storedWidth, height: storedHeight } = pixels;
  const isSwapped = isTurned(orientation);
  const width = isSwapped ? storedHeight : storedWidth;
  const height = isSwapped ? storedWidth : storedHeight;
  const from = toWords(pixels.data);
  const data = new Uint8Array(width * height * 4);
  const to = toWords(data);
  const isMirroredX = [2, 3, 7, 8].includes(orientation);
  const isMirroredY = [3, 4, 6, 7].includes(orientation);
  for (let y = 0, target = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, target += 1) {
      const across = isSwapped ? y : x;
      const down = isSwapped ? x : y;
      const column = isMirroredX ? storedWidth - 1 - across : across;
      const row = isMirroredY ? storedHeight - 1 - down : down;
      to[target] = from[row * storedWidth + column] ?? 0;
    }
  }
  return { width, height, data };
}

/** Whether rows become columns. */
export function isTurned(orientation: Orientation): boolean {
  return orientation >= 5;
}

function toWords(data: Uint8Array): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
}

/** Crops the square in the middle. */
export function cropSquare({ width, height, data }: Pixels): Pixels {
  const side = Math.min(width, height);
  if (width === height) return { width, height, data };
  const left = Math.floor((width - side) / 2);
  const top = Math.floor((height - side) / 2);
  const square = new Uint8Array(side * side * 4);
  for (let y = 0; y < side; y += 1) {
    const from = ((top + y) * width + left) * 4;
    square.set(data.subarray(from, from + side * 4), y * side * 4);
  }
  return { width: side, height: side, data: square };
}

/** A smaller picture, on white where it is transparent. Averages the source pixels of each target pixel, to avoid aliasing. */
export function shrink(
  { width, height, data }: Pixels,
  targetWidth: number,
  targetHeight: number,
): Pixels {
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
