import { darker, lighter } from '../color';
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

/** Stalks from bottom to top around x = 0, for a field of height `height`. */
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
