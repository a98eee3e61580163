import type { Canvas } from '../canvas';
import { darker } from '../color';
import { createPen } from '../pen';
import { createRandom, hashText } from '../random';
import { drawBackdrop, drawTable, drawWall, sceneOf } from './backdrop';
import type { Garment } from './garment';
import { castModel, drawModel, drawModelHead, modelBody, modelHeight } from './model';
import { layMapped, layShadow } from './raster';
import type { Mapping } from './raster';
import { wear } from './wear';

export type Shot = {
  prompt: string;
  width: number;
  height: number;
  /** Counted from 0; the only difference between pictures of one order. */
  variation: number;
};

/** Zoom, horizontal offset, side of the light and stance, one row per picture. */
const takes = [
  { zoom: 1, aside: 0, side: 1, stance: 0 },
  { zoom: 1.34, aside: -0.03, side: 1, stance: 1 },
  { zoom: 0.93, aside: 0.09, side: -1, stance: -1 },
  { zoom: 1.16, aside: -0.07, side: -1, stance: 1 },
] as const;

export function photograph(garment: Garment, shot: Shot): Canvas {
  const take = takes[shot.variation % takes.length] ?? takes[0];
  const { prompt } = shot;
  const hasNoModel = /不出现(?:真人|模特|人)|无模特|没有(?:真人|模特)|静物|平铺|挂拍|衣架/.test(
    prompt,
  );
  const hasModel = /模特|\bmodel\b/i.test(prompt) && !hasNoModel;
  if (hasModel) return onModel(garment, shot, take);
  return /木|桌|床|平铺/.test(sceneOf(prompt)) || shot.variation % 2 === 1
    ? laidFlat(garment, shot, take)
    : onHanger(garment, shot, take);
}

type Take = (typeof takes)[number];

function onModel(garment: Garment, shot: Shot, take: Take): Canvas {
  const { prompt, width, height } = shot;
  const { canvas } = drawBackdrop(prompt, width, height, take.side);
  // Seeded by the order's text, so that its four pictures show one person.
  const cast = castModel(createRandom(hashText(`model ${prompt}`)), /男/.test(prompt));
  const look = { ...cast, stance: take.stance };
  const scale = (height * 0.86 * take.zoom) / modelHeight;
  const center = width * (0.5 + take.aside);
  const feet = height * 0.945 + Math.max(0, take.zoom - 1) * height * 0.8;
  const pen = createPen(canvas, [scale, 0, 0, scale, center, feet]);
  drawModel(pen, look, garment);
  const { shoulders, hips, ankles, half } = modelBody;
  wear(
    canvas,
    garment,
    {
      ...{ center, half: half * scale },
      ...{ shoulders: feet + shoulders * scale, hips: feet + hips * scale },
      ankles: feet + ankles * scale,
    },
    take.side,
  );
  drawModelHead(pen, look);
  return canvas;
}

function onHanger(garment: Garment, shot: Shot, take: Take): Canvas {
  const { prompt, width, height } = shot;
  const isOutside = !/摄影棚|布景|墙|室|厅|房|studio/i.test(sceneOf(prompt));
  const canvas = isOutside
    ? drawBackdrop(prompt, width, height, take.side).canvas
    : drawWall(width, height, /灰/.test(prompt) ? '#CFC9BF' : '#EDE6DA', take.side);
  const unit = Math.min(width, height) / 1000;
  const pen = createPen(canvas, [unit, 0, 0, unit, 0, 0]);
  const wide = width / unit;
  const rail = 150;
  pen.rect(-5, rail + 16, wide + 10, 12, '#101418', 0, 0.1);
  pen.rect(-5, rail, wide + 10, 18, {
    from: [0, rail],
    to: [0, rail + 18],
    stops: [
      [0, '#C79A68'],
      [1, '#8F643C'],
    ],
  });
  const size = fitted(garment, width * 0.72 * take.zoom, height * 0.72);
  const left = width * (0.5 + take.aside) - garment.center * size;
  const top = (rail + 118) * unit;
  const middle = (left + garment.center * size) / unit;
  const span = Math.min(190, (garment.trunk * size) / unit / 1.7);
  const hook = pen.at(middle, rail);
  hook.line('M0 118V60c0-14 26-18 26-40c0-26-40-28-42-4', 8, '#5E5A55');
  hook.line(`M${-span} 176L0 116L${span} 176`, 17, '#B98552');
  hook.line(`M${-span} 172L0 112L${span} 172`, 4, '#E0B688', 0.7);
  lay(canvas, garment, { left, top, size, turn: 0 }, take.side, 0.24);
  return canvas;
}

function laidFlat(garment: Garment, shot: Shot, take: Take): Canvas {
  const { prompt, width, height } = shot;
  const canvas = drawTable(width, height, /木|桌|秋|书/.test(sceneOf(prompt)));
  const size = fitted(garment, width * 0.8 * Math.min(1.05, take.zoom), height * 0.78);
  const left = width * (0.5 + take.aside / 2) - garment.center * size;
  const top = (height - garment.height * size) / 2;
  lay(canvas, garment, { left, top, size, turn: take.stance * 0.05 }, take.side, 0.3);
  const unit = Math.min(width, height) / 1000;
  const pen = createPen(canvas, [unit, 0, 0, unit, 0, 0]);
  const x = take.side > 0 ? width / unit - 110 : 110;
  // Adds a sprig in a corner, as stylists do.
  const sprig = pen.at(x, 150, { rotate: take.side * 28, scale: 1.05 });
  sprig.line('M0-110C8-40-6 40 4 130', 5, '#6E7F5E');
  for (let leaf = 0; leaf < 6; leaf += 1) {
    const y = -80 + leaf * 34;
    for (const side of [-1, 1]) {
      sprig
        .at(0, y, { rotate: side * 52 })
        .ellipse(0, -34, 12, 32, leaf % 2 === 0 ? '#8CA37C' : darker('#8CA37C', 0.14));
    }
  }
  return canvas;
}

type Lay = { left: number; top: number; size: number; turn: number };

function lay(
  canvas: Canvas,
  garment: Garment,
  { left, top, size, turn }: Lay,
  side: number,
  opacity: number,
): void {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [middleX, middleY] = [garment.center, garment.height / 2];
  const [centerX, centerY] = [left + middleX * size, top + middleY * size];
  const mapping: Mapping = (x, y) => {
    const [across, down] = [(x - centerX) / size, (y - centerY) / size];
    return [across * cos + down * sin + middleX, down * cos - across * sin + middleY];
  };
  const reach = Math.hypot(garment.width, garment.height) * size;
  const box = {
    ...{ left: Math.max(0, centerX - reach), right: Math.min(canvas.width, centerX + reach) },
    ...{ top: Math.max(0, centerY - reach), bottom: Math.min(canvas.height, centerY + reach) },
  };
  const unit = Math.min(canvas.width, canvas.height) / 1000;
  for (const [far, part] of [
    [26, 0.55],
    [8, 0.6],
  ] as const) {
    layShadow(canvas, garment, mapping, box, {
      ...{ x: far * side * unit, y: far * 1.1 * unit, blur: Math.max(4, far * 1.2 * unit) },
      opacity: opacity * part * 2,
    });
  }
  layMapped(
    canvas,
    garment,
    mapping,
    box,
    (across, down) => 1.01 - 0.05 * Math.max(0, (across - 0.5) * side + down - 0.5),
  );
}

function fitted({ width, height }: Garment, wide: number, tall: number): number {
  return Math.min(wide / width, tall / height);
}
