import { darker, lighter, mixColors } from './color';
import {
  drawBlossom,
  drawBlossomBranch,
  drawFern,
  drawLotus,
  drawLotusLeaf,
} from './motifs/plants';
import { drawRidge, drawSkyline } from './motifs/places';
import { drawFish, drawJellyfish, drawKoi, drawTurtle } from './motifs/swimmers';
import { drawLamp } from './motifs/things';
import { drawSky } from './sky';
import type { Draw, Stage } from './stage';
import type { Pen } from './pen';

/** A room: a wall or a large window, and the table or sill at `floor`. */
export const drawRoom: Draw = (pen, stage) => {
  const { width, height, floor, has, idea, palette } = stage;
  const isDark = idea.time === 'night';
  const wall = isDark ? '#2C3A48' : idea.mood === 'calm' ? '#DCE3DA' : '#EBDCC4';
  pen.rect(-10, -10, width + 20, height + 20, {
    from: [0, 0],
    to: [0, floor],
    stops: [
      [0, darker(wall, 0.08)],
      [1, lighter(wall, 0.2)],
    ],
  });
  if (has('window', 'cafe', 'mountain', 'city')) drawWindow(pen, stage);
  else drawNiche(pen, stage, wall);
  if (has('cafe', 'book') && !has('window')) drawShelf(pen, stage);
  const wood = isDark ? '#4A3026' : '#A8683C';
  const edge = floor - 70;
  pen.rect(-10, edge, width + 20, height - edge + 10, {
    from: [0, edge],
    to: [0, height],
    stops: [
      [0, lighter(wood, 0.14)],
      [1, darker(wood, 0.3)],
    ],
  });
  pen.rect(-10, edge, width + 20, 14, lighter(wood, 0.3), 0, 0.7);
  for (let grain = 0; grain < 7; grain += 1) {
    const y = edge + 40 + grain * 34;
    pen.line(
      `M-10 ${y}C${width * 0.3} ${y - 8} ${width * 0.6} ${y + 10} ${width + 10} ${y}`,
      2.5,
      darker(wood, 0.3),
      0.35,
    );
  }
  if (has('fern', 'window'))
    drawFern(
      pen.at(width * 0.16, edge + 40, { scale: 0.95 }),
      mixColors('#4E7F4A', palette.near, 0.2),
    );
  if (has('cherry'))
    drawBlossomBranch(pen.at(-20, floor * 0.16, { scale: 1.3 }), '#F2A7AE', stage.random);
  if (has('lamp')) drawLamp(pen.at(width * 0.84, edge + 50, { scale: 0.9 }));
};

function drawWindow(pen: Pen, stage: Stage): void {
  const { width, floor, palette, random, has } = stage;
  const [left, right, top, bottom] = [width * 0.1, width * 0.9, 30, floor - 90];
  const inside = { ...stage, horizon: bottom - 60 };
  drawSky(pen, inside);
  if (has('city', 'street')) {
    drawSkyline(
      pen.at(0, bottom),
      { width, height: 330, color: palette.far, light: palette.light, isLit: true },
      random,
    );
    drawSkyline(
      pen.at(0, bottom),
      { width, height: 220, color: palette.middle, light: palette.light, isLit: true },
      random,
    );
  } else {
    const ridge = {
      width,
      base: bottom,
      isSharp: false,
      hasSnow: false,
      fade: mixColors(palette.far, palette.sky[2], 0.5),
    };
    drawRidge(pen, { ...ridge, tall: 260, color: palette.far }, random);
    drawRidge(pen, { ...ridge, tall: 170, color: palette.middle }, random);
    drawRidge(pen, { ...ridge, tall: 90, color: palette.near }, random);
  }
  const frame = '#24404A';
  pen.rect(-10, -10, left + 10, bottom + 200, {
    from: [0, 0],
    to: [left, 0],
    stops: [
      [0, darker(frame, 0.2)],
      [1, lighter(frame, 0.06)],
    ],
  });
  pen.rect(right, -10, width, bottom + 200, {
    from: [right, 0],
    to: [width, 0],
    stops: [
      [0, lighter(frame, 0.06)],
      [1, darker(frame, 0.2)],
    ],
  });
  pen.rect(-10, -10, width + 20, top + 10, frame);
  for (const x of [left, width / 2, right])
    pen.rect(x - 9, top, 18, bottom - top, darker(frame, 0.25));
  pen.rect(left, (top + bottom) * 0.42, right - left, 14, darker(frame, 0.25));
}

function drawNiche(pen: Pen, { width, floor, palette, idea }: Stage, wall: string): void {
  const light = idea.time === 'night' ? '#F4C66A' : lighter(palette.light, 0.3);
  pen.circle(width / 2, floor * 0.5, 470, {
    center: [width / 2, floor * 0.5],
    radius: 470,
    stops: [
      [0, `${light}C0`],
      [1, `${light}00`],
    ],
  });
  const [left, right, arch] = [width / 2 - 300, width / 2 + 300, floor * 0.42];
  pen.path(
    `M${left} ${floor}V${arch}C${left} ${arch - 330} ${right} ${arch - 330} ${right} ${arch}V${floor}Z`,
    lighter(wall, 0.42),
    0.8,
  );
}

function drawShelf(pen: Pen, { width, floor, random }: Stage): void {
  for (const y of [floor * 0.24, floor * 0.52]) {
    let x = 30;
    while (x < width - 40) {
      const [wide, tall] = [random.between(20, 44), random.between(90, 150)];
      const isSkipped = random.next() < 0.12;
      if (!isSkipped)
        pen.rect(
          x,
          y - tall,
          wide,
          tall,
          random.pick(['#A8452F', '#2F5F6B', '#C9A45A', '#5B4636', '#7A8F78', '#D9C7A4']),
          3,
        );
      x += wide + 3;
    }
    pen.rect(0, y, width, 16, '#6B452E');
  }
}

/** Looking down into a pond. */
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

/** Below the sea. */
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

/** The ground of a moon under a sky of stars, with a planet in it. */
export const drawSpace: Draw = (pen, stage) => {
  const { width, height, floor, random } = stage;
  pen.rect(-10, -10, width + 20, height + 20, {
    from: [0, 0],
    to: [0, floor],
    stops: [
      [0, '#0A0F2A'],
      [0.6, '#26235A'],
      [1, '#5A3F7A'],
    ],
  });
  for (let cloud = 0; cloud < 16; cloud += 1) {
    const [x, y, radius] = [
      random.between(0, width),
      random.between(0, floor * 0.8),
      random.between(110, 240),
    ];
    const tone = random.pick(['#7A5BD0', '#3F7FC8', '#D0608F']);
    pen.circle(x, y, radius, {
      center: [x, y],
      radius,
      stops: [
        [0, `${tone}38`],
        [1, `${tone}00`],
      ],
    });
  }
  for (let star = 0; star < 220; star += 1)
    pen.circle(
      random.between(0, width),
      random.between(0, floor),
      random.next() ** 3 * 4 + 1,
      '#FFFFFF',
      random.between(0.4, 1),
    );
  const [x, y, radius] = [width * 0.74, height * 0.24, 130];
  pen.circle(x, y, radius * 1.5, {
    center: [x, y],
    radius: radius * 1.5,
    stops: [
      [0.6, '#8FC8F060'],
      [1, '#8FC8F000'],
    ],
  });
  pen.circle(x, y, radius, {
    center: [x - 40, y - 46],
    radius: radius * 1.7,
    stops: [
      [0, '#9FD8F0'],
      [0.5, '#3F86C0'],
      [1, '#173A68'],
    ],
  });
  pen.path(
    `M${x - 90} ${y - 40}C${x - 60} ${y - 100} ${x + 10} ${y - 90} ${x - 10} ${y - 40}C${x - 40} ${y - 30} ${x - 30} ${y + 20} ${x - 70} ${y + 10}ZM${x + 20} ${y}C${x + 80} ${y - 20} ${x + 100} ${y + 30} ${x + 50} ${y + 70}C${x + 10} ${y + 80} ${x} ${y + 20} ${x + 20} ${y}Z`,
    '#7FC08A',
    0.85,
  );
  pen.circle(width * 0.2, height * 0.16, 44, {
    center: [width * 0.19, height * 0.15],
    radius: 60,
    stops: [
      [0, '#FFD9A0'],
      [1, '#C9704A'],
    ],
  });
  pen.at(width * 0.2, height * 0.16, { rotate: -18 }).ellipse(0, 0, 86, 12, '#FFE6C0', 0.5);
  const top = floor - 110;
  pen.path(
    `M-10 ${top + 30}C${width * 0.3} ${top - 40} ${width * 0.7} ${top - 30} ${width + 10} ${top + 40}V${height + 10}H-10Z`,
    {
      from: [0, top - 30],
      to: [0, height],
      stops: [
        [0, '#D9D4E0'],
        [1, '#6F6A86'],
      ],
    },
  );
  for (let crater = 0; crater < 12; crater += 1) {
    const [cx, cy, size] = [
      random.between(0, width),
      random.between(top + 50, height),
      random.between(24, 80),
    ];
    pen.ellipse(cx, cy, size, size * 0.26, '#8A859C', 0.6);
    pen.ellipse(cx, cy + size * 0.06, size * 0.86, size * 0.2, '#B5B0C2', 0.8);
  }
};
