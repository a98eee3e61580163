import { createCanvas } from '../canvas';
import type { Canvas } from '../canvas';
import { darker, lighter } from '../color';
import { createPen } from '../pen';
import type { Pen } from '../pen';
import { readPrompt } from '../prompt';
import { drawScene } from '../scene';
import { blurCanvas } from './raster';

export type Backdrop = { canvas: Canvas; isStudio: boolean };

/** The part of the prompt about the scene; the rest describes clothes. */
export function sceneOf(prompt: string): string {
  return /场景[：:]\s*([^\n]+)/.exec(prompt)?.[1] ?? prompt;
}

const studioWords = /摄影棚|影棚|布景|无缝|纯色背景|白墙|白底|studio/i;

/** The background of the garment, blurred as by a lens. `side` is 1 or −1, the side from which the light comes. */
export function drawBackdrop(
  prompt: string,
  width: number,
  height: number,
  side: number,
): Backdrop {
  const scene = sceneOf(prompt);
  const idea = { ...readPrompt(scene), style: 'flat' as const };
  const isStudio = studioWords.test(scene) || idea.motifs.length === 0;
  if (isStudio) {
    const canvas = createCanvas(width, height);
    const unit = Math.min(width, height) / 1000;
    const pen = createPen(canvas, [unit, 0, 0, unit, 0, 0]);
    drawStudio(pen, scene, width / unit, height / unit, side);
    return { canvas, isStudio };
  }
  const { back } = drawScene(idea, width, height);
  if (side < 0) mirror(back);
  blurCanvas(back, Math.round(Math.min(width, height) * 0.0055));
  return { canvas: back, isStudio };
}

function drawStudio(pen: Pen, scene: string, wide: number, tall: number, side: number): void {
  const isCream = /奶油|拱门/.test(scene);
  const isGray = /灰/.test(scene);
  const wall = isCream ? '#EFE3D0' : isGray ? '#C9C2B8' : '#F1F0ED';
  const floor = tall * 0.8;
  const lit = wide * (0.5 - side * 0.3);
  pen.rect(-5, -5, wide + 10, tall + 10, wall);
  pen.rect(-5, -5, wide + 10, tall + 10, {
    center: [lit, tall * 0.3],
    radius: Math.max(wide, tall) * 0.95,
    stops: [
      [0, lighter(wall, 0.75)],
      [0.55, wall],
      [1, darker(wall, isGray ? 0.26 : 0.12)],
    ],
  });
  // A seamless paper background has no edge between wall and floor.
  pen.rect(-5, floor - 120, wide + 10, tall - floor + 125, {
    from: [0, floor - 120],
    to: [0, tall],
    stops: [
      [0, `${darker(wall, 0.1).slice(0, 7)}00`],
      [0.4, `${darker(wall, 0.12).slice(0, 7)}66`],
      [1, `${lighter(wall, 0.4).slice(0, 7)}CC`],
    ],
  });
  if (isCream) {
    pen.path(
      `M${wide * 0.2} ${floor}V${tall * 0.42}C${wide * 0.2} ${tall * 0.1} ${wide * 0.8} ${tall * 0.1} ${wide * 0.8} ${tall * 0.42}V${floor}Z`,
      {
        from: [wide * 0.2, 0],
        to: [wide * 0.8, 0],
        stops: [
          [0, '#DCCBB1'],
          [1, '#E9DAC3'],
        ],
      },
    );
    pen.ellipse(wide * 0.5, floor + 60, wide * 0.36, 46, '#E3D3BA');
    pen.ellipse(wide * 0.5, floor + 44, wide * 0.36, 46, '#F5EBDB');
  }
  if (/百叶|斜/.test(scene)) {
    for (let slat = 0; slat < 8; slat += 1) {
      const y = tall * 0.12 + slat * 86;
      pen.polygon(
        [wide * 0.08, y + 70, wide * 0.92, y - 60, wide * 0.92, y - 22, wide * 0.08, y + 112],
        '#FFF6DC',
        0.5,
      );
    }
  }
}

/** A wall with a rail for hanging things. */
export function drawWall(width: number, height: number, tone: string, side: number): Canvas {
  const canvas = createCanvas(width, height);
  const unit = Math.min(width, height) / 1000;
  const pen = createPen(canvas, [unit, 0, 0, unit, 0, 0]);
  const [wide, tall] = [width / unit, height / unit];
  pen.rect(-5, -5, wide + 10, tall + 10, {
    center: [wide * (0.5 - side * 0.4), tall * 0.2],
    radius: tall * 1.2,
    stops: [
      [0, lighter(tone, 0.5)],
      [0.5, tone],
      [1, darker(tone, 0.16)],
    ],
  });
  return canvas;
}

/** Boards or linen, seen from above. */
export function drawTable(width: number, height: number, isWood: boolean): Canvas {
  const canvas = createCanvas(width, height);
  const unit = Math.min(width, height) / 1000;
  const pen = createPen(canvas, [unit, 0, 0, unit, 0, 0]);
  const [wide, tall] = [width / unit, height / unit];
  const tone = isWood ? '#D9C0A0' : '#EDE8DF';
  pen.rect(-5, -5, wide + 10, tall + 10, {
    from: [0, 0],
    to: [wide, tall],
    stops: [
      [0, lighter(tone, 0.25)],
      [1, darker(tone, 0.08)],
    ],
  });
  if (!isWood) return canvas;
  for (let board = 0; board * 190 < tall; board += 1) {
    const y = board * 190;
    pen.rect(-5, y, wide + 10, 4, darker(tone, 0.22), 0, 0.6);
    for (let grain = 1; grain < 5; grain += 1) {
      const at = y + grain * 38;
      pen.line(
        `M-5 ${at}C${wide * 0.3} ${at - 10 + board * 3} ${wide * 0.6} ${at + 12} ${wide + 5} ${at - 4}`,
        2,
        darker(tone, 0.2),
        0.3,
      );
    }
  }
  return canvas;
}

function mirror({ width, height, data }: Canvas): void {
  const words = new Uint32Array(data.buffer, data.byteOffset, width * height);
  for (let y = 0; y < height; y += 1) words.subarray(y * width, (y + 1) * width).reverse();
}
