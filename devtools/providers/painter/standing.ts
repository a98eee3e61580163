import { drawBlossomBranch } from './motifs/flowers';
import { drawCastle, drawHouse, drawLighthouse, drawTemple } from './motifs/places';
import { drawBamboo, drawPine, drawTree } from './motifs/plants';
import { drawTrain } from './motifs/vehicles';
import { darker, mixColors } from './color';
import type { Stage } from './stage';
import type { Pen } from './pen';

export function drawBuildings(
  pen: Pen,
  { palette, width, horizon, has, idea, random }: Stage,
): void {
  const isLit =
    idea.time === 'night' ||
    idea.time === 'dusk' ||
    idea.weather === 'snow' ||
    idea.weather === 'rain';
  const hasSnow = idea.weather === 'snow';
  if (has('castle'))
    drawCastle(
      pen.at(width * 0.7, horizon + 40, { scale: 0.9 }),
      mixColors('#D9CBB8', palette.far, 0.3),
    );
  if (has('temple'))
    drawTemple(
      pen.at(width * 0.72, horizon + 60, { scale: 0.8 }),
      mixColors('#2F4A52', palette.middle, 0.4),
    );
  if (has('lighthouse') && !has('whale')) {
    pen.path(
      `M${width * 0.6} ${horizon + 60}C${width * 0.66} ${horizon - 40} ${width * 0.86} ${horizon - 40} ${width + 20} ${horizon + 60}Z`,
      darker(palette.near, 0.1),
    );
    drawLighthouse(pen.at(width * 0.8, horizon - 8, { scale: 0.9, flip: true }));
  }
  if (has('house')) {
    const isHero = !has('cat', 'dog', 'girl', 'boy', 'man', 'person');
    drawHouse(
      pen.at(width * (isHero ? 0.55 : 0.76), horizon + (isHero ? 190 : 90), {
        scale: isHero ? 1.5 : 0.8,
      }),
      '#C98F63',
      '#8E4030',
      isLit,
      hasSnow,
    );
    if (!isHero)
      drawHouse(
        pen.at(width * 0.2, horizon + 60, { scale: 0.5 }),
        '#D9B78C',
        '#5F4A4A',
        isLit,
        hasSnow,
      );
  }
  if (has('train')) {
    pen.rect(-10, horizon + 70, width + 20, 12, darker(palette.near, 0.3));
    drawTrain(
      pen.at(width * 0.1 + random.between(-40, 40), horizon + 72, { scale: 0.95 }),
      idea.color ?? '#C4533C',
    );
  }
}

export function drawGrowth(pen: Pen, stage: Stage): void {
  const { palette, width, horizon, height, has, random, idea } = stage;
  const hasSnow = idea.weather === 'snow';
  if (has('forest', 'pine')) {
    for (let row = 0; row < 3; row += 1) {
      const tone = mixColors(palette.far, palette.leaf, (row + 1) / 3);
      for (let x = random.between(-60, 0); x < width + 60; x += random.between(90, 150)) {
        if (row === 2 && Math.abs(x - width / 2) < 300) continue;
        const tree = pen.at(x, horizon + 30 + row * 70, {
          scale: 0.5 + row * 0.3 + random.between(0, 0.15),
        });
        if (has('pine') || hasSnow || (!has('maple') && random.next() < 0.7))
          drawPine(tree, darker(tone, 0.12), hasSnow);
        else drawTree(tree, tone, random);
      }
    }
  } else if (has('tree', 'maple') || (has('cherry') && !has('girl', 'window'))) {
    drawTree(pen.at(width * 0.14, horizon + 190, { scale: 1.25 }), palette.leaf, random);
    drawTree(pen.at(width * 0.88, horizon + 100, { scale: 0.8 }), palette.leaf, random);
  }
  if (has('bamboo')) {
    for (let stalk = 0; stalk < 13; stalk += 1) {
      const x = (width * (stalk + random.between(0.1, 0.9))) / 13;
      const part = random.next();
      drawBamboo(
        pen.at(x, height * 0.84, { scale: 0.7 + part * 0.6 }),
        height * 1.3,
        mixColors(palette.middle, '#5F9B57', part),
        random,
      );
    }
  }
  if (has('cherry')) drawBlossomBranch(pen.at(-20, 60, { scale: 1.2 }), '#F4B3BC', random);
}

/** Glowing shop signs on both sides of a street at night. */
export function drawSigns(pen: Pen, { width, horizon, random }: Stage): void {
  for (const [x, y, tone] of [
    [0.08, 0.42, '#E0483A'],
    [0.24, 0.62, '#2FA8A0'],
    [0.74, 0.5, '#E39A2F'],
    [0.9, 0.36, '#D0508F'],
    [0.86, 0.72, '#3F8FD0'],
  ] as const) {
    const [left, top, tall] = [width * x, horizon * y, random.between(130, 210)];
    pen.circle(left + 30, top + tall / 2, tall, {
      center: [left + 30, top + tall / 2],
      radius: tall,
      stops: [
        [0, `${tone}70`],
        [1, `${tone}00`],
      ],
    });
    pen.rect(left, top, 60, tall, tone, 8);
    for (let line = top + 18; line < top + tall - 34; line += 46) {
      pen.line(
        `M${left + 16} ${line}h28M${left + 30} ${line}v26M${left + 14} ${line + 26}h32`,
        5,
        '#FFF4DC',
      );
    }
  }
}
