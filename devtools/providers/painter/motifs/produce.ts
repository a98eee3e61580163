import { darker, lighter } from '../color';
import type { Pen } from '../pen';
import { ball, castShadow, lit } from './shading';

/* Stand on a table at 0, 0; about 300 high. */

const leaf = 'M0 0C20-50 80-60 120-30C90 10 40 20 0 0Z';

/** A half and two slices. */
export function drawWatermelon(pen: Pen): void {
  castShadow(pen, 270);
  pen.path('M-250-180C-250-40-150 0-60 0S130-40 130-180Z', '#2F6B3C');
  pen.line(
    'M-200-60C-190-100-190-140-200-178M-120-16C-110-80-110-130-118-178M-20-8C-14-80-14-130-18-178M66-50C66-100 64-140 66-178',
    13,
    '#7FB35A',
    0.8,
  );
  pen.ellipse(-60, -180, 190, 54, '#DCEBC0');
  pen.ellipse(-60, -182, 176, 46, '#E4483F');
  pen.ellipse(-60, -184, 150, 36, '#EE6A5C', 0.7);
  for (const [x, y] of [
    [-170, -182],
    [-120, -200],
    [-110, -164],
    [-50, -206],
    [-46, -160],
    [10, -196],
    [30, -166],
    [62, -184],
  ] as const)
    pen.ellipse(x, y, 9, 5, '#2A1D16');
  const slice = pen.at(150, -4, { rotate: 8 });
  slice.path('M-130 0L20-240L140-20C90 30-70 36-130 0Z', '#2F6B3C');
  slice.path('M-112-10L20-236L122-28C80 14-60 20-112-10Z', '#DCEBC0');
  slice.path('M-92-26L20-232L106-40C70-6-50 0-92-26Z', lit('#E4483F', -230, 0));
  for (const [x, y] of [
    [-40, -50],
    [10, -30],
    [60, -56],
    [-10, -100],
    [40, -110],
    [16, -160],
  ] as const)
    slice.at(x, y, { rotate: 20 }).ellipse(0, 0, 6, 11, '#2A1D16');
}

export function drawGrapes(pen: Pen, color: string | null): void {
  const tone = color ?? '#6B4A8E';
  castShadow(pen, 180);
  pen.line('M0-380C6-350-4-330 0-300', 14, '#6B4A36');
  pen.at(0, -340, { scale: 1.2, rotate: -6 }).path(leaf, '#5F9B57');
  pen.at(0, -336, { scale: 1, rotate: 10, flip: true }).path(leaf, '#6FAE5F');
  const rows = [5, 6, 5, 4, 3, 2, 1];
  for (const [row, count] of rows.entries())
    for (let grape = 0; grape < count; grape += 1) {
      const x = (grape - (count - 1) / 2) * 62;
      const y = -300 + row * 44;
      pen.circle(x, y, 38, ball(tone, x, y, 38));
      pen.ellipse(x - 12, y - 14, 8, 6, '#FFFFFF', 0.6);
    }
}

export function drawPineapple(pen: Pen): void {
  castShadow(pen, 130);
  for (const [turn, long] of [
    [-50, 0.8],
    [50, 0.8],
    [-28, 1],
    [28, 1],
    [0, 1.15],
  ] as const)
    pen
      .at(0, -270, { rotate: turn, scale: long })
      .path('M-26 0C-34-70-16-130 0-170C16-130 34-70 26 0Z', lit('#5C8F4A', -170, 0));
  pen.path(
    'M0-290C110-290 128-180 122-110C114-30 60 0 0 0S-114-30-122-110C-128-180-110-290 0-290Z',
    {
      center: [-40, -190],
      radius: 220,
      stops: [
        [0, '#F8D878'],
        [0.6, '#E6A83A'],
        [1, '#B9772A'],
      ],
    },
  );
  pen.line(
    'M-110-190L20-4M-86-250L90-30M-30-282L118-100M40-282L122-170M110-190L-20-4M86-250L-90-30M30-282L-118-100M-40-282L-122-170',
    5,
    '#A8682A',
    0.7,
  );
  for (let row = 0; row < 5; row += 1)
    for (let eye = -1; eye <= 1; eye += 1)
      pen.circle(eye * 58 + (row % 2) * 28 - 14, -246 + row * 50, 6, '#8E5A24');
}

export function drawBananas(pen: Pen): void {
  castShadow(pen, 210);
  for (const [turn, x, tone] of [
    [-16, -30, '#E3A92E'],
    [0, 0, '#F0BE3C'],
    [16, 30, '#F7CF55'],
  ] as const) {
    const one = pen.at(x, -150, { rotate: turn });
    one.path(
      'M-40-130C-70 20-20 120 130 140C150 130 156 116 146 108C60 70 20 0 10-126C-6-142-26-142-40-130Z',
      lit(tone, -140, 140),
    );
    one.line('M-20-110C-36 10 10 100 128 126', 6, darker(tone, 0.2), 0.6);
    one.path('M-36-128L-30-172H-2L6-126Z', '#6B5A2A');
    one.circle(142, 124, 15, '#4A3B22');
  }
}

export function drawPumpkin(pen: Pen, color: string | null): void {
  const tone = color ?? '#E58A2E';
  castShadow(pen, 220);
  for (const [x, wide, part] of [
    [-130, 90, 0.16],
    [130, 90, 0.2],
    [-72, 94, 0.06],
    [72, 94, 0.1],
    [0, 96, 0],
  ] as const)
    pen.ellipse(x, -124, wide, 126, ball(darker(tone, part), x, -130, 130));
  pen.path('M-26-236C-30-290-60-310-40-330C10-320 20-280 30-236Z', lit('#5C7A3A', -330, -236));
  pen.line('M24-262C80-310 120-290 110-254C104-236 84-244 90-258', 8, '#6F9A4A');
}

/** The pumpkin of Halloween, lit from inside. */
export function drawJackOLantern(pen: Pen): void {
  pen.circle(0, -130, 380, {
    center: [0, -130],
    radius: 380,
    stops: [
      [0, '#FFC05A80'],
      [1, '#FFC05A00'],
    ],
  });
  drawPumpkin(pen, null);
  const glow = lit('#FFD45E', -210, -40);
  pen.path('M-110-140L-66-204L-30-140ZM110-140L66-204L30-140ZM-18-112L0-142L18-112Z', glow);
  pen.path(
    'M-140-100C-80-70 80-70 140-100C120-30 60-20 40-24L28-52L4-22L-40-22L-56-50L-70-28C-110-40-130-70-140-100Z',
    glow,
  );
}

export function drawCorn(pen: Pen): void {
  castShadow(pen, 200);
  for (const [x, turn] of [
    [-80, -22],
    [70, 14],
  ] as const) {
    const cob = pen.at(x, -10, { rotate: turn });
    cob.path('M-70-20C-90-200-50-330 0-350C50-330 90-200 70-20Z', lit('#F2C540', -350, -20));
    for (let row = 0; row < 11; row += 1)
      for (let kernel = -2; kernel <= 2; kernel += 1) {
        const half = 62 - Math.max(0, row - 6) * 9;
        cob.ellipse(
          (kernel * half) / 2.4,
          -50 - row * 26,
          half / 5.2,
          11,
          lighter('#F2C540', 0.3),
          0.75,
        );
      }
    cob.path('M-84 0C-120-90-110-180-90-230C-60-160-40-80-20 0Z', lit('#7FB35A', -230, 0));
    cob.path('M84 0C120-80 116-160 96-200C60-150 40-80 20 0Z', lit('#5F9B57', -200, 0));
  }
}

/** Carrot, tomato, aubergine and greens in a heap. */
export function drawVegetables(pen: Pen): void {
  castShadow(pen, 260);
  for (const [turn, tone] of [
    [-40, '#4F8A44'],
    [-20, '#6FAE5F'],
    [0, '#5F9B57'],
    [22, '#7FB35A'],
  ] as const)
    pen
      .at(-40, -60, { rotate: turn })
      .path('M-30 0C-80-120-60-250 0-290C60-250 80-120 30 0Z', lit(tone, -290, 0));
  pen.line('M-40-40V-310M-50-40L-110-250M-30-40L50-260', 9, '#EAF0D8', 0.8);
  pen
    .at(170, -60, { rotate: -28 })
    .path(
      'M-40-150C60-170 90-60 60 20C30 70-60 60-70 0C-80-60-80-140-40-150Z',
      ball('#5B3F7A', 0, -50, 110),
    );
  pen
    .at(148, -190, { rotate: -28 })
    .path(
      'M-44 10C-30-30 40-30 50 10C20 0 0 30-10 10C-20 30-30 0-44 10ZM-6-20L6-70H22L14-20Z',
      '#5F8A44',
    );
  pen.circle(20, -76, 78, ball('#DB4A36', 20, -76, 78));
  pen.path('M20-150L34-128L62-136L44-112L60-92L30-102L14-84L8-108L-20-114L6-128Z', '#4F8A44');
  const carrot = pen.at(-110, -50, { rotate: -74 });
  carrot.path(
    'M-46-90C-40-130 40-130 46-90C40 20 10 120 0 150C-10 120-40 20-46-90Z',
    lit('#E9842F', -120, 150),
  );
  carrot.line('M-36-50H-6M10-10H30M-24 30H-4', 5, '#B9601E', 0.8);
  carrot.path(
    'M-30-104C-50-160-30-190-20-200C-6-170-2-140-6-110ZM0-106C0-170 10-200 20-214C34-180 30-140 16-106Z',
    '#6FAE5F',
  );
}
