import { PictureError } from './picture-error';
import type { Pixels } from './pixels';
import { colorTypes, readPngData } from './png-data';
import type { Pass, PngData } from './png-data';

/** Decodes every kind of PNG: all depths and colour types, interlaced or not, with palette and transparent colours. */
export function decodePng(file: Buffer, maxBytes: number): Pixels {
  const png = readPngData(file, maxBytes);
  const { width, height, passes } = png;
  const data = new Uint8Array(width * height * 4);
  const toColor = colorReader(png);
  let start = 0;
  for (const pass of passes) {
    const rows = png.rows.subarray(start, start + pass.height * (pass.rowBytes + 1));
    unfilter(rows, pass, Math.max(1, (png.channels * png.depth) / 8));
    spread(rows, pass, png, toColor, data);
    start += rows.length;
  }
  return { width, height, data };
}

/** Undoes the row filters of https://www.w3.org/TR/png/#9Filters in place. */
function unfilter(rows: Buffer, { height, rowBytes }: Pass, pixelBytes: number): void {
  for (let y = 0; y < height; y += 1) {
    const row = y * (rowBytes + 1) + 1;
    const above = row - rowBytes - 1;
    const filter = rows[row - 1] ?? 0;
    if (filter === 0) continue;
    for (let x = 0; x < rowBytes; x += 1) {
      const left = x >= pixelBytes ? (rows[row + x - pixelBytes] ?? 0) : 0;
      const up = y > 0 ? (rows[above + x] ?? 0) : 0;
      let guess: number;
      if (filter === 1) guess = left;
      else if (filter === 2) guess = up;
      else if (filter === 3) guess = (left + up) >> 1;
      else {
        const upLeft = x >= pixelBytes && y > 0 ? (rows[above + x - pixelBytes] ?? 0) : 0;
        guess = paeth(left, up, upLeft);
      }
      rows[row + x] = (rows[row + x] ?? 0) + guess;
    }
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpLeft = Math.abs(estimate - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}

/** Reads the pixel whose samples begin at `from`, and writes its colour at `to`. */
type ColorReader = (samples: Uint16Array, from: number, into: Uint8Array, to: number) => void;

function spread(
  rows: Buffer,
  { width, height, rowBytes, left, top, stepX, stepY }: Pass,
  png: PngData,
  toColor: ColorReader,
  into: Uint8Array,
): void {
  const { channels, depth } = png;
  const samples = new Uint16Array(width * channels);
  for (let y = 0; y < height; y += 1) {
    readSamples(rows, y * (rowBytes + 1) + 1, depth, samples);
    let to = ((top + y * stepY) * png.width + left) * 4;
    for (let from = 0; from < samples.length; from += channels, to += stepX * 4) {
      toColor(samples, from, into, to);
    }
  }
}

function readSamples(rows: Buffer, start: number, depth: number, into: Uint16Array): void {
  if (depth === 8) {
    into.set(rows.subarray(start, start + into.length));
    return;
  }
  for (let index = 0; index < into.length; index += 1) {
    if (depth === 16) {
      into[index] = ((rows[start + index * 2] ?? 0) << 8) | (rows[start + index * 2 + 1] ?? 0);
    } else {
      const bit = index * depth;
      const byte = rows[start + (bit >> 3)] ?? 0;
      into[index] = (byte >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }
  }
}

function colorReader(png: PngData): ColorReader {
  if (png.colorType === colorTypes.palette) return paletteReader(png);
  const { channels, depth, transparency } = png;
  const isGray = channels < 3;
  const hasAlpha = png.colorType === colorTypes.grayAlpha || png.colorType === colorTypes.rgba;
  const toByte = (sample: number): number =>
    depth === 8 ? sample : depth === 16 ? sample >> 8 : (sample * 255) / ((1 << depth) - 1);
  // One colour key is transparent; all 16 bits of it are compared.
  const colors = isGray ? 1 : 3;
  const isKeyed = !hasAlpha && transparency !== null && transparency.length >= colors * 2;
  const key = isKeyed
    ? Array.from({ length: colors }, (_, channel) => transparency.readUInt16BE(channel * 2))
    : null;

  return (samples, from, into, to) => {
    const red = samples[from] ?? 0;
    const green = isGray ? red : (samples[from + 1] ?? 0);
    const blue = isGray ? red : (samples[from + 2] ?? 0);
    into[to] = toByte(red);
    into[to + 1] = toByte(green);
    into[to + 2] = toByte(blue);
    if (hasAlpha) into[to + 3] = toByte(samples[from + channels - 1] ?? 0);
    else if (key === null) into[to + 3] = 255;
    else {
      const isKey = red === key[0] && (isGray || (green === key[1] && blue === key[2]));
      into[to + 3] = isKey ? 0 : 255;
    }
  };
}

function paletteReader({ palette, transparency }: PngData): ColorReader {
  return (samples, from, into, to) => {
    const index = samples[from] ?? 0;
    if (index * 3 + 3 > palette.length) {
      throw new PictureError('damaged', 'A pixel of the PNG picture is not in its palette.');
    }
    into[to] = palette[index * 3] ?? 0;
    into[to + 1] = palette[index * 3 + 1] ?? 0;
    into[to + 2] = palette[index * 3 + 2] ?? 0;
    into[to + 3] = transparency?.[index] ?? 255;
  };
}
