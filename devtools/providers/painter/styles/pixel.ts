import { createCanvas } from '../canvas';
import { flatten } from '../scene';
import type { Style } from './render';

const cells = 112;
const levels = 7;
/** The 4 x 4 Bayer matrix. */
const pattern = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];

/** Large square pixels in few tones, dithered as on an old game console. */
export const paintPixels: Style = (scene) => {
  const { width, height, data } = flatten(scene);
  const size = Math.max(4, Math.round(Math.min(width, height) / cells));
  const result = createCanvas(width, height);
  for (let top = 0; top < height; top += size) {
    for (let left = 0; left < width; left += size) {
      const right = Math.min(width, left + size);
      const bottom = Math.min(height, top + size);
      const dither =
        ((pattern[((top / size) % 4) * 4 + ((left / size) % 4)] ?? 0) / 16 - 0.47) * 0.62;
      for (let channel = 0; channel < 3; channel += 1) {
        let sum = 0;
        for (let y = top; y < bottom; y += 1) {
          for (let x = left; x < right; x += 1) sum += data[(y * width + x) * 4 + channel] ?? 0;
        }
        const mean = sum / ((right - left) * (bottom - top));
        const raised = (mean - 128) * 1.16 + 132;
        const tone = (Math.round((raised / 255) * (levels - 1) + dither) * 255) / (levels - 1);
        for (let y = top; y < bottom; y += 1) {
          for (let x = left; x < right; x += 1) result.data[(y * width + x) * 4 + channel] = tone;
        }
      }
    }
  }
  for (let at = 3; at < result.data.length; at += 4) result.data[at] = 255;
  return result;
};
