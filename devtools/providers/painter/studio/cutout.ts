import type { Pixels } from '../../../../cloudfunctions/shared/pictures/pixels';

/** An object in front of a plain background, cropped to its bounding box. `mask` has 0 … 255 per pixel. */
export type Cutout = Pixels & {
  mask: Uint8Array;
  /** The position of the box in the picture. */
  left: number;
  top: number;
};

/** A pixel next to the background belongs to it when their colours differ by less than this. */
const stepDistance = 14;
const borderDistance = 26;
/** Enclosed background, as between a hanger and a collar, differs from the colours of the border by less than this. */
const groundDistance = 9;
const borderColors = 8;

/** Null when the picture has no plain background, or nothing in front of it. */
export function cutOut(pixels: Pixels): Cutout | null {
  const { width, height } = pixels;
  const { isGround, isPlain } = readGround(pixels);
  const mask = new Uint8Array(width * height);
  for (let at = 0; at < mask.length; at += 1) mask[at] = isGround[at] === 1 ? 0 : 255;
  const opened = withoutThinParts(joined(mask, isPlain, width, height), width, height);
  const main = fillHoles(largestPart(opened, width, height), width, height);
  const box = boxOf(main, width, height);
  const share = main.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0) / main.length;
  if (box === null || share < 0.03 || share > 0.9) return null;
  return crop(pixels, softened(main, width, height), box);
}

/** `isPlain` marks pixels with a colour of the border, wherever they are. */
function readGround(pixels: Pixels): { isGround: Uint8Array; isPlain: Uint8Array } {
  const { width, height, data } = pixels;
  const ground = new Uint8Array(width * height);
  const queue = new Int32Array(width * height);
  let length = 0;
  const border = borderOf(width, height);
  const palette = paletteOf(border, data);
  const isLikeBorder = (at: number): boolean =>
    palette.some((color) => isNear(data, at * 4, color, 0, borderDistance));
  const add = (at: number): void => {
    ground[at] = 1;
    queue[length++] = at;
  };
  for (const at of border) if (ground[at] === 0 && isLikeBorder(at)) add(at);
  for (let next = 0; next < length; next += 1) {
    const at = queue[next] ?? 0;
    const x = at % width;
    for (const near of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
      if (near < 0 || near >= ground.length || ground[near] === 1) continue;
      if (isNear(data, near * 4, data, at * 4, stepDistance) && isLikeBorder(near)) add(near);
    }
  }
  const isPlain = new Uint8Array(width * height);
  for (let at = 0; at < ground.length; at += 1) {
    if (!palette.some((color) => isNear(data, at * 4, color, 0, groundDistance))) continue;
    isPlain[at] = 1;
    ground[at] = 1;
  }
  return { isGround: ground, isPlain };
}

/** Closes stripes nearly in the background's colour: they belong to the object on both sides of them. */
function joined(mask: Uint8Array, isPlain: Uint8Array, width: number, height: number): Uint8Array {
  const radius = Math.max(1, Math.round(Math.min(width, height) * 0.019));
  const grown = spread(mask, width, height, radius, (count) => count > 0);
  return spread(grown, width, height, radius, (count, area) => count === area).map((value, at) =>
    isPlain[at] === 1 ? (mask[at] ?? 0) : Math.max(value, mask[at] ?? 0),
  );
}

function borderOf(width: number, height: number): number[] {
  const border: number[] = [];
  for (let x = 0; x < width; x += 1) border.push(x, (height - 1) * width + x);
  for (let y = 0; y < height; y += 1) border.push(y * width, y * width + width - 1);
  return border;
}

function paletteOf(border: readonly number[], data: Uint8Array): Uint8Array[] {
  const counts = new Map<number, { count: number; color: Uint8Array }>();
  for (const at of border) {
    const color = data.subarray(at * 4, at * 4 + 3);
    const key = ((color[0] ?? 0) >> 4) * 256 + ((color[1] ?? 0) >> 4) * 16 + ((color[2] ?? 0) >> 4);
    const known = counts.get(key);
    counts.set(key, { count: (known?.count ?? 0) + 1, color: known?.color ?? color });
  }
  return [...counts.values()]
    .sort((one, other) => other.count - one.count)
    .slice(0, borderColors)
    .filter(({ count }) => count > border.length * 0.02)
    .map(({ color }) => color);
}

/** Whether two colours differ by less than `most`. Compares squares, because it runs many times per pixel. */
function isNear(
  one: Uint8Array,
  from: number,
  other: Uint8Array,
  at: number,
  most: number,
): boolean {
  const red = (one[from] ?? 0) - (other[at] ?? 0);
  const green = (one[from + 1] ?? 0) - (other[at + 1] ?? 0);
  const blue = (one[from + 2] ?? 0) - (other[at + 2] ?? 0);
  return red * red + green * green + blue * blue < most * most;
}

/** Removes hooks of hangers, strings and noise; wider parts keep their edges. */
function withoutThinParts(mask: Uint8Array, width: number, height: number): Uint8Array {
  const radius = Math.max(1, Math.round(Math.min(width, height) * 0.012));
  const eroded = spread(mask, width, height, radius, (count, area) => count === area);
  const dilated = spread(eroded, width, height, radius + 2, (count) => count > 0);
  return dilated.map((value, at) => (value > 0 ? (mask[at] ?? 0) : 0));
}

/**
 * Decides each pixel by the number of set pixels in the square of 2 · radius + 1 around it, using a summed-area table.
 */
function spread(
  mask: Uint8Array,
  width: number,
  height: number,
  radius: number,
  isSet: (count: number, area: number) => boolean,
): Uint8Array {
  const sums = new Int32Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      if ((mask[y * width + x] ?? 0) > 0) row += 1;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  const result = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const [y0, y1] = [Math.max(0, y - radius), Math.min(height, y + radius + 1)];
    for (let x = 0; x < width; x += 1) {
      const [x0, x1] = [Math.max(0, x - radius), Math.min(width, x + radius + 1)];
      const count =
        (sums[y1 * (width + 1) + x1] ?? 0) -
        (sums[y0 * (width + 1) + x1] ?? 0) -
        (sums[y1 * (width + 1) + x0] ?? 0) +
        (sums[y0 * (width + 1) + x0] ?? 0);
      if (isSet(count, (x1 - x0) * (y1 - y0))) result[y * width + x] = 255;
    }
  }
  return result;
}

/** Keeps the largest part and removes much smaller ones. */
function largestPart(mask: Uint8Array, width: number, height: number): Uint8Array {
  const { labels, sizes } = partsOf(mask, width, height);
  const most = Math.max(...sizes);
  return mask.map((value, at) => ((sizes[labels[at] ?? 0] ?? 0) >= most * 0.12 ? value : 0));
}

/** Fills small holes, such as buttons in the background's colour. */
function fillHoles(mask: Uint8Array, width: number, height: number): Uint8Array {
  const outside = mask.map((value) => (value > 0 ? 0 : 255));
  const { labels, sizes } = partsOf(outside, width, height);
  const most = width * height * 0.001;
  return mask.map((value, at) =>
    value === 0 && (sizes[labels[at] ?? 0] ?? 0) < most ? 255 : value,
  );
}

/** Finds connected parts: the label of each pixel's part, counted from 1, and the number of pixels in each. */
function partsOf(
  mask: Uint8Array,
  width: number,
  height: number,
): { labels: Int32Array; sizes: number[] } {
  const labels = new Int32Array(width * height);
  const sizes = [0];
  const queue = new Int32Array(width * height);
  for (let start = 0; start < labels.length; start += 1) {
    if ((mask[start] ?? 0) === 0 || labels[start] !== 0) continue;
    const label = sizes.length;
    let length = 0;
    queue[length++] = start;
    labels[start] = label;
    for (let next = 0; next < length; next += 1) {
      const at = queue[next] ?? 0;
      const x = at % width;
      for (const near of [
        x > 0 ? at - 1 : -1,
        x < width - 1 ? at + 1 : -1,
        at - width,
        at + width,
      ]) {
        if (near < 0 || near >= labels.length) continue;
        if ((mask[near] ?? 0) === 0 || labels[near] !== 0) continue;
        labels[near] = label;
        queue[length++] = near;
      }
    }
    sizes.push(length);
  }
  return { labels, sizes };
}

type Box = { left: number; top: number; right: number; bottom: number };

function boxOf(mask: Uint8Array, width: number, height: number): Box | null {
  const box = { left: width, top: height, right: -1, bottom: -1 };
  for (let at = 0; at < mask.length; at += 1) {
    if ((mask[at] ?? 0) === 0) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box.right < 0 ? null : box;
}

/** Softens the edge over two pixels inwards, so that no background shows through. */
function softened(mask: Uint8Array, width: number, height: number): Uint8Array {
  const soft = new Uint8Array(mask.length);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      if ((mask[at] ?? 0) === 0) continue;
      let sum = 0;
      for (let row = -1; row <= 1; row += 1) {
        for (let column = -1; column <= 1; column += 1) {
          sum += mask[at + row * width + column] ?? 0;
        }
      }
      soft[at] = Math.max(0, Math.min(255, (sum / 9 - 110) * 1.76));
    }
  }
  return soft;
}

function crop({ width, data }: Pixels, mask: Uint8Array, box: Box): Cutout {
  const { left, top } = box;
  const [wide, tall] = [box.right - left + 1, box.bottom - top + 1];
  const cropped = new Uint8Array(wide * tall * 4);
  const croppedMask = new Uint8Array(wide * tall);
  for (let y = 0; y < tall; y += 1) {
    const from = (top + y) * width + left;
    cropped.set(data.subarray(from * 4, (from + wide) * 4), y * wide * 4);
    croppedMask.set(mask.subarray(from, from + wide), y * wide);
  }
  return { width: wide, height: tall, data: cropped, mask: croppedMask, left, top };
}
