import { darker, lighter, mixColors, withAlpha } from './color';
import { drawFlock } from './motifs/flyers';
import { drawBamboo, drawBlossomBranch, drawPine, drawTree } from './motifs/plants';
import {
  drawBridge,
  drawCastle,
  drawHouse,
  drawLighthouse,
  drawRidge,
  drawSkyline,
  drawTemple,
} from './motifs/places';
import { drawStreetLamp } from './motifs/things';
import { drawBoat, drawSkiff, drawTrain } from './motifs/vehicles';
import { drawSky } from './sky';
import type { Draw, Stage } from './stage';
import type { Pen } from './pen';

/** Everything behind the subject in the open air, from far to near. */
export const drawOpenBackdrop: Draw = (pen, stage) => {
  const { palette, width, height, horizon, has, random, idea } = stage;
  drawSky(pen, stage);
  const haze = withAlpha(
    mixColors(palette.sky[2], palette.far, 0.35),
    idea.weather === 'fog' ? 0.6 : 1,
  );
  const isUrban = has('city', 'street');
  const hasSnow = idea.weather === 'snow';

  if (has('mountain') || !(isUrban || has('sea', 'desert'))) {
    const tall = has('mountain') ? 380 : 150;
    const isSharp = hasSnow || /雪山/.test(idea.motifs.join());
    const ridge = { width, base: horizon + 20, isSharp, hasSnow };
    drawRidge(pen, { ...ridge, tall, color: palette.far, fade: haze }, random);
    drawRidge(
      pen,
      {
        ...ridge,
        tall: tall * 0.66,
        color: mixColors(palette.far, palette.middle, 0.6),
        fade: haze,
      },
      random,
    );
    if (has('mountain'))
      drawRidge(
        pen,
        {
          ...ridge,
          tall: tall * 0.4,
          color: palette.middle,
          fade: mixColors(palette.middle, haze, 0.5),
        },
        random,
      );
  }
  if (isUrban) {
    const isLit = idea.time === 'night' || idea.time === 'dusk' || idea.weather === 'rain';
    const blocks = { width, light: palette.light, isLit };
    drawSkyline(
      pen.at(0, horizon + 20),
      { ...blocks, height: horizon * 0.68, color: mixColors(palette.far, palette.sky[1], 0.3) },
      random,
    );
    drawSkyline(
      pen.at(0, horizon + 40),
      { ...blocks, height: horizon * 0.44, color: palette.middle },
      random,
    );
  }
  if (has('desert')) drawDunes(pen, stage);
  else if (has('sea', 'lake', 'river', 'boat', 'bridge', 'lighthouse', 'crane'))
    drawWater(pen, stage);
  else drawGround(pen, stage);
  if (has('waterfall')) drawWaterfall(pen, stage);
  drawGrowth(pen, stage);
  drawBuildings(pen, stage);
  if (has('bird') || has('sea', 'mountain')) {
    drawFlock(
      pen.at(width * random.between(0.2, 0.7), height * 0.2),
      withAlpha(darker(palette.middle, 0.4), 0.8),
    );
  }
  if (isUrban && (idea.time === 'night' || idea.style === 'cyberpunk')) drawSigns(pen, stage);
  if (has('street')) {
    drawStreetLamp(pen.at(width * 0.12, stage.floor - 60));
    drawStreetLamp(pen.at(width * 0.9, stage.floor - 130, { scale: 0.72 }));
  }
};

/** Glowing shop signs on both sides of a street at night. */
function drawSigns(pen: Pen, { width, horizon, random }: Stage): void {
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

function drawGround(pen: Pen, { palette, width, height, horizon, has, random, idea }: Stage): void {
  const isPaved = has('street', 'city');
  const ground = isPaved ? mixColors(palette.near, '#5B6068', 0.5) : palette.ground;
  const middle = isPaved
    ? mixColors(ground, palette.sky[2], 0.25)
    : mixColors(ground, palette.middle, 0.45);
  const wave = random.between(-30, 30);
  pen.path(
    `M-10 ${horizon + 20}C${width * 0.3} ${horizon - 30 + wave} ${width * 0.6} ${horizon + 40} ${width + 10} ${horizon - wave}V${height + 10}H-10Z`,
    {
      from: [0, horizon - 20],
      to: [0, height],
      stops: [
        [0, middle],
        [0.5, ground],
        [1, darker(ground, 0.16)],
      ],
    },
  );
  if (isPaved) {
    pen.polygon(
      [width * 0.42, horizon, width * 0.58, horizon, width * 0.96, height, width * 0.04, height],
      darker(ground, 0.14),
    );
    for (let mark = 0; mark < 5; mark += 1) {
      const top = horizon + (height - horizon) * (mark / 5) ** 1.5 + 12;
      const half = 3 + mark * 3;
      pen.polygon(
        [
          width / 2 - half,
          top,
          width / 2 + half,
          top,
          width / 2 + half * 1.5,
          top + 16 + mark * 14,
          width / 2 - half * 1.5,
          top + 16 + mark * 14,
        ],
        '#F4E8D2',
        0.5,
      );
    }
    if (idea.weather === 'rain' || idea.style === 'cyberpunk')
      drawPuddles(pen, { palette, width, height, horizon, random });
    return;
  }
  const front = mixColors(ground, palette.near, 0.35);
  pen.path(
    `M-10 ${height * 0.86 + wave}C${width * 0.3} ${height * 0.78} ${width * 0.7} ${height * 0.9} ${width + 10} ${height * 0.8}V${height + 10}H-10Z`,
    front,
    0.55,
  );
  if (idea.weather === 'snow') return;
  for (let tuft = 0; tuft < (has('grass') ? 160 : 60); tuft += 1) {
    const y = random.between(horizon + 40, height);
    const size = 0.3 + ((y - horizon) / (height - horizon)) * 0.9;
    const blade = random.next() < 0.5 ? lighter(ground, 0.2) : darker(ground, 0.18);
    pen
      .at(random.between(0, width), y, { scale: size })
      .line('M-10 0C-12-16-18-24-24-30M0 0C0-20 2-30 4-40M10 0C12-14 20-22 26-26', 4, blade, 0.7);
  }
}

type Wet = Pick<Stage, 'palette' | 'width' | 'height' | 'horizon' | 'random'>;

function drawPuddles(pen: Pen, { palette, width, height, horizon, random }: Wet): void {
  for (let puddle = 0; puddle < 26; puddle += 1) {
    const y = random.between(horizon + 40, height);
    const size = 0.4 + (y - horizon) / (height - horizon);
    const tone = random.pick([palette.light, palette.sky[1], '#E0684A', '#3FA7A0']);
    pen.ellipse(random.between(0, width), y, random.between(30, 110) * size, 5 * size, tone, 0.26);
  }
}

function drawDunes(pen: Pen, { width, height, horizon, idea }: Stage): void {
  const sand = idea.time === 'night' ? '#6B6480' : idea.time === 'dusk' ? '#D08A58' : '#E6BE7C';
  for (let dune = 0; dune < 4; dune += 1) {
    const y = horizon - 40 + ((height - horizon) * dune) / 3.4;
    const peak = width * (0.2 + ((dune * 0.37) % 0.7));
    const tone = mixColors(lighter(sand, 0.25), sand, dune / 3);
    pen.path(
      `M-10 ${y + 90}C${peak * 0.5} ${y + 60} ${peak * 0.8} ${y - 40} ${peak} ${y - 60}C${peak + 160} ${y + 20} ${width * 0.8} ${y + 70} ${width + 10} ${y + 60}V${height + 10}H-10Z`,
      tone,
    );
    pen.path(
      `M${peak} ${y - 60}C${peak + 60} ${y + 20} ${peak - 40} ${y + 90} ${peak + 40} ${height}H${width + 10}V${y + 60}C${width * 0.8} ${y + 70} ${peak + 160} ${y + 20} ${peak} ${y - 60}Z`,
      darker(tone, 0.13),
    );
  }
}

function drawWater(pen: Pen, stage: Stage): void {
  const { palette, width, height, horizon, has, random, floor, idea } = stage;
  pen.rect(-10, horizon, width + 20, height - horizon + 10, {
    from: [0, horizon],
    to: [0, height],
    stops: [
      [0, palette.water[0]],
      [1, palette.water[1]],
    ],
  });
  for (let wave = 0; wave < 60; wave += 1) {
    const y = horizon + (height - horizon) * random.next() ** 1.6;
    const size = 0.2 + (y - horizon) / (height - horizon);
    const x = random.between(-50, width);
    pen.line(
      `M${x} ${y}h${random.between(60, 200) * size}`,
      5 * size,
      random.next() < 0.6 ? '#FFFFFF' : palette.light,
      0.3,
    );
  }
  if (has('sun') || idea.time === 'dusk' || has('moon')) {
    for (let glint = 0; glint < 14; glint += 1) {
      const y = horizon + 12 + glint * glint * 2.4;
      const half = 30 + glint * 9 * random.between(0.6, 1.3);
      pen.ellipse(
        width * 0.32 + random.between(-16, 16),
        y,
        half,
        3 + glint * 0.5,
        palette.light,
        0.5,
      );
    }
  }
  const isBeach = has('sea') && !has('boat', 'whale');
  const hasSubject = has(
    'cat',
    'dog',
    'girl',
    'boy',
    'man',
    'person',
    'rabbit',
    'fox',
    'panda',
    'bear',
    'bird',
    'deer',
    'crane',
    'penguin',
    'robot',
    'lighthouse',
  );
  if (isBeach || hasSubject) {
    const sand = isBeach
      ? mixColors('#EBD3A4', palette.near, idea.time === 'night' ? 0.6 : 0.05)
      : palette.ground;
    const y = floor - 90;
    if (isBeach)
      pen.path(
        `M-10 ${y - 26}C${width * 0.3} ${y - 56} ${width * 0.6} ${y + 14} ${width + 10} ${y - 26}V${height + 10}H-10Z`,
        '#FFFFFF',
        0.8,
      );
    pen.path(
      `M-10 ${y}C${width * 0.3} ${y - 34} ${width * 0.6} ${y + 40} ${width + 10} ${y - 4}V${height + 10}H-10Z`,
      {
        from: [0, y],
        to: [0, height],
        stops: [
          [0, sand],
          [1, darker(sand, 0.14)],
        ],
      },
    );
  }
  if (has('bridge'))
    drawBridge(
      pen.at(width * (has('temple') ? 0.34 : 0.64), horizon + 70, { scale: 0.8 }),
      '#B9A58A',
    );
  if (has('boat')) {
    if (idea.style === 'ink' || has('river', 'man'))
      drawSkiff(pen.at(width * 0.6, horizon + (height - horizon) * 0.42), '#5B4636');
    else drawBoat(pen.at(width * 0.64, horizon + (height - horizon) * 0.34), '#B8503C');
  }
}

function drawWaterfall(pen: Pen, { width, horizon, height }: Stage): void {
  const x = width * 0.62;
  pen.path(
    `M${x - 40} ${horizon - 260}C${x - 50} ${horizon - 100} ${x - 70} ${horizon} ${x - 90} ${horizon + 80}H${x + 90}C${x + 70} ${horizon} ${x + 50} ${horizon - 100} ${x + 40} ${horizon - 260}Z`,
    {
      from: [0, horizon - 260],
      to: [0, horizon + 80],
      stops: [
        [0, '#DDEFF4'],
        [1, '#FFFFFF'],
      ],
    },
  );
  for (let strand = -2; strand <= 2; strand += 1)
    pen.line(
      `M${x + strand * 14} ${horizon - 250}C${x + strand * 18} ${horizon - 100} ${x + strand * 22} ${horizon} ${x + strand * 30} ${horizon + 70}`,
      5,
      '#9CC6D6',
      0.7,
    );
  pen.ellipse(x, horizon + 84, 190, 34, '#FFFFFF', 0.7);
  pen.path(
    `M${x - 150} ${horizon + 90}C${x - 60} ${horizon + 180} ${x - 300} ${height * 0.9} ${x - 200} ${height + 10}H${x + 200}C${x + 60} ${height * 0.9} ${x + 260} ${horizon + 190} ${x + 150} ${horizon + 90}Z`,
    '#8FC3D3',
    0.8,
  );
}

function drawBuildings(pen: Pen, { palette, width, horizon, has, idea, random }: Stage): void {
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

function drawGrowth(pen: Pen, stage: Stage): void {
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
