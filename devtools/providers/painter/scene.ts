import { drawOpenBackdrop } from './backdrop';
import { createCanvas, layOver } from './canvas';
import type { Canvas } from './canvas';
import { choosePalette } from './palette';
import { createPen } from './pen';
import type { Idea } from './prompt';
import { createRandom } from './random';
import { drawRoom } from './room';
import { drawSpace } from './space';
import { drawDeep, drawPond } from './underwater';
import { choosePlace } from './stage';
import type { Draw, Place, Stage } from './stage';
import { drawSubject } from './subject';
import { drawForeground } from './weather';

/** The layers of a picture, separate so that a style can treat the subject differently. */
export type Scene = { back: Canvas; subject: Canvas; front: Canvas; floor: number };

const backdrops: Record<Place, Draw> = {
  open: drawOpenBackdrop,
  indoor: drawRoom,
  water: drawDeep,
  pond: drawPond,
  space: drawSpace,
};

export function drawScene(idea: Idea, width: number, height: number): Scene {
  const unit = Math.min(width, height) / 1000;
  const [wide, tall] = [width / unit, height / unit];
  const names = new Set(idea.motifs);
  const stage: Stage = {
    idea,
    palette: choosePalette(idea),
    random: createRandom(idea.seed),
    width: wide,
    height: tall,
    horizon: tall * 0.62,
    floor: tall - 130,
    has: (...wanted) => wanted.some((name) => names.has(name)),
  };
  const place = choosePlace(stage);
  const [back, subject, front] = [0, 1, 2].map(() => createCanvas(width, height)) as [
    Canvas,
    Canvas,
    Canvas,
  ];
  const penOn = (canvas: Canvas): ReturnType<typeof createPen> =>
    createPen(canvas, [unit, 0, 0, unit, 0, 0]);
  backdrops[place](penOn(back), stage);
  drawSubject(penOn(subject), stage);
  drawForeground(penOn(front), stage, place);
  return { back, subject, front, floor: stage.floor * unit };
}

export function flatten({ back, subject, front }: Scene): Canvas {
  layOver(back, subject);
  layOver(back, front);
  return back;
}
