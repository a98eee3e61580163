import { createCanvas } from '../canvas';
import type { Canvas } from '../canvas';

export type Noise = (x: number, y: number) => number;

/** Three box blurs, close to a bell curve; all four channels. */
export function blur({ width, height, data }: Canvas, radius: number): Canvas {
  const result = createCanvas(width, height);
  const reach = Math.max(1, Math.round(radius));
  let source = data;
  let spare = new Uint8ClampedArray(data.length);
  for (let pass = 0; pass < 2; pass += 1) {
    blurLines(source, spare, { lines: height, length: width, step: 4, stride: width * 4, reach });
    blurLines(spare, result.data, {
      lines: width,
      length: height,
      step: width * 4,
      stride: 4,
      reach,
    });
    source = result.data;
    spare = new Uint8ClampedArray(spare);
  }
  return result;
}

type Lines = { lines: number; length: number; step: number; stride: number; reach: number };

function blurLines(from: Uint8ClampedArray, to: Uint8ClampedArray, shape: Lines): void {
  const { lines, length, step, stride, reach } = shape;
  const part = 1 / (reach * 2 + 1);
  for (let line = 0; line < lines; line += 1) {
    for (let channel = 0; channel < 4; channel += 1) {
      const start = line * stride + channel;
      const end = start + (length - 1) * step;
      let sum = (from[start] ?? 0) * reach;
      for (let ahead = 0; ahead < reach; ahead += 1) {
        sum += from[Math.min(end, start + ahead * step)] ?? 0;
      }
      for (let at = start; at <= end; at += step) {
        sum += from[Math.min(end, at + reach * step)] ?? 0;
        to[at] = sum * part;
        sum -= from[Math.max(start, at - reach * step)] ?? 0;
      }
    }
  }
}

/** Moves pixels along a slow noise, so that straight edges look drawn by hand. */
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

/** Rewrites every pixel of an opaque canvas in place; `pixel` is used again for each. */
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

export function lighten(pixel: Pixel, amount: number): void {
  pixel.red += amount;
  pixel.green += amount;
  pixel.blue += amount;
}

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

/** Even grain without a pattern, in -1 … 1, cheap enough for every pixel. */
export function grainAt(x: number, y: number): number {
  let hash = Math.imul(x + 1, 374761393) ^ Math.imul(y + 1, 668265263);
  hash = Math.imul(hash ^ (hash >>> 13), 1274126177);
  return ((hash ^ (hash >>> 16)) & 0xff) / 127.5 - 1;
}
