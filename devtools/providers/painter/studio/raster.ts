import type { Canvas } from '../canvas';
import type { Pixels } from '../../../../cloudfunctions/shared/pictures/pixels';
import type { Cutout } from './cutout';

/** Maps a point of the canvas to a point in a picture; null when it is outside. */
export type Mapping = (x: number, y: number) => readonly [x: number, y: number] | null;
/** The brightness at a position in the picture; both coordinates are from 0 to 1. */
export type Shading = (across: number, down: number) => number;
export type Box = { left: number; top: number; right: number; bottom: number };

const samples = [0.25, 0.75] as const;
const texel = new Float64Array(4);

/** Draws a picture onto the canvas through a mapping, with four samples per pixel. */
export function layMapped(
  canvas: Canvas,
  cutout: Cutout,
  mapping: Mapping,
  box: Box,
  shading: Shading,
): void {
  const { width, data } = canvas;
  forEachPixel(canvas, box, (x, y) => {
    let red = 0;
    let green = 0;
    let blue = 0;
    let alpha = 0;
    for (const stepY of samples) {
      for (const stepX of samples) {
        const place = mapping(x + stepX, y + stepY);
        if (place === null || !sample(cutout, place[0], place[1])) continue;
        const light = shading(place[0] / cutout.width, place[1] / cutout.height);
        red += (texel[0] ?? 0) * light;
        green += (texel[1] ?? 0) * light;
        blue += (texel[2] ?? 0) * light;
        alpha += texel[3] ?? 0;
      }
    }
    if (alpha === 0) return;
    const at = (y * width + x) * 4;
    const stay = 1 - alpha / 4;
    data[at] = red / 4 + (data[at] ?? 0) * stay;
    data[at + 1] = green / 4 + (data[at + 1] ?? 0) * stay;
    data[at + 2] = blue / 4 + (data[at + 2] ?? 0) * stay;
    data[at + 3] = 255;
  });
}

/** Interpolates between four pixels, weighted by the mask; false where the mask is empty. */
function sample({ width, height, data, mask }: Cutout, x: number, y: number): boolean {
  const [column, row] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [partX, partY] = [x - 0.5 - column, y - 0.5 - row];
  texel.fill(0);
  for (let down = 0; down <= 1; down += 1) {
    for (let across = 0; across <= 1; across += 1) {
      const [px, py] = [column + across, row + down];
      if (px < 0 || py < 0 || px >= width || py >= height) continue;
      const at = py * width + px;
      const weight =
        (across === 0 ? 1 - partX : partX) *
        (down === 0 ? 1 - partY : partY) *
        ((mask[at] ?? 0) / 255);
      if (weight === 0) continue;
      for (let channel = 0; channel < 3; channel += 1) {
        texel[channel] = (texel[channel] ?? 0) + (data[at * 4 + channel] ?? 0) * weight;
      }
      texel[3] = (texel[3] ?? 0) + weight;
    }
  }
  return (texel[3] ?? 0) > 0;
}

/** Draws the soft shadow of a mapped picture, moved by an offset. */
export function layShadow(
  canvas: Canvas,
  cutout: Cutout,
  mapping: Mapping,
  box: Box,
  { x: moveX, y: moveY, blur, opacity }: { x: number; y: number; blur: number; opacity: number },
): void {
  const step = Math.max(1, Math.round(blur / 3));
  const pad = blur * 2;
  const left = Math.floor(box.left - pad);
  const top = Math.floor(box.top - pad);
  const wide = Math.ceil((box.right - box.left + pad * 2) / step);
  const tall = Math.ceil((box.bottom - box.top + pad * 2) / step);
  let soft = new Float32Array(wide * tall);
  for (let row = 0; row < tall; row += 1) {
    for (let column = 0; column < wide; column += 1) {
      const place = mapping(left + column * step, top + row * step);
      if (place === null) continue;
      const [px, py] = [Math.floor(place[0]), Math.floor(place[1])];
      if (px < 0 || py < 0 || px >= cutout.width || py >= cutout.height) continue;
      soft[row * wide + column] = (cutout.mask[py * cutout.width + px] ?? 0) / 255;
    }
  }
  for (let pass = 0; pass < 3; pass += 1) soft = boxBlurred(soft, wide, tall, 2);
  const moved = {
    ...{ left: left + moveX, top: top + moveY },
    ...{ right: left + moveX + wide * step, bottom: top + moveY + tall * step },
  };
  const { width, data } = canvas;
  forEachPixel(canvas, moved, (x, y) => {
    const [column, row] = [(x - moved.left) / step, (y - moved.top) / step];
    const [c, r] = [Math.floor(column), Math.floor(row)];
    const value = (cc: number, rr: number): number =>
      cc < 0 || rr < 0 || cc >= wide || rr >= tall ? 0 : (soft[rr * wide + cc] ?? 0);
    const [px, py] = [column - c, row - r];
    const dark =
      (value(c, r) * (1 - px) + value(c + 1, r) * px) * (1 - py) +
      (value(c, r + 1) * (1 - px) + value(c + 1, r + 1) * px) * py;
    if (dark <= 0.003) return;
    const at = (y * width + x) * 4;
    const stay = 1 - dark * opacity;
    for (let channel = 0; channel < 3; channel += 1) {
      data[at + channel] = (data[at + channel] ?? 0) * stay;
    }
  });
}

function boxBlurred(from: Float32Array, wide: number, tall: number, radius: number) {
  const across = new Float32Array(from.length);
  const down = new Float32Array(from.length);
  const size = radius * 2 + 1;
  for (let row = 0; row < tall; row += 1) {
    for (let column = 0; column < wide; column += 1) {
      let sum = 0;
      for (let step = -radius; step <= radius; step += 1) {
        const at = column + step;
        if (at >= 0 && at < wide) sum += from[row * wide + at] ?? 0;
      }
      across[row * wide + column] = sum / size;
    }
  }
  for (let row = 0; row < tall; row += 1) {
    for (let column = 0; column < wide; column += 1) {
      let sum = 0;
      for (let step = -radius; step <= radius; step += 1) {
        const at = row + step;
        if (at >= 0 && at < tall) sum += across[at * wide + column] ?? 0;
      }
      down[row * wide + column] = sum / size;
    }
  }
  return down;
}

/** Blurs as if out of focus: three passes of a running mean approximate a lens. */
export function blurCanvas({ width, height, data }: Canvas, radius: number): void {
  if (radius < 1) return;
  const line = new Float32Array(Math.max(width, height));
  const pass = (start: number, step: number, length: number): void => {
    for (let channel = 0; channel < 3; channel += 1) {
      for (let index = 0; index < length; index += 1) {
        line[index] = data[start + index * step + channel] ?? 0;
      }
      let sum = 0;
      const at = (index: number): number => line[Math.max(0, Math.min(length - 1, index))] ?? 0;
      for (let index = -radius; index <= radius; index += 1) sum += at(index);
      for (let index = 0; index < length; index += 1) {
        data[start + index * step + channel] = sum / (radius * 2 + 1);
        sum += at(index + radius + 1) - at(index - radius);
      }
    }
  };
  for (let round = 0; round < 3; round += 1) {
    for (let y = 0; y < height; y += 1) pass(y * width * 4, 4, width);
    for (let x = 0; x < width; x += 1) pass(x * 4, width * 4, height);
  }
}

/** Fills the canvas with the picture, scaled to cover it and centred. */
export function layCover(canvas: Canvas, picture: Pixels): void {
  const { width, height } = canvas;
  const scale = Math.max(width / picture.width, height / picture.height);
  const left = (width - picture.width * scale) / 2;
  const top = (height - picture.height * scale) / 2;
  const mask = new Uint8Array(picture.width * picture.height).fill(255);
  const whole = { ...picture, mask, left: 0, top: 0 };
  const clamp = (value: number, most: number): number => Math.max(0.5, Math.min(most - 0.5, value));
  forEachPixel(canvas, { left: 0, top: 0, right: width, bottom: height }, (x, y) => {
    const at = (y * width + x) * 4;
    sample(
      whole,
      clamp((x + 0.5 - left) / scale, picture.width),
      clamp((y + 0.5 - top) / scale, picture.height),
    );
    canvas.data.set([texel[0] ?? 0, texel[1] ?? 0, texel[2] ?? 0, 255], at);
  });
}

function forEachPixel(
  { width, height }: Canvas,
  box: Box,
  visit: (x: number, y: number) => void,
): void {
  const [left, right] = [Math.max(0, Math.floor(box.left)), Math.min(width, Math.ceil(box.right))];
  const [top, bottom] = [Math.max(0, Math.floor(box.top)), Math.min(height, Math.ceil(box.bottom))];
  for (let y = top; y < bottom; y += 1) for (let x = left; x < right; x += 1) visit(x, y);
}
