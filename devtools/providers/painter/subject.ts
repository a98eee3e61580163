import { drawCreature } from './motifs/animals';
import { creatures, furColors } from './motifs/creatures';
import type { Creature } from './motifs/creatures';
import { drawBird, drawCrane, drawOwl, drawPenguin } from './motifs/flyers';
import { drawAstronaut, drawPerson, drawRobot, personNames } from './motifs/people';
import type { Garment, Hair } from './motifs/people';
import { drawLighthouse } from './motifs/places';
import { drawWhale } from './motifs/swimmers';
import { drawLantern } from './motifs/things';
import { drawCloud } from './sky';
import { subjects } from './subjects';
import { drawDraught, drawWings } from './aloft';
import { drawWorn } from './worn';
import type { Pen } from './pen';
import { drawHeldUmbrella, drawProps, drawThings } from './props';
import type { Stage } from './stage';

const known = new Set([
  ...Object.keys(creatures),
  ...['penguin', 'owl', 'bird', 'crane', 'astronaut', 'robot'],
  ...personNames,
]);
const isLiving = (name: string): boolean => known.has(name) || subjects.get(name)?.isAlive === true;

/** Draws the subject of the picture: at most two living beings, otherwise the things in the prompt. */
export function drawSubject(pen: Pen, stage: Stage): void {
  if (stage.has('whale')) drawFlyingWhale(pen, stage);
  const beings = beingsOf(stage.idea.motifs);
  if (beings.length > 0) drawBeings(pen, stage, beings);
  else if (!drawSubjects(pen, stage)) drawThings(pen, stage);
}

function drawFlyingWhale(pen: Pen, { width, height, has }: Stage): void {
  const whale = pen.at(width * 0.5, height * 0.44, {
    scale: Math.min(1.2, width / 900),
    rotate: -6,
  });
  drawWhale(whale);
  if (has('lighthouse')) drawLighthouse(whale.at(-20, -126, { scale: 0.34 }));
  for (const [x, y, scale] of [
    [0.1, 0.76, 1.3],
    [0.45, 0.82, 1.8],
    [0.85, 0.78, 1.5],
    [0.65, 0.9, 2],
    [0.2, 0.94, 2],
  ] as const) {
    if (has('cloud') || !has('sea'))
      drawCloud(pen.at(width * x, height * y, { scale: scale * 1.4 }), '#F4F1EC', 0.85);
  }
}

/** Counts 一个人 and 女孩 as one person. */
function beingsOf(motifs: readonly string[]): string[] {
  const found = motifs.filter(isLiving);
  const isNamed = found.some((name) => name !== 'person' && personNames.includes(name));
  return isNamed ? found.filter((name) => name !== 'person') : found;
}

function drawBeings(pen: Pen, stage: Stage, [first = '', second]: string[]): void {
  const { idea, width, height, has } = stage;
  const isPair = second !== undefined;
  const room = height > width * 1.25 && !isPair ? 1.18 : 1;
  const size = (has('indoor', 'window') ? 1.2 : isPair ? 1.02 : 1.18) * room;
  if (second !== undefined)
    drawBeing(
      pen.at(width / 2 + 190, footOf(second, stage) + 6, {
        scale: size * (small.has(second) ? 0.56 : 0.86),
        flip: true,
      }),
      second,
      stage,
    );
  const isSharing = drawProps(pen, stage, isPair) || isPair;
  const x = width / 2 - (isPair ? 150 : isSharing ? 60 : 0);
  const foot = footOf(first, stage);
  const stand = pen.at(x, foot, { scale: isPair && small.has(first) ? size * 0.62 : size });
  if (has('umbrella') || (idea.weather === 'rain' && !has('street', 'city', 'window', 'indoor')))
    drawHeldUmbrella(stand, first, stage);
  drawBeing(stand, first, stage);
  if (!idea.isTurned) drawWorn(stand, first, idea.motifs);
  if (has('lantern')) drawLantern(pen.at(x + 170 * size, foot - 300, { scale: 0.8 }));
}

/** The height at which a subject stands or flies. */
function footOf(name: string, { idea, floor, height }: Stage): number {
  if (subjects.get(name)?.spot === 'air') return height * 0.48;
  return idea.isAloft && !flyers.has(name) ? Math.min(floor, height * 0.66) : floor;
}

/** Beings that are much smaller than their companions. */
const small = new Set([
  'mouse',
  'hamster',
  'squirrel',
  'hedgehog',
  'frog',
  'duck',
  'ladybug',
  'crab',
]);
const flyers = new Set(['owl', 'bird', 'crane', 'angel']);

/** Draws the first two things that have their own drawing; false when there are none. */
function drawSubjects(pen: Pen, stage: Stage): boolean {
  const { idea, width, height, horizon, floor } = stage;
  const [first, second] = idea.motifs.flatMap((name) => subjects.get(name) ?? []);
  if (first === undefined) return false;
  const beside = second?.spot === first.spot && first.spot !== 'deep' ? second : undefined;
  const tall = Math.min(1.2, Math.max(1, height / width));
  const y = {
    table: floor + 40,
    ground: floor + 30,
    air: height * 0.4,
    afloat: horizon + (height - horizon) * 0.45,
    deep: height * 0.48,
  }[first.spot];
  const shift = beside === undefined ? 0 : 170;
  const scale = first.scale * tall * (beside === undefined ? 1 : 0.76);
  beside?.draw(pen.at(width / 2 + shift * 1.35, y - 26, { scale: scale * 0.8 }), null, false);
  first.draw(pen.at(width / 2 - shift, y, { scale }), idea.color, idea.isTurned);
  return true;
}

function drawBeing(pen: Pen, name: string, stage: Stage): void {
  const { idea } = stage;
  const creature = creatures[name];
  const subject = subjects.get(name);
  if (idea.isAloft && !flyers.has(name) && subject?.spot !== 'air') {
    drawDraught(pen);
    drawWings(pen, name === 'penguin' ? '#BFE0EC' : '#FBF8F2');
  }
  if (subject !== undefined) subject.draw(pen.at(0, 0, { scale: 0.94 }), idea.color, idea.isTurned);
  else if (creature !== undefined) {
    pen.ellipse(10, 2, 150, 18, '#101820', 0.18);
    drawCreature(pen, inItsColor(name, creature, idea.color), idea.isTurned);
  } else if (name === 'penguin') drawPenguin(pen);
  else if (name === 'owl') drawOwl(pen.at(0, -6, { scale: 1.3 }));
  else if (name === 'bird') drawBird(pen.at(0, -16, { scale: 1.2 }), idea.color ?? '#4F8FC0');
  else if (name === 'crane') drawCrane(pen);
  else if (name === 'astronaut') drawAstronaut(pen.at(0, 0, { scale: 0.92 }));
  else if (name === 'robot') drawRobot(pen, idea.color);
  else drawPerson(pen, { ...figureOf(name, stage), isTurned: idea.isTurned });
}

function inItsColor(name: string, creature: Creature, color: string | null): Creature {
  if (color === null || !furColors.has(name)) return creature;
  const isSnowy = color === '#F4F1EA';
  return {
    ...creature,
    fur: isSnowy ? '#FBF8F2' : color,
    mark: isSnowy && creature.mark === 'tabby' ? 'none' : creature.mark,
  };
}

function figureOf(
  name: string,
  { idea, has }: Stage,
): { hair: Hair; garment: Garment; color: string } {
  const isOld = has('man') && name === 'man';
  const hair: Hair = name === 'boy' ? 'short' : isOld ? 'gray' : name === 'person' ? 'bob' : 'long';
  const isAncient = has('temple', 'lantern', 'crane') || (has('bamboo') && name !== 'boy');
  const garment: Garment = isAncient
    ? 'robe'
    : idea.weather === 'rain' && name !== 'man' && !has('dress')
      ? 'raincoat'
      : name === 'girl'
        ? 'dress'
        : 'coat';
  const standard = garment === 'raincoat' ? '#F0BE3C' : name === 'girl' ? '#C4533C' : '#34567A';
  return {
    hair: isAncient && name === 'girl' ? 'bun' : hair,
    garment,
    color: idea.color ?? standard,
  };
}
