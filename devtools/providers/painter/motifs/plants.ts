import { darker, lighter, mixColors } from '../color';
import type { Pen } from '../pen';
import type { Random } from '../random';

/** Round crown, about 400 high; trunk foot at 0, 0. */
export function drawTree(pen: Pen, color: string, random: Random): void {
  pen.path('M-18 0C-12-70-16-130-30-190L-6-150L4-220L14-150L40-184C20-130 16-70 22 0Z', '#6B4A36');
  for (const [x, y, r, part] of [
    [-80, -220, 80, 0.16],
    [80, -230, 84, 0.12],
    [0, -300, 100, 0.04],
    [-40, -250, 84, 0],
    [50, -280, 76, -0.1],
  ] as const) {
    pen.circle(
      x + random.between(-8, 8),
      y + random.between(-8, 8),
      r,
      part < 0 ? lighter(color, 0.14) : darker(color, part),
    );
  }
  for (let leaf = 0; leaf < 26; leaf += 1) {
    pen.circle(
      random.between(-130, 130),
      random.between(-370, -190),
      random.between(5, 12),
      lighter(color, random.between(0.08, 0.3)),
      0.6,
    );
  }
}

export function drawPine(pen: Pen, color: string, hasSnow: boolean): void {
  pen.rect(-14, -50, 28, 50, '#5B4132');
  for (let tier = 0; tier < 4; tier += 1) {
    const y = -40 - tier * 82;
    const half = 120 - tier * 24;
    pen.path(
      `M0 ${y - 130}C${half * 0.3} ${y - 60} ${half * 0.7} ${y - 20} ${half} ${y}C${half * 0.4} ${y + 14} ${-half * 0.4} ${y + 14} ${-half} ${y}C${-half * 0.7} ${y - 20} ${-half * 0.3} ${y - 60} 0 ${y - 130}Z`,
      tier % 2 === 0 ? color : lighter(color, 0.06),
    );
    if (hasSnow)
      pen.path(
        `M0 ${y - 130}C${half * 0.26} ${y - 70} ${half * 0.5} ${y - 40} ${half * 0.72} ${y - 24}C${half * 0.4} ${y - 40} ${half * 0.2} ${y - 30} 0 ${y - 46}C${-half * 0.2} ${y - 30} ${-half * 0.4} ${y - 40} ${-half * 0.72} ${y - 24}C${-half * 0.5} ${y - 40} ${-half * 0.26} ${y - 70} 0 ${y - 130}Z`,
        '#F6F9FA',
        0.92,
      );
  }
}

/** Stalks from below to above, drawn for a field `height` tall around x = 0. */
export function drawBamboo(pen: Pen, height: number, color: string, random: Random): void {
  const lean = random.between(-30, 30);
  const joints = Math.ceil(height / 130);
  for (let joint = 0; joint < joints; joint += 1) {
    const y = -joint * 130;
    const x = (lean * joint) / joints;
    const next = (lean * (joint + 1)) / joints;
    pen.line(`M${x} ${y - 6}L${next} ${y - 122}`, 22, {
      from: [x - 12, 0],
      to: [x + 12, 0],
      stops: [
        [0, darker(color, 0.2)],
        [0.4, lighter(color, 0.2)],
        [1, darker(color, 0.15)],
      ],
    });
    if (joint > 1) {
      for (let leaf = 0; leaf < 3; leaf += 1) {
        const rotate = random.between(20, 70) * (random.next() < 0.5 ? -1 : 1);
        pen
          .at(next, y - 126, { rotate, scale: random.between(0.7, 1.1) })
          .path(
            'M0 0C16 30 16 80 0 130C-16 80-16 30 0 0Z',
            leaf % 2 === 0 ? color : darker(color, 0.2),
            0.9,
          );
      }
    }
  }
}

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

/** Tulip, dahlia and leaf from a vase 260 high standing at 0, 0. */
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

export function drawFern(pen: Pen, color: string): void {
  for (const rotate of [-58, -34, -12, 12, 34, 58]) {
    const frond = pen.at(0, -110, { rotate });
    frond.line('M0 0C10-80 6-150 0-220', 6, darker(color, 0.2));
    for (let pair = 1; pair < 10; pair += 1) {
      const y = -pair * 22;
      const size = 1.1 - pair * 0.08;
      frond
        .at(4, y, { rotate: -60, scale: size })
        .path('M0 0C12-16 12-40 0-58C-12-40-12-16 0 0Z', color);
      frond
        .at(4, y, { rotate: 60, scale: size })
        .path('M0 0C12-16 12-40 0-58C-12-40-12-16 0 0Z', darker(color, 0.08));
    }
  }
  pen.path('M-70-120H70L54 0H-54Z', {
    from: [-70, 0],
    to: [70, 0],
    stops: [
      [0, '#D9CBB4'],
      [1, '#B5A188'],
    ],
  });
  pen.rect(-80, -134, 160, 26, '#E2D6C2', 4);
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

/** Seen from the side and above, about 160 wide. */
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

export function drawMushroom(pen: Pen, color: string): void {
  pen.path('M-34-90C-30-50-44-20-40-4C-20 6 20 6 40-4C44-20 30-50 34-90Z', '#F6EBDC');
  pen.path('M-120-84C-120-170-60-220 0-220S120-170 120-84C70-64-70-64-120-84Z', {
    from: [-100, -220],
    to: [100, -70],
    stops: [
      [0, lighter(color, 0.14)],
      [1, darker(color, 0.14)],
    ],
  });
  for (const [x, y, r] of [
    [-60, -140, 18],
    [10, -170, 22],
    [66, -130, 16],
    [-10, -112, 12],
  ] as const)
    pen.circle(x, y, r, '#FFF6EA', 0.92);
}
