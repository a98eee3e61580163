import { flatten } from '../scene';
import { blur, brightness, eachPixel, grainAt, wobble } from './filters';
import type { Style } from './render';

/** Picture book: hand-drawn edges, slightly uneven gouache and a little paper texture. */
export const paintPictureBook: Style = (scene, noise) => {
  const unit = Math.min(scene.back.width, scene.back.height) / 1000;
  const picture = wobble(flatten(scene), noise, 2.6 * unit, 26 * unit);
  return eachPixel(picture, (pixel, x, y) => {
    const brush =
      5 * noise(x / (90 * unit), y / (14 * unit)) + 4 * noise(x / (7 * unit), y / (7 * unit));
    const tooth = grainAt(x >> 1, y >> 1) * 3;
    pixel.red = pixel.red * 0.97 + 8 + brush + tooth;
    pixel.green = pixel.green * 0.97 + 5 + brush + tooth;
    pixel.blue = pixel.blue * 0.95 + 4 + brush + tooth;
  });
};

/** Pencil: lines where tones meet and hatching in dark areas, on off-white paper. */
export const paintSketch: Style = (scene, noise) => {
  const { width, height } = scene.back;
  const unit = Math.min(width, height) / 1000;
  const picture = wobble(flatten(scene), noise, 3 * unit, 30 * unit);
  const soft = blur(picture, 4 * unit);
  return eachPixel(picture, (pixel, x, y) => {
    const at = (y * width + x) * 4;
    const own = brightness(pixel);
    const around =
      0.3 * (soft.data[at] ?? 0) +
      0.59 * (soft.data[at + 1] ?? 0) +
      0.11 * (soft.data[at + 2] ?? 0);
    const line = Math.min(1, Math.abs(around - own) / 20);
    const spacing = 9 * unit;
    const sway = 2 * noise(x / (30 * unit), y / (30 * unit));
    const hatch = (limit: number, along: number): number =>
      own < limit && (along / spacing + sway) % 1 < 0.36 ? 1 : 0;
    const shade =
      0.34 * hatch(170, x + y + height) +
      0.34 * hatch(110, x - y + height * 2) +
      0.3 * hatch(66, y * 1.4 + height);
    const dark = Math.min(0.92, line * 0.85 + shade * 0.8 + (1 - own / 255) * 0.22);
    const grain = 0.8 + 0.25 * grainAt(x, y);
    pixel.red = 247 - 200 * dark * grain;
    pixel.green = 243 - 198 * dark * grain;
    pixel.blue = 234 - 186 * dark * grain;
  });
};
