import { furColors } from './motifs/creatures';
import { drawFlower, drawSunflower, drawVase } from './motifs/flowers';
import { drawButterfly } from './motifs/flyers';
import { drawCake, drawCup, drawFruit, drawNoodles, drawTeapot } from './motifs/food';
import { personNames } from './motifs/people';
import { drawMushroom } from './motifs/plants';
import {
  drawBalloon,
  drawBook,
  drawDress,
  drawGuitar,
  drawHeart,
  drawKite,
  drawLantern,
  drawRocket,
  drawUmbrella,
} from './motifs/things';
import { drawBicycle, drawCar } from './motifs/vehicles';
import type { Pen } from './pen';
import type { Stage } from './stage';
import { subjects } from './subjects';
import { isWorn } from './worn';

/** Draws the umbrella in a person's hand, or next to an animal. */
export function drawHeldUmbrella(pen: Pen, name: string, { idea }: Stage): void {
  const isTall = personNames.includes(name) || name === 'robot' || name === 'astronaut';
  // The prompt's colour belongs to an animal such as a cat, so its umbrella has another one.
  const color = furColors.has(name) ? '#C93F2E' : (idea.color ?? '#C93F2E');
  drawUmbrella(pen.at(isTall ? 100 : 118, isTall ? -140 : -60, { scale: 1.25, rotate: -7 }), color);
}

/** Draws small things next to a living subject; returns true when they need room to its right. */
export function drawProps(
  pen: Pen,
  { width, floor, has, idea, random }: Stage,
  isPair: boolean,
): boolean {
  const side = pen.at(width / 2 + (isPair ? 360 : 250), floor + 20);
  if (has('bicycle')) drawBicycle(pen.at(width / 2 + 150, floor, { scale: 1.1 }), '#2F6DA8');
  if (has('balloon')) {
    for (const [x, y, tone] of [
      [0.8, 0.2, '#D9506A'],
      [0.2, 0.26, '#5FA6D8'],
      [0.66, 0.12, '#E9B83F'],
    ] as const)
      drawBalloon(pen.at(width * x, floor * y + 60, { scale: 0.55 }), tone);
  }
  if (has('kite')) drawKite(pen.at(width * 0.78, floor * 0.3), idea.color ?? '#D9506A');
  if (has('butterfly')) {
    for (const [x, y] of [
      [0.2, 0.42],
      [0.8, 0.34],
      [0.72, 0.56],
    ] as const)
      drawButterfly(
        pen.at(width * x, floor * y, { scale: 0.55, rotate: random.between(-30, 30) }),
        random.pick(['#E08AA0', '#6FB0D8', '#E9B83F']),
      );
  }
  if (has('sunflower')) {
    for (const x of [-330, -240, 270, 360])
      drawSunflower(
        pen.at(width / 2 + x, floor + random.between(-10, 40), { scale: random.between(0.8, 1.2) }),
      );
  }
  if (has('coffee')) drawCup(side.at(0, 10, { scale: 0.8 }), '#F4F0E6', '#6B4430');
  else if (has('tea')) drawCup(side.at(0, 10, { scale: 0.8 }), '#8FB3A4', '#B5A84E');
  else if (has('book')) drawBook(side, '#A8452F');
  else if (has('cake')) drawCake(side.at(0, 0, { scale: 0.7 }));
  else if (has('guitar')) drawGuitar(side);
  else {
    const own = idea.motifs.flatMap((name) => (isWorn(name) ? [] : (subjects.get(name) ?? [])));
    const beside = own.find(
      ({ isAlive, spot }) => !isAlive && spot !== 'deep' && spot !== 'afloat',
    );
    if (beside === undefined) return has('sunflower') ? false : isPair;
    const isAbove = beside.spot === 'air';
    const at = isAbove ? pen.at(width * 0.76, floor * 0.24, { scale: 0.5 }) : side;
    const scale = beside.spot === 'ground' ? 0.62 : 0.54;
    beside.draw(isAbove ? at : side.at(10, 0, { scale }), null, false);
    return !isAbove;
  }
  return true;
}

/** Draws the things in the prompt when its subject is not a living being. */
export function drawThings(pen: Pen, { idea, has, width, height, floor, random }: Stage): void {
  const stand = pen.at(width / 2, floor + 30);
  if (has('whale', 'koi', 'fish', 'jellyfish', 'turtle')) return;
  if (has('dress') && !has('person'))
    drawDress(pen.at(width / 2, floor - 640, { scale: 1.05 }), idea.color ?? '#7FA08C');
  else if (has('cake')) {
    for (const [x, y, tone] of [
      [0.14, 0.3, '#D9506A'],
      [0.86, 0.24, '#5FA6D8'],
      [0.76, 0.44, '#E9B83F'],
    ] as const) {
      if (has('balloon')) drawBalloon(pen.at(width * x, floor * y, { scale: 0.55 }), tone);
    }
    drawCake(stand.at(0, 0, { scale: 1.3 }));
  } else if (has('vase'))
    drawVase(stand.at(0, 0, { scale: 1.25 }), '#2F5F8F', idea.color ?? '#C4402F', random);
  else if (has('noodles')) drawNoodles(stand.at(0, 0, { scale: 1.4 }));
  else if (has('fruit')) drawFruit(stand.at(0, 0, { scale: 1.3 }));
  else if (has('coffee')) drawCup(stand.at(0, 0, { scale: 1.6 }), '#F4F0E6', '#6B4430');
  else if (has('tea')) {
    drawTeapot(stand.at(-230, -30, { scale: 1.15 }), '#6F8F86');
    drawCup(stand.at(150, 10, { scale: 1.2 }), idea.color ?? '#DCE6DC', '#9DB04A');
  } else if (has('book')) drawBook(stand.at(0, -20, { scale: 1.6 }), idea.color ?? '#A8452F');
  else if (has('guitar')) drawGuitar(stand.at(0, 0, { scale: 1.3 }));
  else if (has('car')) drawCar(stand.at(0, 0, { scale: 1.25 }), idea.color ?? '#D9573F');
  else if (has('bicycle')) drawBicycle(stand.at(0, 0, { scale: 1.4 }), idea.color ?? '#C4533C');
  else if (has('rocket'))
    drawRocket(
      pen.at(width * 0.42, height * 0.5, { scale: 1.4, rotate: 20 }),
      idea.color ?? '#D5512F',
    );
  else if (has('balloon')) {
    drawBalloon(pen.at(width * 0.44, height * 0.36, { scale: 1.25 }), idea.color ?? '#D5603F');
    drawBalloon(pen.at(width * 0.8, height * 0.22, { scale: 0.5 }), '#5FA6D8');
    drawBalloon(pen.at(width * 0.16, height * 0.5, { scale: 0.4 }), '#E9B83F');
  } else if (has('heart'))
    drawHeart(pen.at(width / 2, height * 0.42, { scale: 2 }), idea.color ?? '#D9506A');
  else if (has('butterfly'))
    drawButterfly(
      pen.at(width / 2, height * 0.45, { scale: 3, rotate: 12 }),
      idea.color ?? '#5F8FD0',
    );
  else if (has('mushroom')) {
    drawMushroom(stand.at(-60, 20, { scale: 1.6 }), idea.color ?? '#C9422F');
    drawMushroom(stand.at(190, 30, { scale: 0.9 }), idea.color ?? '#C9422F');
  } else if (has('sunflower')) {
    for (let flower = 0; flower < 14; flower += 1)
      drawSunflower(
        pen.at(width * ((flower + 0.5) / 14), floor + 60 + random.between(-60, 80), {
          scale: random.between(0.8, 1.5),
        }),
      );
  } else if (has('flower')) {
    const tones = ['#D9506A', '#E9B83F', '#8A6FC0', '#F0A08A', '#F4F1EA'] as const;
    for (let flower = 0; flower < 40; flower += 1) {
      const part = flower / 40;
      drawFlower(
        pen.at(random.between(0, width), floor - 60 + part * 220, { scale: 0.5 + part * 0.9 }),
        idea.color ?? random.pick(tones),
        random,
      );
    }
  } else if (has('lantern')) {
    for (const [x, y, scale] of [
      [0.24, 0.06, 1.2],
      [0.5, -0.02, 1.5],
      [0.78, 0.08, 1.05],
      [0.38, 0.34, 0.6],
      [0.66, 0.38, 0.5],
    ] as const)
      drawLantern(pen.at(width * x, height * y, { scale }));
  } else if (has('kite'))
    drawKite(
      pen.at(width * 0.55, height * 0.3, { scale: 1.5, rotate: 20 }),
      idea.color ?? '#D9506A',
    );
}
