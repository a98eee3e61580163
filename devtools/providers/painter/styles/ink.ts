import { flatten } from '../scene';
import { createPen } from '../pen';
import { blur, brightness, eachPixel, grainAt, wobble } from './filters';
import type { Style } from './render';

/** Ink on rice paper: five tones of black, faint colour, cinnabar unchanged, and a seal. */
export const paintInk: Style = (scene, noise) => {
  const { width, height } = scene.back;
  const unit = Math.min(width, height) / 1000;
  const wet = wobble(flatten(scene), noise, 6 * unit, 40 * unit);
  const soft = blur(wet, 9 * unit);
  eachPixel(wet, (pixel, x, y) => {
    const at = (y * width + x) * 4;
    const around =
      0.3 * (soft.data[at] ?? 0) +
      0.59 * (soft.data[at + 1] ?? 0) +
      0.11 * (soft.data[at + 2] ?? 0);
    const own = brightness(pixel);
    const edge = Math.max(0, around - own) * 0.8;
    const strokes =
      12 * noise(x / (70 * unit), y / (16 * unit)) + 7 * noise(x / (6 * unit), y / (6 * unit));
    const tone = Math.max(0, Math.min(1, (own * 0.5 + around * 0.5 - edge - 26 + strokes) / 180));
    const light = tone ** 0.85;
    const red = 34 + light * (243 - 34);
    const green = 40 + light * (235 - 40);
    const blue = 44 + light * (217 - 44);
    const isRed = pixel.red > pixel.green * 1.35 && pixel.red > pixel.blue * 1.35;
    const color = isRed ? 0.62 : 0.24;
    const grain = grainAt(x >> 1, y >> 1) * 2.5;
    pixel.red = red * (1 - color) + pixel.red * color + grain;
    pixel.green = green * (1 - color) + pixel.green * color + grain;
    pixel.blue = blue * (1 - color) + pixel.blue * color + grain;
  });
  const pen = createPen(wet, [unit, 0, 0, unit, 60 * unit, 70 * unit]);
  pen.rect(0, 0, 62, 106, '#B9382A', 6, 0.92);
  pen.line('M14 20H48M31 20V50M14 50H48M18 66H44V92H18Z', 5, '#F3E6D2');
  return wet;
};
