import { createCanvas, fill } from '../canvas';
import type { Canvas } from '../canvas';
import { createRandom, hashText } from '../random';
import { toHex } from '../color';
import { flatten } from '../scene';
import { blur, eachPixel, grainAt } from './filters';
import type { Style } from './render';

/** Oil: repaints the picture with coarse strokes first, then with fine ones where there is detail. */
export const paintOil: Style = (scene, noise) => {
  const model = flatten(scene);
  const { width, height } = model;
  const unit = Math.min(width, height) / 1000;
  const canvas = createCanvas(width, height);
  canvas.data.set(blur(model, 24 * unit).data);
  const random = createRandom(hashText(`${width}x${height}`));
  for (const [size, keep] of [
    [46, 0],
    [24, 9],
    [13, 22],
  ] as const) {
    const soft = blur(model, (size * unit) / 4);
    const gap = size * unit * 0.62;
    for (let y = 0; y < height; y += gap) {
      for (let x = 0; x < width; x += gap) {
        const px = Math.min(
          width - 1,
          Math.max(0, Math.round(x + random.between(-gap, gap) * 0.5)),
        );
        const py = Math.min(
          height - 1,
          Math.max(0, Math.round(y + random.between(-gap, gap) * 0.5)),
        );
        if (difference(canvas, soft, px, py) < keep) continue;
        drawStroke(canvas, soft, {
          x: px,
          y: py,
          size: size * unit,
          turn: noise(px / (180 * unit), py / (180 * unit)) * 2.6,
          shift: random.between(-14, 14),
        });
      }
    }
  }
  return emboss(canvas);
};

function difference(one: Canvas, other: Canvas, x: number, y: number): number {
  const at = (y * one.width + x) * 4;
  let sum = 0;
  for (let channel = 0; channel < 3; channel += 1) {
    sum += Math.abs((one.data[at + channel] ?? 0) - (other.data[at + channel] ?? 0));
  }
  return sum;
}

type Stroke = { x: number; y: number; size: number; turn: number; shift: number };

/** Draws a stroke along an edge of the picture if there is one, otherwise along a slow swirl. */
function drawStroke(canvas: Canvas, model: Canvas, { x, y, size, turn, shift }: Stroke): void {
  const { width, height, data } = model;
  const reach = Math.max(2, Math.round(size / 4));
  const tone = (px: number, py: number): number => {
    const at =
      (Math.max(0, Math.min(height - 1, py)) * width + Math.max(0, Math.min(width - 1, px))) * 4;
    return (data[at] ?? 0) * 0.3 + (data[at + 1] ?? 0) * 0.59 + (data[at + 2] ?? 0) * 0.11;
  };
  const across = tone(x + reach, y) - tone(x - reach, y);
  const down = tone(x, y + reach) - tone(x, y - reach);
  const angle = Math.hypot(across, down) > 10 ? Math.atan2(down, across) + Math.PI / 2 : turn;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [long, wide] = [size * 0.95, size * 0.3];
  const outline = [
    [-1, -0.5],
    [-0.5, -1],
    [0.6, -0.9],
    [1, -0.2],
    [0.9, 0.6],
    [0.3, 1],
    [-0.7, 0.9],
  ] as const;
  const points = outline.flatMap(([along, side]) => [
    x + along * long * cos - side * wide * sin,
    y + along * long * sin + side * wide * cos,
  ]);
  const at = (y * width + x) * 4;
  const color = toHex({
    red: (data[at] ?? 0) + shift,
    green: (data[at + 1] ?? 0) + shift,
    blue: (data[at + 2] ?? 0) + shift,
    alpha: 1,
  });
  fill(canvas, [points], { kind: 'solid', color }, 0.9);
}

/** Lights the relief of the paint from the upper left, over the weave of the canvas. */
function emboss(canvas: Canvas): Canvas {
  const { width, height, data } = canvas;
  const relief = new Float32Array(width * height);
  for (let at = 0, index = 0; index < relief.length; at += 4, index += 1) {
    relief[index] = (data[at] ?? 0) * 0.3 + (data[at + 1] ?? 0) * 0.59 + (data[at + 2] ?? 0) * 0.11;
  }
  return eachPixel(canvas, (pixel, x, y) => {
    const lower = Math.min(height - 1, y + 1) * width + Math.min(width - 1, x + 1);
    const upper = Math.max(0, y - 1) * width + Math.max(0, x - 1);
    const slope = Math.max(
      -26,
      Math.min(26, ((relief[lower] ?? 0) - (relief[upper] ?? 0)) * -0.55),
    );
    const weave = ((x >> 1) + (y >> 1)) % 2 === 0 ? 1.5 : -1.5;
    const light = slope + weave + grainAt(x >> 1, y >> 1) * 1.5;
    pixel.red = pixel.red * 1.03 + light;
    pixel.green += light;
    pixel.blue = pixel.blue * 0.95 + light;
  });
}
