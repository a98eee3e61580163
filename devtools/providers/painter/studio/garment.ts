import type { Pixels } from '../../../../cloudfunctions/shared/pictures/pixels';
import { createCanvas } from '../canvas';
import { createPen } from '../pen';
import { cutOut } from './cutout';
import type { Cutout } from './cutout';

export type GarmentKind = 'top' | 'long' | 'bottom';
export type Garment = Cutout & {
  kind: GarmentKind;
  /** The width of the trunk without sleeves; `center` is its middle. */
  trunk: number;
  center: number;
  /** Whether it is a skirt or has one, as a dress does; the legs below are bare. */
  isSkirt: boolean;
};

const bottomWords = /裤|半身裙|短裙|百褶裙|pants|trousers|jeans|skirt/i;

/** `isBottom` is what the order says. */
export function readGarment(pixels: Pixels, isBottom: boolean, prompt: string): Garment {
  const cutout = cutOut(pixels) ?? asShirt(pixels);
  const wear = isBottom || bottomWords.test(prompt) ? 'bottom' : null;
  const { trunk, center } = trunkOf(cutout, wear === 'bottom');
  const isLong = cutout.height / trunk > 2.3;
  const kind = wear ?? (isLong ? 'long' : 'top');
  const isSkirt = kind !== 'top' && hemOf(cutout) > trunk * 1.35;
  return { ...cutout, trunk, center, kind, isSkirt };
}

/** The narrowest span through the middle: below the shoulders, or at the waist of trousers and skirts. */
function trunkOf(
  { width, height, mask }: Cutout,
  isBottom: boolean,
): { trunk: number; center: number } {
  const middle = Math.round(middleOf(width, height, mask));
  const [from, to] = isBottom ? [0.03, 0.12] : [0.3, 0.62];
  let trunk = width;
  let center = middle;
  for (let y = Math.floor(height * from); y < height * to; y += 1) {
    if ((mask[y * width + middle] ?? 0) < 128) continue;
    let [left, right] = [middle, middle];
    while (left > 0 && (mask[y * width + left - 1] ?? 0) > 128) left -= 1;
    while (right < width - 1 && (mask[y * width + right + 1] ?? 0) > 128) right += 1;
    if (right - left < trunk && right - left > width * 0.15) {
      trunk = right - left;
      center = (left + right) / 2;
    }
  }
  return { trunk, center };
}

/** The width of the cloth near its lower end; the gap between trouser legs does not count. */
function hemOf({ width, height, mask }: Cutout): number {
  const y = Math.floor(height * 0.9);
  return mask.subarray(y * width, (y + 1) * width).filter((value) => value > 128).length;
}

function middleOf(width: number, height: number, mask: Uint8Array): number {
  let [sum, count] = [0, 0];
  for (let at = 0; at < width * height; at += 1) {
    if ((mask[at] ?? 0) < 128) continue;
    sum += at % width;
    count += 1;
  }
  return count === 0 ? width / 2 : sum / count;
}

const shirt =
  'M-58 0C-30 30 30 30 58 0L128 46L176 250L116 266L96 166V430H-96V166L-116 266L-176 250L-128 46Z';

/** Uses a photo that shows no separate garment as the cloth of a shirt. */
function asShirt({ width, height, data }: Pixels): Cutout {
  const side = Math.min(width / 352, height / 430);
  const [wide, tall] = [Math.floor(352 * side), Math.floor(430 * side)];
  const shape = createCanvas(wide, tall);
  createPen(shape, [side, 0, 0, side, wide / 2, 0]).path(shirt, '#FFFFFF');
  const [left, top] = [(width - wide) >> 1, (height - tall) >> 1];
  const cloth = new Uint8Array(wide * tall * 4);
  const mask = new Uint8Array(wide * tall);
  for (let y = 0; y < tall; y += 1) {
    const from = ((top + y) * width + left) * 4;
    cloth.set(data.subarray(from, from + wide * 4), y * wide * 4);
  }
  for (let at = 0; at < mask.length; at += 1) mask[at] = shape.data[at * 4 + 3] ?? 0;
  return { width: wide, height: tall, data: cloth, mask, left, top };
}
