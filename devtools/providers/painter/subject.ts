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
import type { Pen } from './pen';
import { drawHeldUmbrella, drawProps, drawThings } from './props';
import type { Stage } from './stage';

const living = [
  ...Object.keys(creatures),
  'penguin',
  'owl',
  'bird',
  'crane',
  'astronaut',
  'robot',
  ...personNames,
];

/** What the picture is about: at most two living beings, else the things that were named. */
export function drawSubject(pen: Pen, stage: Stage): void {
  const { idea, width, height, floor, has } = stage;
  if (has('whale')) {
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
  const found = idea.motifs.filter((name) => living.includes(name));
  // 一个人 and 女孩 are one person.
  const beings = found.filter(
    (name) =>
      !(
        name === 'person' &&
        found.some((other) => other !== 'person' && personNames.includes(other))
      ),
  );
  const [first, second] = beings;
  const isPair = second !== undefined;
  const room = height > width * 1.25 && !isPair ? 1.18 : 1;
  const size = (has('indoor', 'window') ? 1.2 : isPair ? 1.02 : 1.18) * room;
  if (second !== undefined)
    drawBeing(
      pen.at(width / 2 + 190, floor + 6, { scale: size * 0.86, flip: true }),
      second,
      stage,
    );
  if (first !== undefined) {
    const isSharing = drawProps(pen, stage, isPair);
    const x = width / 2 - (isPair ? 150 : isSharing ? 60 : 0);
    if (has('umbrella') || (idea.weather === 'rain' && !has('street', 'city', 'window', 'indoor')))
      drawHeldUmbrella(pen.at(x, floor, { scale: size }), first, stage);
    drawBeing(pen.at(x, floor, { scale: size }), first, stage);
    if (has('lantern')) drawLantern(pen.at(x + 170 * size, floor - 300, { scale: 0.8 }));
    return;
  }
  drawThings(pen, stage);
}

function drawBeing(pen: Pen, name: string, stage: Stage): void {
  const { idea } = stage;
  const creature = creatures[name];
  if (creature !== undefined) {
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
