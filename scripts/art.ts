import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { encodeJpeg } from '../cloudfunctions/shared/pictures/jpeg-encode';
import { createCanvas } from '../devtools/providers/painter/canvas';
import type { Canvas } from '../devtools/providers/painter/canvas';
import { createPen } from '../devtools/providers/painter/pen';
import type { Pen } from '../devtools/providers/painter/pen';
import { readPrompt } from '../devtools/providers/painter/prompt';
import { drawScene } from '../devtools/providers/painter/scene';
import { renderStyle } from '../devtools/providers/painter/styles/render';
import { drawFigure, drawGarment } from './art/figures';
import type { Look } from './art/figures';
import { samples } from './art/samples';
import { backdrops } from './art/scenes';
import type { Backdrop } from './art/scenes';

const templates = join(__dirname, '../database-templates');
const cover = { width: 480, height: 640 };
const quality = 84;

/** The persons on the covers, used in turn. */
const looks: Look[] = [
  look('#EBC3A2', '#2A211E', 'long', { kind: 'dress', color: '#F3E9D6' }),
  look('#EBC3A2', '#2A211E', 'bob', { kind: 'dress', color: '#7FA08C' }),
  look('#E3B896', '#33261F', 'long', { kind: 'dress', color: '#C4523C' }),
  look('#E8BD9B', '#241D1B', 'short', { kind: 'suit', top: '#C2A27A', bottom: '#46586B' }),
];

function look(skin: string, hair: string, hairCut: Look['hairCut'], outfit: Look['outfit']): Look {
  return { skin, hair, hairCut, outfit };
}

/** Its units assume a picture of 600 by 800. */
function penOn(canvas: Canvas): Pen {
  const unit = canvas.width / 600;
  return createPen(canvas, [unit, 0, 0, unit, 0, 0]);
}

function paintBackdrop(backdrop: Backdrop): Canvas {
  const { width, height } = cover;
  if ('draw' in backdrop) {
    const canvas = createCanvas(width, height);
    backdrop.draw(penOn(canvas));
    return canvas;
  }
  const idea = readPrompt(backdrop.painted);
  const scene = drawScene(idea, width, height);
  return renderStyle({ ...scene, subject: createCanvas(width, height) }, idea);
}

function toJpeg({ width, height, data }: Canvas): Buffer {
  return encodeJpeg({ width, height, data: Uint8Array.from(data) }, quality);
}

const Scenes = z.object({ seed: z.array(z.object({ _id: z.string() })) });

/** Every drawn seed file by its path; the bytes are always the same. */
export function drawSeedPictures(): Map<string, Buffer> {
  const pictures = new Map<string, Buffer>();
  const text = readFileSync(join(templates, 'scenes.json'), 'utf8');
  Scenes.parse(JSON.parse(text)).seed.forEach(({ _id: id }, at) => {
    const backdrop = backdrops[id];
    const figure = looks[at % looks.length];
    if (backdrop === undefined || figure === undefined) throw new Error(`${id} has no backdrop.`);
    const canvas = paintBackdrop(backdrop);
    drawFigure(penOn(canvas).at(300, 130), figure);
    pictures.set(`scenes/${id}.jpg`, toJpeg(canvas));
  });
  for (const { id, width, height, paper, figure, garment } of samples) {
    for (const [name, scale] of [
      ['', 1],
      ['.thumb', 0.4],
    ] as const) {
      const canvas = createCanvas(Math.round(width * scale), Math.round(height * scale));
      const pen = penOn(canvas);
      pen.rect(0, 0, 600, 800, paper);
      if (figure !== undefined) {
        pen.rect(0, 640, 600, 160, '#C6C9C4');
        drawFigure(pen.at(300, 110), figure);
      }
      if (garment !== undefined) drawGarment(pen.at(300, 170, { scale: 1.12 }), garment);
      pictures.set(`samples/${id}${name}.jpg`, toJpeg(canvas));
    }
  }
  return pictures;
}

if (require.main === module) {
  for (const [path, bytes] of drawSeedPictures()) {
    const file = join(templates, 'files', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    console.log(`${path}  ${(bytes.length / 1000).toFixed(0)} kB`);
  }
}
