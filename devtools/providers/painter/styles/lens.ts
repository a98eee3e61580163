import { layOver } from '../canvas';
import { flatten } from '../scene';
import { blur, brightness, eachPixel, grainAt, vignette } from './filters';
import type { Style } from './render';

/** Film: lifted blacks, warm lights, green shadows, halation and grain. */
export const paintFilm: Style = (scene) => {
  const picture = flatten(scene);
  const unit = Math.min(picture.width, picture.height) / 1000;
  const glow = blur(picture, 18 * unit);
  eachPixel(picture, (pixel, x, y) => {
    const at = (y * picture.width + x) * 4;
    const light = brightness(pixel) / 255;
    const halo = Math.max(0, (glow.data[at] ?? 0) - 150) * 0.2;
    const grain = grainAt(x >> 1, y >> 1) * 7 + grainAt(x, y) * 4;
    pixel.red = 26 + pixel.red * 0.84 + light * 14 + halo + grain;
    pixel.green = 30 + pixel.green * 0.83 + light * 4 + halo * 0.4 + grain;
    pixel.blue = 28 + pixel.blue * 0.76 + grain;
  });
  return vignette(picture, 0.5);
};

/** Cyberpunk: shadows toned from violet to cyan, lights with a magenta bloom, and fine scan lines. */
export const paintCyberpunk: Style = (scene) => {
  const unit = Math.min(scene.back.width, scene.back.height) / 1000;
  const rim = blur(scene.subject, 10 * unit);
  const picture = scene.back;
  tone(picture, 1);
  for (let at = 0; at < rim.data.length; at += 4) {
    const alpha = (rim.data[at + 3] ?? 0) / 255;
    if (alpha === 0) continue;
    const isLeft = (at / 4) % picture.width < picture.width / 2;
    picture.data[at] = (picture.data[at] ?? 0) + alpha * (isLeft ? 30 : 190);
    picture.data[at + 1] = (picture.data[at + 1] ?? 0) + alpha * (isLeft ? 170 : 30);
    picture.data[at + 2] = (picture.data[at + 2] ?? 0) + alpha * 190;
  }
  layOver(picture, scene.subject);
  layOver(picture, scene.front);
  const bloom = blur(picture, 22 * unit);
  eachPixel(picture, (pixel, x, y) => {
    const at = (y * picture.width + x) * 4;
    const line = y % 4 === 0 ? 0.93 : 1;
    pixel.red = (pixel.red + Math.max(0, (bloom.data[at] ?? 0) - 90) * 0.75) * line;
    pixel.green = (pixel.green + Math.max(0, (bloom.data[at + 1] ?? 0) - 100) * 0.5) * line;
    pixel.blue = (pixel.blue + Math.max(0, (bloom.data[at + 2] ?? 0) - 80) * 0.8) * line;
  });
  return vignette(picture, 0.45);
};

function tone(picture: Parameters<typeof eachPixel>[0], strength: number): void {
  eachPixel(picture, (pixel, x, y) => {
    const light = brightness(pixel) / 255;
    const isWarm = pixel.red > pixel.blue + 20;
    const across = x / picture.width;
    const dark = light * light;
    const red = isWarm ? 255 * light : 24 + 120 * dark + 90 * across * light;
    const green = isWarm ? 70 * light + 60 * across * light : 14 + 190 * dark * (1 - across * 0.6);
    const blue = isWarm ? 190 * light : 54 + 210 * light - (y / picture.height) * 20;
    pixel.red += (red - pixel.red) * 0.86 * strength;
    pixel.green += (green - pixel.green) * 0.86 * strength;
    pixel.blue += (blue - pixel.blue) * 0.86 * strength;
  });
}
