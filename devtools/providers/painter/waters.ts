import { darker, mixColors } from './color';
import { drawBridge } from './motifs/places';
import { drawBoat, drawSkiff } from './motifs/vehicles';
import type { Stage } from './stage';
import { subjects } from './subjects';
import type { Pen } from './pen';

export function drawWater(pen: Pen, stage: Stage): void {
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
  const hasOther = idea.motifs.some((name) => subjects.get(name)?.isAlive === true);
  if (isBeach || hasSubject || hasOther) {
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

export function drawWaterfall(pen: Pen, { width, horizon, height }: Stage): void {
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
