import type { Pixels } from '../../../../cloudfunctions/shared/pictures/pixels';
import { createCanvas } from '../canvas';
import type { Canvas } from '../canvas';
import { cutOut } from './cutout';
import type { Garment } from './garment';
import { layCover } from './raster';
import { wear } from './wear';
import type { Body } from './wear';

/** Dresses the person in a photo with garments, lower ones first; the rest of the photo stays. */
export function tryOn(
  person: Pixels,
  garments: readonly Garment[],
  { width, height, variation }: { width: number; height: number; variation: number },
): Canvas {
  const canvas = createCanvas(width, height);
  layCover(canvas, person);
  const before = canvas.data.slice();
  const { body, hair, skin } = findBody({ width, height, data: new Uint8Array(before) });
  const side = variation % 2 === 0 ? 1 : -1;
  const ordered = [...garments].sort((one, other) => rank(one) - rank(other));
  if (skin !== null && garments.some(({ isSkirt }) => isSkirt)) bareLegs(canvas, skin, body);
  for (const garment of ordered) wear(canvas, garment, body, side);
  if (hair !== null) keepHair(canvas, before, hair, body);
  return canvas;
}

const rank = ({ kind }: Garment): number => (kind === 'bottom' ? 0 : 1);

type Color = { red: number; green: number; blue: number };
type Person = { body: Body; hair: Color | null; skin: Color | null };

/** The minimum half width of the body at the chest, as a share of its height. */
const minHalf = 0.07;

/** Finds the body by its outline in front of a plain background; otherwise assumes a person in the middle. */
function findBody(pixels: Pixels): Person {
  const { width, height } = pixels;
  const outline = cutOut(pixels);
  if (outline === null || outline.height < height * 0.45 || outline.width > width * 0.8) {
    return {
      body: {
        ...{ center: width / 2, half: width * 0.105 },
        ...{ shoulders: height * 0.26, hips: height * 0.5, ankles: height * 0.93 },
      },
      hair: null,
      skin: null,
    };
  }
  const { left, top, height: tall } = outline;
  const spans = Array.from({ length: tall }, (_, y) => spanOf(outline, y));
  const upper = spans.slice(0, Math.floor(tall * 0.45));
  const widest = Math.max(...upper.map(({ from, to }) => to - from));
  const first = spans.findIndex(
    ({ from, to }, y) => y > tall * 0.1 && y < tall * 0.3 && to - from >= widest * 0.68,
  );
  const shoulders = first < 0 ? Math.round(tall * 0.2) : first;
  const at = spans[Math.min(tall - 1, Math.round(shoulders + tall * 0.05))] ?? { from: 0, to: 1 };
  const crown = spans[Math.round(tall * 0.02)] ?? at;
  const middle = left + Math.round((crown.from + crown.to) / 2);
  const seen = {
    center: left + (at.from + at.to) / 2,
    half: ((at.to - at.from) / 2) * 0.72,
    shoulders,
  };
  // A light shirt in front of a light wall has no outline, so assume an average build then.
  const build = { center: left + outline.width / 2, half: tall * 0.096, shoulders: tall * 0.19 };
  const upperBody = seen.half < tall * minHalf ? build : seen;
  return {
    body: {
      ...upperBody,
      shoulders: top + upperBody.shoulders,
      hips: top + upperBody.shoulders + tall * 0.278,
      ankles: top + tall * 0.975,
    },
    hair: colorAt(pixels, middle, top + Math.round(tall * 0.03)),
    skin: skinOf(pixels, middle, top, tall),
  };
}

function spanOf(
  { width, mask }: { width: number; mask: Uint8Array },
  y: number,
): { from: number; to: number } {
  let [from, to] = [0, width - 1];
  while (from < width && (mask[y * width + from] ?? 0) < 128) from += 1;
  while (to > from && (mask[y * width + to] ?? 0) < 128) to -= 1;
  return { from, to };
}

function colorAt({ width, data }: Pixels, x: number, y: number): Color {
  const at = (y * width + x) * 4;
  return { red: data[at] ?? 0, green: data[at + 1] ?? 0, blue: data[at + 2] ?? 0 };
}

/** Takes the lightest place of the face, which is not hair, eye or lip. */
function skinOf(pixels: Pixels, middle: number, top: number, tall: number): Color {
  const places = [0.075, 0.09, 0.105, 0.12, 0.135].map((part) =>
    colorAt(pixels, middle, top + Math.round(tall * part)),
  );
  const bright = ({ red, green, blue }: Color): number => red + green + blue;
  return places.reduce((one, other) => (bright(other) > bright(one) ? other : one));
}

function distanceOf(data: Uint8ClampedArray, at: number, { red, green, blue }: Color): number {
  return Math.hypot((data[at] ?? 0) - red, (data[at + 1] ?? 0) - green, (data[at + 2] ?? 0) - blue);
}

const clothDistance = 64;

/** Replaces the trousers below a skirt by skin, keeping their shading. */
function bareLegs(canvas: Canvas, skin: Color, { center, half, hips, ankles }: Body): void {
  const { width, data } = canvas;
  const thigh = Math.round(hips + (ankles - hips) * 0.3);
  const pixels = { ...canvas, data: new Uint8Array(data.buffer) };
  const cloth = colorAt(pixels, Math.round(center + half * 0.5), thigh);
  const bright = ({ red, green, blue }: Color): number => red + green + blue + 1;
  for (let y = Math.floor(hips); y < ankles; y += 1) {
    for (let x = Math.floor(center - half * 1.6); x < center + half * 1.6; x += 1) {
      const at = (y * width + x) * 4;
      if (distanceOf(data, at, cloth) > clothDistance) continue;
      const light = Math.min(1.06, bright(colorAt(pixels, x, y)) / bright(cloth));
      data.set([skin.red * light, skin.green * light, skin.blue * light, 255], at);
    }
  }
}

const hairDistance = 42;

/** Restores hair that falls over the garment, down to the chest. */
function keepHair(
  { width, data }: Canvas,
  before: Uint8ClampedArray,
  { red, green, blue }: Color,
  { center, half, hips, shoulders }: Body,
): void {
  const top = Math.floor(shoulders - (hips - shoulders) * 0.5);
  const bottom = Math.ceil(shoulders + (hips - shoulders) * 0.32);
  for (let y = Math.max(0, top); y < bottom; y += 1) {
    for (let x = Math.floor(center - half * 1.1); x < center + half * 1.1; x += 1) {
      const at = (y * width + x) * 4;
      if (distanceOf(before, at, { red, green, blue }) > hairDistance) continue;
      data.set(before.subarray(at, at + 4), at);
    }
  }
}
