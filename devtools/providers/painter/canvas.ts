import { toColor } from './color';
import type { Polyline } from './path';

/** Premultiplied red, green, blue, alpha; rows from the top. */
export type Canvas = { width: number; height: number; data: Uint8ClampedArray };

export type Stop = readonly [offset: number, color: string];
export type Paint =
  | { kind: 'solid'; color: string }
  | { kind: 'linear'; x1: number; y1: number; x2: number; y2: number; stops: readonly Stop[] }
  | { kind: 'radial'; x: number; y: number; radius: number; stops: readonly Stop[] };

export function createCanvas(width: number, height: number): Canvas {
  return { width, height, data: new Uint8ClampedArray(width * height * 4) };
}

let coverage = new Float32Array(0);

/**
 * Fills closed shapes; edges are anti-aliased by the exact area that they cover of each pixel. Shapes with the same
 * winding form a union, shapes with opposite winding make holes. Signed areas are summed along each row:
 * https://nothings.org/gamedev/rasterize/
 */
export function fill(canvas: Canvas, shapes: Polyline[], paint: Paint, opacity = 1): void {
  const { width, height } = canvas;
  let left = width;
  let right = 0;
  let top = height;
  let bottom = 0;
  for (const shape of shapes) {
    for (let at = 0; at < shape.length; at += 2) {
      const x = shape[at] ?? 0;
      const y = shape[at + 1] ?? 0;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  }
  left = Math.max(0, Math.floor(left));
  right = Math.min(width, Math.ceil(right));
  top = Math.max(0, Math.floor(top));
  bottom = Math.min(height, Math.ceil(bottom));
  if (left >= right || top >= bottom) return;

  const columns = right - left + 2;
  const rows = bottom - top;
  if (coverage.length < columns * rows) coverage = new Float32Array(columns * rows);
  else coverage.fill(0, 0, columns * rows);
  for (const shape of shapes) {
    for (let at = 0; at < shape.length; at += 2) {
      const next = (at + 2) % shape.length;
      addEdge(
        (shape[at] ?? 0) - left,
        (shape[at + 1] ?? 0) - top,
        (shape[next] ?? 0) - left,
        (shape[next + 1] ?? 0) - top,
        columns,
        rows,
      );
    }
  }
  blend(canvas, { left, top, columns, rows }, createShader(paint, opacity));
}

function addEdge(
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
  columns: number,
  rows: number,
): void {
  if (fromY === toY) return;
  const direction = fromY < toY ? 1 : -1;
  const [x0, y0, x1, y1] = direction > 0 ? [fromX, fromY, toX, toY] : [toX, toY, fromX, fromY];
  if (y1 <= 0 || y0 >= rows) return;
  const slope = (x1 - x0) / (y1 - y0);
  const most = columns - 1;
  let x = y0 < 0 ? x0 - y0 * slope : x0;
  const firstRow = Math.max(0, Math.floor(y0));
  const lastRow = Math.min(rows, Math.ceil(y1));
  for (let row = firstRow; row < lastRow; row += 1) {
    const base = row * columns;
    const tall = Math.min(row + 1, y1) - Math.max(row, y0);
    const nextX = x + slope * tall;
    const signed = direction * tall;
    const low = Math.max(0, Math.min(most - 1, Math.min(x, nextX)));
    const high = Math.max(0, Math.min(most - 1, Math.max(x, nextX)));
    const lowCell = Math.floor(low);
    const highCell = Math.ceil(high);
    if (highCell <= lowCell + 1) {
      const middle = (low + high) / 2 - lowCell;
      coverage[base + lowCell] = (coverage[base + lowCell] ?? 0) + signed * (1 - middle);
      coverage[base + lowCell + 1] = (coverage[base + lowCell + 1] ?? 0) + signed * middle;
    } else {
      const perCell = 1 / (high - low);
      const firstPart = 1 - (low - lowCell);
      const first = 0.5 * perCell * firstPart * firstPart;
      const lastPart = high - highCell + 1;
      const last = 0.5 * perCell * lastPart * lastPart;
      coverage[base + lowCell] = (coverage[base + lowCell] ?? 0) + signed * first;
      if (highCell === lowCell + 2) {
        const rest = signed * (1 - first - last);
        coverage[base + lowCell + 1] = (coverage[base + lowCell + 1] ?? 0) + rest;
      } else {
        const second = perCell * (1.5 - (low - lowCell));
        coverage[base + lowCell + 1] =
          (coverage[base + lowCell + 1] ?? 0) + signed * (second - first);
        for (let cell = lowCell + 2; cell < highCell - 1; cell += 1) {
          coverage[base + cell] = (coverage[base + cell] ?? 0) + signed * perCell;
        }
        const beforeLast = second + (highCell - lowCell - 3) * perCell;
        coverage[base + highCell - 1] =
          (coverage[base + highCell - 1] ?? 0) + signed * (1 - beforeLast - last);
      }
      coverage[base + highCell] = (coverage[base + highCell] ?? 0) + signed * last;
    }
    x = nextX;
  }
}

type Box = { left: number; top: number; columns: number; rows: number };
/** `table` holds premultiplied colours; `at` chooses one of them for each pixel. */
type Shader = { table: Float32Array; at: ((x: number, y: number) => number) | null };

function blend(canvas: Canvas, { left, top, columns, rows }: Box, { table, at }: Shader): void {
  const { width, data } = canvas;
  for (let row = 0; row < rows; row += 1) {
    let sum = 0;
    let target = ((top + row) * width + left) * 4;
    for (let column = 0; column < columns - 2; column += 1, target += 4) {
      sum += coverage[row * columns + column] ?? 0;
      const area = sum < 0 ? -sum : sum;
      if (area < 0.004) continue;
      const part = area > 1 ? 1 : area;
      const entry = at === null ? 0 : at(left + column, top + row) * 4;
      const stay = 1 - (table[entry + 3] ?? 0) * part;
      const lift = part * 255;
      data[target] = (table[entry] ?? 0) * lift + (data[target] ?? 0) * stay;
      data[target + 1] = (table[entry + 1] ?? 0) * lift + (data[target + 1] ?? 0) * stay;
      data[target + 2] = (table[entry + 2] ?? 0) * lift + (data[target + 2] ?? 0) * stay;
      data[target + 3] = (table[entry + 3] ?? 0) * lift + (data[target + 3] ?? 0) * stay;
    }
  }
}

const steps = 256;

function createShader(paint: Paint, opacity: number): Shader {
  if (paint.kind === 'solid') {
    return { table: tableOf([[0, paint.color]], 1, opacity), at: null };
  }
  const table = tableOf(paint.stops, steps, opacity);
  const clamp = (part: number): number =>
    part <= 0 ? 0 : part >= 1 ? steps - 1 : (part * (steps - 1)) | 0;
  if (paint.kind === 'radial') {
    const { x, y, radius } = paint;
    return { table, at: (px, py) => clamp(Math.sqrt((px - x) ** 2 + (py - y) ** 2) / radius) };
  }
  const across = paint.x2 - paint.x1;
  const down = paint.y2 - paint.y1;
  const squared = across * across + down * down || 1;
  return {
    table,
    at: (px, py) => clamp(((px - paint.x1) * across + (py - paint.y1) * down) / squared),
  };
}

function tableOf(stops: readonly Stop[], size: number, opacity: number): Float32Array {
  const table = new Float32Array(size * 4);
  const colors = stops.map(([offset, color]) => ({ offset, ...toColor(color) }));
  let next = 0;
  for (let entry = 0; entry < size; entry += 1) {
    const part = size === 1 ? 0 : entry / (size - 1);
    while (next < colors.length - 1 && (colors[next]?.offset ?? 1) < part) next += 1;
    const after = colors[next];
    if (after === undefined) continue;
    const before = colors[next - 1] ?? after;
    const span = after.offset - before.offset;
    const mix = span > 0 ? Math.max(0, Math.min(1, (part - before.offset) / span)) : 0;
    const between = (low: number, high: number): number => low + (high - low) * mix;
    const alpha = between(before.alpha, after.alpha) * opacity;
    table[entry * 4] = (between(before.red, after.red) / 255) * alpha;
    table[entry * 4 + 1] = (between(before.green, after.green) / 255) * alpha;
    table[entry * 4 + 2] = (between(before.blue, after.blue) / 255) * alpha;
    table[entry * 4 + 3] = alpha;
  }
  return table;
}

/** Composites one canvas over another of the same size. */
export function layOver(under: Canvas, over: Canvas, opacity = 1): void {
  const { data } = under;
  const source = over.data;
  for (let at = 0; at < data.length; at += 4) {
    const alpha = source[at + 3] ?? 0;
    if (alpha === 0) continue;
    const stay = 1 - (alpha / 255) * opacity;
    for (let channel = 0; channel < 4; channel += 1) {
      data[at + channel] = (source[at + channel] ?? 0) * opacity + (data[at + channel] ?? 0) * stay;
    }
  }
}

/** Swaps left and right. */
export function mirror({ width, height, data }: Canvas): void {
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  for (let row = 0; row < height; row += 1)
    pixels.subarray(row * width, (row + 1) * width).reverse();
}
