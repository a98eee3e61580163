import { drawBlossomBranch } from './motifs/flowers';
import { drawRidge, drawSkyline } from './motifs/places';
import { drawFern } from './motifs/plants';
import { drawLamp } from './motifs/things';
import { darker, lighter, mixColors } from './color';
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
