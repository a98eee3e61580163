import { openUpright } from './upright';
import { encodeJpeg } from './jpeg-encode';
import type { Pixels } from './pixels';

type Point = readonly [x: number, y: number];
type Sign = { advance: number; strokes: readonly (readonly Point[])[] };

/** 「AI生成」 as strokes in a square of 100, baseline at 100: functions have no font. */
const signs: readonly Sign[] = [
  {
    advance: 72,
    strokes: [
      [
        [4, 94],
        [34, 10],
        [64, 94],
      ],
      [
        [14, 66],
        [54, 66],
      ],
    ],
  },
  {
    advance: 30,
    strokes: [
      [
        [12, 10],
        [12, 94],
      ],
    ],
  },
  {
    advance: 108,
    strokes: [
      [
        [30, 6],
        [22, 26],
        [10, 46],
      ],
      [
        [22, 28],
        [92, 28],
      ],
      [
        [52, 4],
        [52, 92],
      ],
      [
        [18, 60],
        [90, 60],
      ],
      [
        [6, 94],
        [100, 94],
      ],
    ],
  },
  {
    advance: 106,
    strokes: [
      [
        [12, 24],
        [98, 24],
      ],
      [
        [12, 24],
        [12, 52],
        [10, 76],
        [2, 98],
      ],
      [
        [14, 50],
        [46, 50],
        [46, 80],
        [43, 86],
        [32, 86],
      ],
      [
        [58, 4],
        [62, 36],
        [72, 66],
        [94, 94],
        [100, 76],
      ],
      [
        [90, 46],
        [78, 68],
        [64, 84],
        [46, 98],
      ],
      [
        [76, 6],
        [90, 18],
      ],
    ],
  },
];
const gap = 12;
const strokeWidth = 11;
const signHeight = 84;
const padding = 34;
/** Fraction of the shorter side; GB 45438-2025 requires at least 5 %. */
const signPart = 0.053;
const plate = { red: 12, green: 16, blue: 20, opacity: 0.58 };
const jpegQuality = 92;
const largestSide = 2048;

/**
 * The picture as a JPEG with the visible mark of generated content in its lower right corner, white on a dark plate. For pictures
 * whose vendor draws none. Throws PictureError.
 */
export function markVisibly(bytes: Uint8Array): Buffer {
  const { width, height, shrinkTo } = openUpright(bytes, {});
  const factor = Math.min(1, largestSide / Math.max(width, height));
  const pixels = shrinkTo(Math.round(width * factor), Math.round(height * factor));
  drawMark(pixels);
  return encodeJpeg(pixels, jpegQuality);
}

function drawMark(pixels: Pixels): void {
  const { width, height } = pixels;
  const scale = (Math.min(width, height) * signPart) / signHeight;
  const textWidth = signs.reduce((sum, { advance }) => sum + advance + gap, -gap);
  const [plateWidth, plateHeight] = [textWidth + 2 * padding, signHeight + 2 * padding];
  const margin = padding;
  const left = width - (plateWidth + margin) * scale;
  const top = height - (plateHeight + margin) * scale;
  const lines = strokesAt(padding, padding - 10);
  for (let y = Math.max(0, Math.floor(top)); y < height; y += 1) {
    for (let x = Math.max(0, Math.floor(left)); x < width; x += 1) {
      // The centre of the pixel, in the units of the strokes.
      const point: Point = [(x + 0.5 - left) / scale, (y + 0.5 - top) / scale];
      const onPlate = coverage(insideBox(point, plateWidth, plateHeight, padding), scale);
      if (onPlate === 0) continue;
      blend(pixels, x, y, plate, plate.opacity * onPlate);
      const distance = Math.min(...lines.map((line) => distanceTo(line, point)));
      const onStroke = coverage(strokeWidth / 2 - distance, scale);
      blend(pixels, x, y, { red: 255, green: 255, blue: 255 }, onStroke);
    }
  }
}

type Line = readonly [from: Point, to: Point];

function strokesAt(left: number, top: number): Line[] {
  const lines: Line[] = [];
  let x = left;
  for (const { advance, strokes } of signs) {
    for (const stroke of strokes) {
      for (let at = 1; at < stroke.length; at += 1) {
        const [from, to] = [stroke[at - 1], stroke[at]];
        if (from === undefined || to === undefined) continue;
        lines.push([
          [from[0] + x, from[1] + top],
          [to[0] + x, to[1] + top],
        ]);
      }
    }
    x += advance + gap;
  }
  return lines;
}

/** Distance inside a box with round corners; negative outside. */
function insideBox([x, y]: Point, width: number, height: number, corner: number): number {
  const across = Math.abs(x - width / 2) - (width / 2 - corner);
  const down = Math.abs(y - height / 2) - (height / 2 - corner);
  const outside = Math.hypot(Math.max(0, across), Math.max(0, down));
  return corner - outside - Math.min(0, Math.max(across, down));
}

function distanceTo([[x1, y1], [x2, y2]]: Line, [x, y]: Point): number {
  const [across, down] = [x2 - x1, y2 - y1];
  const along = ((x - x1) * across + (y - y1) * down) / (across ** 2 + down ** 2);
  const part = Math.max(0, Math.min(1, along));
  return Math.hypot(x - x1 - across * part, y - y1 - down * part);
}

/** The coverage of a pixel whose centre is this far inside an edge. */
function coverage(inside: number, scale: number): number {
  return Math.max(0, Math.min(1, inside * scale + 0.5));
}

function blend(
  { data, width }: Pixels,
  x: number,
  y: number,
  { red, green, blue }: { red: number; green: number; blue: number },
  opacity: number,
): void {
  if (opacity === 0) return;
  const at = (y * width + x) * 4;
  [red, green, blue].forEach((channel, index) => {
    const under = data[at + index] ?? 0;
    data[at + index] = Math.round(channel * opacity + under * (1 - opacity));
  });
}
