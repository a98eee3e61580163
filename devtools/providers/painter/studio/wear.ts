import type { Canvas } from '../canvas';
import type { Garment, GarmentKind } from './garment';
import { layMapped, layShadow } from './raster';
import type { Mapping } from './raster';

/** The position of a standing body in the picture. */
export type Body = {
  center: number;
  shoulders: number;
  hips: number;
  ankles: number;
  /** Half the width of the trunk, without arms. */
  half: number;
};

type Fit = { from: number; least: number; most: number; wide: number; sleeves: number };

/**
 * `from`, `least` and `most` are heights from shoulders (0) over hips (1) to ankles (2); `wide` is in widths of the
 * trunk.
 */
const fits: Record<GarmentKind, Fit> = {
  top: { from: -0.06, least: 1.05, most: 1.24, wide: 1.14, sleeves: 0.58 },
  long: { from: -0.06, least: 1.35, most: 1.72, wide: 1.12, sleeves: 0.6 },
  bottom: { from: 0.9, least: 1.3, most: 1.97, wide: 1.03, sleeves: 1 },
};

/**
 * Draws the garment on the body: fitted to the trunk's width, keeping its own proportions as far as the body allows,
 * with sleeves along the arms.
 */
export function wear(canvas: Canvas, garment: Garment, body: Body, light: number): void {
  const fit = fits[garment.kind];
  const top = heightAt(body, fit.from);
  const scale = (body.half * 2 * fit.wide) / garment.trunk;
  const bottom = Math.max(
    heightAt(body, fit.least),
    Math.min(heightAt(body, fit.most), top + garment.height * scale),
  );
  const scaleY = (bottom - top) / garment.height;
  const halfTrunk = garment.trunk / 2;
  const mapping: Mapping = (x, y) => {
    const down = (y - top) / scaleY;
    const across = (x - body.center) / scale;
    const beyond = Math.abs(across) - halfTrunk;
    const isSleeve = beyond > 0 && garment.kind !== 'bottom' && down < garment.height * 0.72;
    // Pull sleeves in so that they follow the arms; a skirt keeps its flare.
    const pull = isSleeve ? 1 / sleevePart(fit.sleeves, down / garment.height, garment) : 1;
    const place = beyond > 0 ? Math.sign(across) * (halfTrunk + beyond * pull) : across;
    return [place + garment.center, down];
  };
  const reach = (Math.max(garment.center, garment.width - garment.center) + 4) * scale;
  const box = {
    ...{ left: body.center - reach, right: body.center + reach },
    ...{ top: top - 2, bottom: bottom + 2 },
  };
  const unit = body.half / 62;
  layShadow(canvas, garment, mapping, box, {
    ...{ x: 2 * unit * light, y: 5 * unit, blur: Math.max(3, 7 * unit), opacity: 0.26 },
  });
  layMapped(canvas, garment, mapping, box, onBody(garment, light));
}

/** A long garment flares below the waist, so it is not pulled in there. */
function sleevePart(part: number, down: number, { kind }: Garment): number {
  const fade = kind === 'long' ? Math.max(0, Math.min(1, (down - 0.42) / 0.3)) : 0;
  return part + (1 - part) * fade;
}

function heightAt({ shoulders, hips, ankles }: Body, part: number): number {
  return part <= 1 ? shoulders + (hips - shoulders) * part : hips + (ankles - hips) * (part - 1);
}

/** Shades the garment like a round body lit from one side, with soft folds below the chest. */
function onBody({ center, trunk, width }: Garment, light: number) {
  const middle = center / width;
  const half = trunk / 2 / width;
  return (across: number, down: number): number => {
    const round = Math.min(1.3, Math.abs(across - middle) / half);
    const side = ((across - middle) / half) * light;
    const fold = Math.sin(across * 34 + down * 5) * Math.max(0, down - 0.35) * 0.045;
    return Math.min(1.04, 1.02 - 0.1 * round ** 2.4 + 0.035 * side + fold);
  };
}
