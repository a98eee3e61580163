import { createCanvas, layOver } from '../canvas';
import type { Canvas } from '../canvas';
import { flatten } from '../scene';
import type { Scene } from '../scene';
import { blur, eachPixel } from './filters';
import type { Style } from './render';

/** A layer's shape in one colour, moved and blurred. */
function shadowOf(
  { width, height, data }: Canvas,
  offset: number,
  softness: number,
  tone: readonly [number, number, number],
): Canvas {
  const shadow = createCanvas(width, height);
  for (let y = 0; y < height; y += 1) {
    const fromY = Math.max(0, y - offset);
    for (let x = 0; x < width; x += 1) {
      const alpha = data[(fromY * width + Math.max(0, x - (offset >> 1))) * 4 + 3] ?? 0;
      const to = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel += 1)
        shadow.data[to + channel] = ((tone[channel] ?? 0) * alpha) / 255;
      shadow.data[to + 3] = alpha;
    }
  }
  return blur(shadow, softness);
}

/** Anime: a fine dark line around the subject, deep skies, soft light over everything. */
export const paintAnime: Style = (scene) => {
  const unit = Math.min(scene.back.width, scene.back.height) / 1000;
  outline(scene.subject, Math.max(2, Math.round(3 * unit)));
  const picture = flatten(scene);
  const glow = blur(picture, 26 * unit);
  return eachPixel(picture, (pixel, x, y) => {
    const at = (y * picture.width + x) * 4;
    const gray = (pixel.red + pixel.green + pixel.blue) / 3;
    for (const [channel, name] of (['red', 'green', 'blue'] as const).entries()) {
      const vivid = gray + (pixel[name] - gray) * 1.22;
      const light = glow.data[at + channel] ?? 0;
      pixel[name] = 255 - ((255 - vivid) * (255 - light * 0.22)) / 255;
    }
  });
};

function outline(layer: Canvas, width: number): void {
  const source = new Uint8ClampedArray(layer.data);
  const { width: columns, height: rows, data } = layer;
  for (let y = width; y < rows - width; y += 1) {
    for (let x = width; x < columns - width; x += 1) {
      const at = (y * columns + x) * 4;
      const own = source[at + 3] ?? 0;
      if (own > 250) continue;
      let near = 0;
      for (const [dx, dy] of [
        [width, 0],
        [-width, 0],
        [0, width],
        [0, -width],
      ] as const) {
        near = Math.max(near, source[((y + dy) * columns + x + dx) * 4 + 3] ?? 0);
      }
      if (near <= own) continue;
      const part = (near - own) / 255;
      data[at] = (source[at] ?? 0) + 40 * part;
      data[at + 1] = (source[at + 1] ?? 0) + 30 * part;
      data[at + 2] = (source[at + 2] ?? 0) + 38 * part;
      data[at + 3] = near;
    }
  }
}

/** Clay: the subject bulges towards the light and casts a soft shadow; the rest is out of focus. */
export const paintClay: Style = (scene) => {
  const { back, subject, front } = scene;
  const unit = Math.min(back.width, back.height) / 1000;
  const picture = blur(back, 5 * unit);
  layOver(picture, shadowOf(subject, Math.round(26 * unit), 22 * unit, [30, 26, 50]), 0.4);
  swell(subject, unit);
  layOver(picture, subject);
  layOver(picture, front);
  return picture;
};

function swell(layer: Canvas, unit: number): void {
  const { width, height, data } = layer;
  const wide = blur(layer, 30 * unit);
  const near = blur(layer, 8 * unit);
  const height3 = (x: number, y: number): number => {
    const at =
      (Math.max(0, Math.min(height - 1, y)) * width + Math.max(0, Math.min(width - 1, x))) * 4;
    const tone = (near.data[at] ?? 0) + (near.data[at + 1] ?? 0) + (near.data[at + 2] ?? 0);
    return (wide.data[at + 3] ?? 0) * 1.5 + tone * 0.12;
  };
  const reach = Math.max(2, Math.round(6 * unit));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const alpha = data[at + 3] ?? 0;
      if (alpha === 0) continue;
      const slope = height3(x + reach, y + reach) - height3(x - reach, y - reach);
      const light = Math.max(-60, Math.min(56, slope * 0.85)) * (alpha / 255);
      for (let channel = 0; channel < 3; channel += 1)
        data[at + channel] = Math.min(alpha, (data[at + channel] ?? 0) + light);
    }
  }
}

/** Cut paper: few tones, a white cut edge and a shadow under each sheet. */
export const paintPaperCut: Style = ({ back, subject, front }: Scene) => {
  const unit = Math.min(back.width, back.height) / 1000;
  eachPixel(back, (pixel) => {
    for (const name of ['red', 'green', 'blue'] as const)
      pixel[name] = Math.round(pixel[name] / 22) * 22 + 4;
  });
  for (const sheet of [subject, front]) {
    layOver(back, shadowOf(sheet, Math.round(14 * unit), 9 * unit, [24, 20, 40]), 0.5);
    layOver(back, sheet);
  }
  const relief = blur(back, 3 * unit);
  return eachPixel(back, (pixel, x, y) => {
    const at = (y * back.width + x) * 4;
    const rim = (pixel.green - (relief.data[at + 1] ?? 0)) * 0.5;
    pixel.red += rim;
    pixel.green += rim;
    pixel.blue += rim;
  });
};
