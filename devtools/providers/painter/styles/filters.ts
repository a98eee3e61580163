import { createCanvas } from '../canvas';
import type { Canvas } from '../canvas';

export type Noise = (x: number, y: number) => number;

/** Approximates a Gaussian blur by two box blurs in each direction; blurs all four channels. */
export function blur({ width, height, data }: Canvas, radius: number): Canvas {
  const reach = Math.max(1, Math.round(radius));
  const first = new Uint8ClampedArray(data.length);
  const result = createCanvas(width, height);
  blurAcross(data, first, width, height, reach);
  blurDown(first, result.data, width, height, reach);
  blurAcross(result.data, first, width, height, reach);
  blurDown(first, result.data, width, height, reach);
  return result;
}

type Bytes = Uint8ClampedArray;

function blurAcross(from: Bytes, to: Bytes, width: number, height: number, reach: number): void {
  const part = 1 / (reach * 2 + 1);
  for (let y = 0; y < height; y += 1) {
    for (let channel = 0; channel < 4; channel += 1) {
      const start = y * width * 4 + channel;
      const end = start + (width - 1) * 4;
      const far = reach * 4;
      let sum = (from[start] ?? 0) * reach;
      for (let at = start; at < start + far; at += 4) sum += from[at < end ? at : end] ?? 0;
      for (let at = start; at <= end; at += 4) {
        const ahead = at + far;
        const behind = at - far;
        sum += from[ahead < end ? ahead : end] ?? 0;
        to[at] = sum * part;
        sum -= from[behind > start ? behind : start] ?? 0;
      }
    }
  }
}

/** Works row by row with one running sum per column, which is far more cache-friendly than column by column. */
function blurDown(from: Bytes, to: Bytes, width: number, height: number, reach: number): void {
  const part = 1 / (reach * 2 + 1);
  const long = width * 4;
  const sums = new Int32Array(long);
  const rowAt = (y: number): number => Math.max(0, Math.min(height - 1, y)) * long;
  const add = (y: number, sign: 1 | -1): void => {
    const row = rowAt(y);
    for (let x = 0; x < long; x += 1) sums[x] = (sums[x] ?? 0) + (from[row + x] ?? 0) * sign;
  };
  for (let y = -reach; y < reach; y += 1) add(y, 1);
  for (let y = 0; y < height; y += 1) {
    add(y + reach, 1);
    const row = y * long;
    for (let x = 0; x < long; x += 1) to[row + x] = (sums[x] ?? 0) * part;
    add(y - reach, -1);
  }
}

/** Displaces pixels by slow noise, so that straight edges look hand-drawn. */
export function wobble(canvas: Canvas, noise: Noise, strength: number, cell: number): Canvas {
  const { width, height, data } = canvas;
  const result = createCanvas(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const dx = noise(x / cell, y / cell) + 0.4 * noise((x * 3.1) / cell, (y * 3.1) / cell);
      const dy =
        noise(x / cell + 90, y / cell + 40) + 0.4 * noise((x * 3.1) / cell + 50, (y * 3.1) / cell);
      const fromX = Math.max(0, Math.min(width - 1, Math.round(x + dx * strength)));
      const fromY = Math.max(0, Math.min(height - 1, Math.round(y + dy * strength)));
      const from = (fromY * width + fromX) * 4;
      const to = (y * width + x) * 4;
      result.data[to] = data[from] ?? 0;
      result.data[to + 1] = data[from + 1] ?? 0;
      result.data[to + 2] = data[from + 2] ?? 0;
      result.data[to + 3] = data[from + 3] ?? 0;
    }
  }
  return result;
}

export type Pixel = { red: number; green: number; blue: number };

/** Rewrites every pixel of an opaque canvas in place; the object `pixel` is reused for all of them. */
export function eachPixel(
  canvas: Canvas,
  change: (pixel: Pixel, x: number, y: number) => void,
): Canvas {
  const { width, height, data } = canvas;
  const pixel = { red: 0, green: 0, blue: 0 };
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 4) {
      pixel.red = data[at] ?? 0;
      pixel.green = data[at + 1] ?? 0;
      pixel.blue = data[at + 2] ?? 0;
      change(pixel, x, y);
      data[at] = pixel.red;
      data[at + 1] = pixel.green;
      data[at + 2] = pixel.blue;
    }
  }
  return canvas;
}

export const brightness = ({ red, green, blue }: Pixel): number =>
  0.3 * red + 0.59 * green + 0.11 * blue;

/** Darkens towards the corners. */
export function vignette(canvas: Canvas, strength: number): Canvas {
  const { width, height } = canvas;
  return eachPixel(canvas, (pixel, x, y) => {
    const distance = ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2) * 2;
    const keep = 1 - strength * distance * distance * 2;
    pixel.red *= keep;
    pixel.green *= keep;
    pixel.blue *= keep;
  });
}

/** Even grain without a pattern from -1 to 1; cheap enough for every pixel. */
export function grainAt(x: number, y: number): number {
  let hash = Math.imul(x + 1, 374761393) ^ Math.imul(y + 1, 668265263);
  hash = Math.imul(hash ^ (hash >>> 13), 1274126177);
  return ((hash ^ (hash >>> 16)) & 0xff) / 127.5 - 1;
}
