import { createCanvas, layOver } from '../canvas';
import type { Canvas } from '../canvas';
import { blur, brightness, eachPixel, grainAt, vignette } from './filters';
import type { Noise } from './filters';
import type { Style } from './render';

/**
 * Photograph: light from the upper left gives the subject volume, every surface has its own grain, and only the distant
 * background behind a subject is slightly out of focus. A landscape is sharp from front to back.
 */
export const paintPhoto: Style = ({ back, subject, front, floor }, noise) => {
  const unit = Math.min(back.width, back.height) / 1000;
  roughen(back, noise, unit, 1);
  const picture = coverOf(subject) > 0.015 ? focusOn(back, floor, unit) : back;
  layOver(picture, contactShadow(subject, floor, unit), 0.5);
  light(subject, unit);
  roughen(subject, noise, unit, 0.55);
  layOver(picture, subject);
  layOver(picture, front);
  return vignette(develop(picture), 0.13);
};

function coverOf({ data }: Canvas): number {
  let sum = 0;
  for (let at = 3; at < data.length; at += 64) sum += data[at] ?? 0;
  return sum / 255 / (data.length / 64);
}

/** Sharp at the subject's feet, and softer with the distance above them. */
function focusOn(back: Canvas, floor: number, unit: number): Canvas {
  const soft = blur(back, 5 * unit);
  return eachPixel(soft, (pixel, x, y) => {
    const at = (y * soft.width + x) * 4;
    const focus = Math.max(0.25, Math.min(1, 1 - (floor - 60 * unit - y) / (420 * unit)));
    pixel.red += ((back.data[at] ?? 0) - pixel.red) * focus;
    pixel.green += ((back.data[at + 1] ?? 0) - pixel.green) * focus;
    pixel.blue += ((back.data[at + 2] ?? 0) - pixel.blue) * focus;
  });
}

/** Gives flat colour a surface: coarse unevenness, and fine unevenness that is stronger in the dark. */
function roughen(
  { width, height, data }: Canvas,
  noise: Noise,
  unit: number,
  strength: number,
): void {
  for (let y = 0; y < height; y += 1) {
    // The sky is smoother than the ground.
    const depth = 0.35 + 0.65 * Math.max(0, Math.min(1, (y / height - 0.45) * 4));
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const alpha = data[at + 3] ?? 0;
      if (alpha === 0) continue;
      const coarse = noise(x / (38 * unit), y / (26 * unit)) * 0.034;
      const fine = noise(x / (3.2 * unit) + 40, y / (2.4 * unit)) * 0.06;
      const part = 1 + (coarse + fine) * depth * strength;
      for (let channel = 0; channel < 3; channel += 1)
        data[at + channel] = Math.min(alpha, (data[at + channel] ?? 0) * part);
    }
  }
}

/** The subject's shape as a shadow, moved to the lower right. */
function contactShadow({ width, height, data }: Canvas, floor: number, unit: number): Canvas {
  const shadow = createCanvas(width, height);
  const [right, down] = [Math.round(16 * unit), Math.round(12 * unit)];
  for (let y = down; y < height; y += 1) {
    // Farther up, nothing close behind the subject receives the shadow.
    const part = Math.max(0, Math.min(1, 1 - (floor - y) / (160 * unit)));
    for (let x = right; part > 0 && x < width; x += 1)
      shadow.data[(y * width + x) * 4 + 3] =
        (data[((y - down) * width + x - right) * 4 + 3] ?? 0) * part;
  }
  return blur(shadow, 18 * unit);
}

/**
 * Models the subject as a round shape: bright towards the light, dark along the other edge, with a gleam where it is
 * smooth.
 */
function light(subject: Canvas, unit: number): void {
  const { width, height, data } = subject;
  const [wide, near] = [blur(subject, 34 * unit), blur(subject, 7 * unit)];
  const heightAt = (from: Canvas, x: number, y: number): number =>
    from.data[
      (Math.max(0, Math.min(height - 1, y)) * width + Math.max(0, Math.min(width - 1, x))) * 4 + 3
    ] ?? 0;
  const reach = Math.max(2, Math.round(9 * unit));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const alpha = data[at + 3] ?? 0;
      if (alpha === 0) continue;
      const round = heightAt(wide, x + reach, y + reach) - heightAt(wide, x - reach, y - reach);
      const edge = heightAt(near, x + 3, y + 3) - heightAt(near, x - 3, y - 3);
      const tone = Math.max(-52, Math.min(40, round * 1.25 + edge * 0.3)) * (alpha / 255);
      for (let channel = 0; channel < 3; channel += 1)
        data[at + channel] = Math.max(0, Math.min(alpha, (data[at + channel] ?? 0) + tone));
    }
  }
}

/** Applies a camera's tone curve: deeper shadows, limited highlights, quieter colours, warm lights and cool shadows. */
function develop(picture: Canvas): Canvas {
  return eachPixel(picture, (pixel, x, y) => {
    const gray = brightness(pixel);
    const curve = (value: number): number => {
      const part = Math.max(0, Math.min(1, (gray + (value - gray) * 0.86) / 255));
      return 255 * (part * 0.62 + part * part * (3 - 2 * part) * 0.38);
    };
    const warmth = (gray / 255 - 0.45) * 12;
    const grain = grainAt(x, y) * 2.2;
    pixel.red = curve(pixel.red) + warmth + grain;
    pixel.green = curve(pixel.green) + warmth * 0.3 + grain;
    pixel.blue = curve(pixel.blue) - warmth + grain;
  });
}
