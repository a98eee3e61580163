import { flatten } from '../scene';
import { blur, eachPixel, grainAt, wobble } from './filters';
import type { Noise } from './filters';
import type { Style } from './render';

const paper = { red: 250, green: 246, blue: 236 };

/**
 * Watercolour: edges wander, colour pools along them and thins out inside, pigment settles in the grain, and the paper
 * stays white towards an uneven border.
 */
export const paintWatercolor: Style = (scene, noise) => {
  const { width, height } = scene.back;
  const unit = Math.min(width, height) / 1000;
  const wet = wobble(flatten(scene), noise, 7 * unit, 46 * unit);
  const soft = blur(wet, 5 * unit);
  const wide = blur(wet, 20 * unit);
  const border = 40 * unit;
  return eachPixel(wet, (pixel, x, y) => {
    const at = (y * width + x) * 4;
    const wash =
      0.86 +
      0.1 * noise(x / (150 * unit), y / (150 * unit)) +
      0.06 * noise(x / (34 * unit) + 7, y / (34 * unit)) +
      0.028 * noise(x / (5 * unit), y / (5 * unit)) +
      0.012 * grainAt(x >> 1, y >> 1);
    const edge = Math.min(x, y, width - 1 - x, height - 1 - y) / border;
    const cover = (edge > unfrayed ? 1 : frayed(edge, x / unit, y / unit, noise)) * wash;
    pixel.red = pool(pixel.red, soft.data[at] ?? 0, wide.data[at] ?? 0, paper.red, cover);
    pixel.green = pool(
      pixel.green,
      soft.data[at + 1] ?? 0,
      wide.data[at + 1] ?? 0,
      paper.green,
      cover,
    );
    pixel.blue = pool(
      pixel.blue,
      soft.data[at + 2] ?? 0,
      wide.data[at + 2] ?? 0,
      paper.blue,
      cover,
    );
  });
};

/** How much paint is near the border, from 0 to 1. From an edge distance of `unfrayed` on, the noise has no effect. */
const unfrayed = 1.63;
function frayed(edge: number, x: number, y: number, noise: Noise): number {
  const ragged =
    edge +
    0.5 * noise(x / 80, y / 80 + 31) +
    0.16 * noise(x / 22, y / 22) +
    0.05 * noise(x / 5, y / 5);
  return Math.max(0, Math.min(1, (ragged - 0.62) * 3.4));
}

/** Paper reflects light through the glaze; the glaze is darker along the inside of an edge. */
function pool(own: number, soft: number, wide: number, sheet: number, cover: number): number {
  const rim = Math.max(0, soft - own) * 0.55;
  const glaze = own * 0.55 + soft * 0.3 + wide * 0.15 - rim;
  return sheet - (sheet - glaze * 1.02 - 6) * cover;
}
