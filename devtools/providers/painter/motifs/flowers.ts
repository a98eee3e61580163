import { darker, lighter, mixColors } from '../color';
import type { Pen } from '../pen';
import type { Random } from '../random';

export function drawBlossomBranch(pen: Pen, petal: string, random: Random): void {
  pen.line('M0 0C90 20 150-30 250 10C300 26 330 60 380 62', 16, '#4A3B32');
  pen.line(
    'M150-12C180 40 220 70 240 110M250 10C290-20 310-40 350-46M70 8C90 50 96 80 92 110',
    9,
    '#4A3B32',
  );
  const places = [
    [92, 116],
    [240, 112],
    [356, -48],
    [384, 66],
    [300, 40],
    [180, 20],
    [120, 4],
    [220, 76],
    [310, -30],
    [100, 70],
    [276, -4],
  ] as const;
  for (const [x, y] of places)
    drawBlossom(
      pen.at(x, y, { scale: random.between(0.7, 1.15), rotate: random.between(0, 72) }),
      petal,
    );
}

/** Five petals, 80 across. */
export function drawBlossom(pen: Pen, petal: string): void {
  for (let side = 0; side < 5; side += 1) {
    pen
      .at(0, 0, { rotate: side * 72 })
      .path(
        'M0 0C-24-12-24-40-4-40L0-34L4-40C24-40 24-12 0 0Z',
        side % 2 === 0 ? petal : lighter(petal, 0.2),
      );
  }
  pen.circle(0, 0, 8, '#E3A23B');
}

/** Stem from 0, 0; flower 150 above. */
export function drawFlower(pen: Pen, petal: string, random: Random): void {
  pen.line('M0 0C8-50-6-100 0-150', 8, '#4E7F4A');
  pen.path(
    'M0-40C30-60 60-60 74-90C40-96 10-80 0-40ZM0-70C-30-84-50-84-66-110C-36-118-8-104 0-70Z',
    '#5C9155',
  );
  const petals = 6 + Math.floor(random.next() * 3);
  for (let side = 0; side < petals; side += 1) {
    pen
      .at(0, -156, { rotate: (side * 360) / petals })
      .ellipse(0, -28, 17, 28, side % 2 === 0 ? petal : lighter(petal, 0.16));
  }
  pen.circle(0, -156, 16, mixColors('#E3A23B', petal, 0.15));
}

export function drawSunflower(pen: Pen): void {
  pen.line('M0 0C10-90-8-180 0-270', 14, '#4E7F4A');
  pen.path(
    'M0-80C50-120 90-110 120-150C60-170 14-140 0-80ZM0-140C-50-170-90-160-116-196C-60-216-12-196 0-140Z',
    '#5C9155',
  );
  for (let side = 0; side < 18; side += 1) {
    pen
      .at(0, -290, { rotate: side * 20 })
      .path('M0-40C-20-70-14-104 0-118C14-104 20-70 0-40Z', side % 2 === 0 ? '#F0B93A' : '#E2A026');
  }
  pen.circle(0, -290, 50, {
    center: [0, -290],
    radius: 52,
    stops: [
      [0, '#8A5A30'],
      [1, '#5A3820'],
    ],
  });
}

/** A vase with a tulip, a dahlia and a leaf; it stands at 0, 0 and is 260 high. */
export function drawVase(pen: Pen, color: string, petal: string, random: Random): void {
  pen.line(
    'M-10-240C-40-340-80-380-100-420M0-240V-470M10-240C40-340 90-370 120-400M-4-240C-60-320-120-330-160-340M4-240C70-300 120-300 170-310',
    8,
    '#4E7F4A',
  );
  for (const [x, y] of [
    [-160, -350],
    [170, -320],
    [-100, -430],
    [124, -416],
    [0, -470],
    [-44, -350],
    [56, -356],
  ] as const) {
    const tone = random.pick([petal, lighter(petal, 0.3), darker(petal, 0.15)]);
    for (let layer = 0; layer < 3; layer += 1) {
      const size = 1.2 - layer * 0.34;
      for (let side = 0; side < 10; side += 1)
        pen
          .at(x, y, { rotate: side * 36 + layer * 18, scale: size })
          .ellipse(0, -36, 14, 26, layer === 1 ? lighter(tone, 0.14) : tone);
    }
    pen.circle(x, y, 12, '#E3A23B');
  }
  pen.ellipse(0, 0, 110, 12, '#101820', 0.2);
  pen.path(
    'M-34-260H34V-210C90-180 120-130 104-70C92-24 60 0 0 0S-92-24-104-70C-120-130-90-180-34-210Z',
    {
      from: [-110, 0],
      to: [110, 0],
      stops: [
        [0, darker(color, 0.2)],
        [0.35, lighter(color, 0.2)],
        [1, darker(color, 0.3)],
      ],
    },
  );
  pen.rect(-46, -272, 92, 20, lighter(color, 0.08), 8);
  pen.line(
    'M-100-120C-60-100-30-140 0-120S60-100 100-120M-96-60C-60-44-30-76 0-60S60-44 96-60',
    6,
    lighter(color, 0.6),
    0.8,
  );
}

/** A leaf pad seen from above, radius 100. */
export function drawLotusLeaf(pen: Pen, color: string): void {
  pen.path('M0 0L97-26C86-70 46-100 0-100C-55-100-100-55-100 0S-55 100 0 100C46 100 86 70 97 26Z', {
    center: [0, 0],
    radius: 110,
    stops: [
      [0, lighter(color, 0.16)],
      [1, darker(color, 0.12)],
    ],
  });
  pen.line('M0 0L-6-84M0 0L-54-66M0 0L-82-26M0 0L-82 26M0 0L-54 66M0 0L-6 84', 3, '#FFFFFF', 0.2);
}

/** Seen from the side and slightly from above, about 160 wide. */
export function drawLotus(pen: Pen, petal: string): void {
  for (const rotate of [-64, 64, -40, 40, -18, 18, 0]) {
    pen.at(0, 0, { rotate }).path(
      'M0 0C-28-30-28-80 0-112C28-80 28-30 0 0Z',
      {
        from: [0, 0],
        to: [0, -112],
        stops: [
          [0, '#FFF4EC'],
          [1, petal],
        ],
      },
      0.96,
    );
  }
  pen.ellipse(0, -6, 22, 12, '#E3B93B');
}
