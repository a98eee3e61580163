import { drawBlossom, drawLotus, drawLotusLeaf } from './motifs/flowers';
import { drawFish, drawJellyfish, drawKoi, drawTurtle } from './motifs/swimmers';
import { mixColors } from './color';
import type { Draw } from './stage';

/** A pond, seen from above. */
export const drawPond: Draw = (pen, stage) => {
  const { width, height, random, has, idea } = stage;
  const deep = idea.time === 'night' ? '#0F2E44' : '#134753';
  pen.rect(-10, -10, width + 20, height + 20, {
    center: [width * 0.45, height * 0.4],
    radius: Math.max(width, height) * 0.8,
    stops: [
      [0, idea.time === 'night' ? '#2B6480' : '#4A9E9F'],
      [0.7, mixColors('#1F646F', deep, 0.4)],
      [1, deep],
    ],
  });
  for (const [x, y, size] of [
    [0.52, 0.46, 1],
    [0.25, 0.8, 0.6],
    [0.8, 0.2, 0.5],
  ] as const) {
    for (const radius of [90, 150, 210])
      pen.ring(width * x, height * y, radius * size, 3, '#A9DAD6', 0.25);
  }
  const fish = [
    [0.4, 0.42, -36, 1.25, '#D9472B'],
    [0.64, 0.68, 150, 1.05, '#E7812F'],
    [0.22, 0.74, 40, 0.85, '#D9472B'],
    [0.76, 0.32, 210, 0.75, '#33383E'],
  ] as const;
  for (const [x, y, rotate, scale, spots] of fish) {
    const at = { rotate: rotate + random.between(-14, 14), scale };
    pen.at(width * x + 18, height * y + 30, at).ellipse(0, 10, 46, 150, '#06222B', 0.22);
    drawKoi(pen.at(width * x, height * y, at), spots);
  }
  const leaves = [
    [0.12, 0.14, 1.2, '#4E8A5B'],
    [0.88, 0.18, 0.95, '#6BA468'],
    [0.93, 0.88, 1.4, '#3F7A52'],
    [0.08, 0.95, 1.05, '#5C9860'],
    [0.76, 0.04, 0.55, '#83B377'],
  ] as const;
  for (const [x, y, scale, tone] of leaves)
    drawLotusLeaf(pen.at(width * x, height * y, { scale, rotate: random.between(0, 360) }), tone);
  drawLotus(pen.at(width * 0.17, height * 0.17), '#F2A7AE');
  if (has('lotus', 'flower'))
    drawLotus(pen.at(width * 0.86, height * 0.84, { scale: 1.3 }), '#EF98A6');
  for (let petal = 0; petal < 12; petal += 1)
    drawBlossom(
      pen.at(random.between(0, width), random.between(0, height), {
        scale: 0.3,
        rotate: random.between(0, 90),
      }),
      '#F6C6C4',
    );
};

/** Under the sea. */
export const drawDeep: Draw = (pen, stage) => {
  const { width, height, random, has, idea } = stage;
  pen.rect(-10, -10, width + 20, height + 20, {
    from: [0, 0],
    to: [0, height],
    stops: [
      [0, '#5FB6CC'],
      [0.5, '#22709A'],
      [1, '#0E2F57'],
    ],
  });
  for (let ray = 0; ray < 6; ray += 1) {
    const x = width * (ray / 5) + random.between(-60, 60);
    pen.polygon([x - 30, -10, x + 40, -10, x + 190, height * 0.8, x - 60, height * 0.8], {
      from: [0, 0],
      to: [0, height * 0.8],
      stops: [
        [0, '#FFFFFF40'],
        [1, '#FFFFFF00'],
      ],
    });
  }
  pen.path(
    `M-10 ${height * 0.86}C${width * 0.3} ${height * 0.8} ${width * 0.6} ${height * 0.92} ${width + 10} ${height * 0.84}V${height + 10}H-10Z`,
    '#1B4468',
  );
  for (let weed = 0; weed < 16; weed += 1) {
    const x = random.between(0, width);
    const tall = random.between(120, 330);
    const tone = random.pick(['#2F7F6B', '#C9566A', '#E08A5A', '#3F6FA0', '#7A5BA6']);
    pen.line(
      `M${x} ${height}C${x + 50} ${height - tall * 0.4} ${x - 50} ${height - tall * 0.7} ${x + 20} ${height - tall}`,
      random.between(12, 26),
      tone,
      0.85,
    );
  }
  for (let bubble = 0; bubble < 40; bubble += 1)
    pen.ring(
      random.between(0, width),
      random.between(0, height),
      random.between(4, 20),
      3,
      '#FFFFFF',
      0.4,
    );
  const tones = ['#F09A4A', '#F2D04A', '#EE7A7A', '#7FD0E0'] as const;
  if (has('fish') || !has('jellyfish', 'turtle', 'whale')) {
    for (let fish = 0; fish < 9; fish += 1)
      drawFish(
        pen.at(random.between(60, width - 60), random.between(height * 0.15, height * 0.8), {
          scale: fish === 0 ? 1.2 : random.between(0.3, 0.6),
          flip: random.next() < 0.4,
        }),
        fish === 0 && idea.color ? idea.color : random.pick(tones),
      );
  }
  if (has('jellyfish')) {
    for (const [x, y, scale] of [
      [0.46, 0.36, 1.5],
      [0.78, 0.24, 0.8],
      [0.2, 0.6, 0.7],
    ] as const)
      drawJellyfish(pen.at(width * x, height * y, { scale }), '#D9A0E0');
  }
  if (has('turtle')) drawTurtle(pen.at(width * 0.5, height * 0.5, { scale: 1.5, rotate: -10 }));
};
