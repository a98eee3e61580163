import { darker, lighter } from '../color';
import type { Pen } from '../pen';
import { drawPerson } from './people';
import { lit } from './shading';

/* Flying people around 0, 0. */

export type FlyingFigure = (pen: Pen, color: string | null) => void;

/** Flies with one fist forward; the cape trails behind. */
const hero: FlyingFigure = (pen, color) => {
  const suit = color ?? '#2F5FA8';
  const body = pen.at(0, 0, { rotate: -28 });
  body.path(
    'M-60-50C60-150 220-170 420-110C380-70 400-40 440 0C380 10 360 40 380 90C220 70 60 60-40 40Z',
    lit('#D0382C', -170, 90),
  );
  body.path('M-40-20C100-80 260-90 400-60C260-50 120-20-30 20Z', darker('#D0382C', 0.2), 0.6);
  body.path('M120-40C200-50 290-50 350-36C370-30 380-10 350-6C270 0 200 10 130 26Z', suit);
  body.path(
    'M120 0C200 10 270 30 326 56C344 66 340 86 316 82C240 70 170 56 110 40Z',
    darker(suit, 0.12),
  );
  body.path(
    'M300-44C330-44 366-36 372-20C372-4 340 0 300 0ZM276 40C310 50 346 66 338 80C330 90 296 82 262 70Z',
    '#C93F2E',
  );
  body.path(
    'M-70-56C0-84 90-70 140-40C150 0 140 30 116 42C50 60-30 60-70 44C-92 10-90-30-70-56Z',
    lit(suit, -80, 56),
  );
  body.path(
    'M96-62C120-54 134-46 142-38C150 0 138 30 116 42L96 46C110 10 112-24 96-62Z',
    '#F2C33B',
  );
  body.line('M-40-40C-110-70-190-80-260-74', 44, suit);
  body.circle(-276, -74, 32, '#C93F2E');
  body.line('M-30 40C-10 80 30 90 66 80', 36, darker(suit, 0.12));
  body.path('M-30-6L8-24L44-4L8 30Z', '#F2C33B');
  const head = body.at(-132, -4, { rotate: 28, scale: 0.92 });
  head.circle(0, 0, 80, '#F3CDAE');
  head.path(
    'M-84-4C-92-80-40-96 6-92C60-90 92-50 80 20C66-10 56-24 40-34C6-16-40-26-60-40C-70-26-78-14-84-4Z',
    '#2A2320',
  );
  head.path('M-70 0C-30-20 20-20 60 0C50 26 20 28 0 12C-20 28-60 26-70 0Z', '#C93F2E');
  for (const x of [-34, 26]) head.ellipse(x, 5, 13, 9, '#FFFFFF');
  head.path('M-30 46C-14 60 10 60 26 44C10 50-14 52-30 46Z', '#C6472F');
  for (const [x, y, long] of [
    [240, 130, 190],
    [330, 40, 150],
    [300, 200, 120],
  ] as const)
    pen.line(`M${x} ${y}L${x + long} ${y + long * 0.53}`, 7, '#FFFFFF', 0.4);
};

/** Rides a broom in front of the moon. */
const witch: FlyingFigure = (pen, color) => {
  const robe = color ?? '#4A356E';
  pen.circle(30, -40, 300, '#FFF3D2', 0.24);
  const ride = pen.at(0, 110, { rotate: -12, scale: 0.86 });
  ride.line('M-330 0H250', 16, '#8A5B3C');
  ride.path(
    'M230-18C310-60 380-66 420-40C390-20 390 20 420 44C370 66 310 50 230 18Z',
    lit('#D9A94E', -60, 60),
  );
  ride.line('M240-6L404-40M240 4L396 0M240 12L404 40', 5, '#A87A2E');
  ride.rect(222, -26, 20, 52, '#6B3F2C', 6);
  ride.path(
    'M-40-230C40-240 70-180 90-80C150-60 220-30 250 30C150 20 90 30 20 16C-50 20-80-10-76-60C-74-140-66-200-40-230Z',
    lit(robe, -240, 30),
  );
  ride.path('M80-60C140-40 200-10 240 26C180 20 130 20 90 10Z', darker(robe, 0.25));
  ride.line('M-40-160C-90-130-120-60-140-10', 34, darker(robe, 0.12));
  ride.circle(-142, -6, 20, '#F3CDAE');
  ride.line('M-20 10C-40 60-60 80-84 92', 32, '#2E2638');
  ride.path('M-110 76H-70L-64 110H-132Z', '#2A1D16');
  const head = ride.at(-40, -286, { rotate: 8 });
  head.path('M-10-40C60-50 90-10 96 50C104 110 150 130 190 120C150 170 60 170 20 110Z', '#C4602E');
  head.circle(0, 0, 78, '#F3CDAE');
  head.path(
    'M-82 0C-80-60-30-80 20-70C70-60 90-20 80 30C60 0 30-30 0-36C-30-20-60-10-82 0Z',
    '#C4602E',
  );
  head.path('M-150-36C-60-70 60-70 150-30C60-14-70-14-150-36Z', darker(robe, 0.35));
  head.path(
    'M-86-48C-50-150 20-220 110-240C80-180 80-110 88-46C30-62-40-62-86-48Z',
    darker(robe, 0.2),
  );
  head.path('M-80-62C-30-80 40-78 84-60L88-40C40-58-40-58-86-44Z', '#D9A93A');
  head.line('M-44 10c8 8 18 8 26 0M10 10c8 8 18 8 26 0', 6, '#2B2320');
  head.path('M-16 44c8 7 16 7 24 0c-6-5-18-5-24 0z', '#C6472F');
  for (const x of [-44, 40]) head.circle(x, 32, 13, '#E98C6B', 0.45);
};

/** As in the Dunhuang murals: ribbons, clouds and bare feet. */
const apsara: FlyingFigure = (pen, color) => {
  const silk = color ?? '#D9603F';
  for (const [path, tone, wide] of [
    ['M-60-60C-240-240-340-120-260-20C-180 80-360 140-440 40', '#4FA39A', 34],
    ['M60-40C160-240 340-220 300-60C270 60 420 120 470 10', '#E3A93E', 34],
    ['M-20 20C80 140 240 120 320 200C380 260 300 310 250 270', silk, 30],
  ] as const) {
    pen.line(path, wide, tone, 0.92);
    pen.line(path, wide / 4, lighter(tone, 0.5), 0.6);
  }
  const body = pen.at(0, 0, { rotate: 52 });
  body.path(
    'M-50-40C-90 60-130 170-90 330C-60 290-40 300-20 350C10 300 40 300 70 330C110 180 90 60 50-40Z',
    lit(silk, -40, 340),
  );
  body.line(
    'M-30 0C-50 100-70 200-70 300M0 0C0 110-6 210-16 320M30 0C50 100 56 200 50 300',
    5,
    darker(silk, 0.3),
    0.6,
  );
  body.path(
    'M-54-140C-26-160 26-160 54-140C60-90 56-60 52-34C20-20-20-20-52-34C-56-60-60-90-54-140Z',
    lit('#4FA39A', -160, -20),
  );
  body.line('M-46-130C-100-160-120-220-100-280', 26, '#F3CDAE');
  body.line('M46-130C90-90 120-90 160-130', 26, '#F3CDAE');
  body.path('M-18-176h36v34c0 14-36 14-36 0Z', '#E3B18F');
  const head = body.at(0, -236, { rotate: -52 });
  head.circle(0, 0, 76, '#F3CDAE');
  head.circle(6, -96, 38, '#1E2A33');
  head.path(
    'M-82 6C-86-60-40-88 4-86C60-86 88-50 80 14C66-20 40-40 20-44C-20-24-60-20-82 6Z',
    '#1E2A33',
  );
  head.path('M-70-46C-30-70 30-74 74-50L70-34C30-56-30-52-66-30Z', '#E3B04A');
  head.line('M-46 8c8 8 18 8 26 0M14 8c8 8 18 8 26 0', 6, '#2B2320');
  head.path('M-14 42c8 7 16 7 24 0c-6-5-18-5-24 0z', '#C6472F');
  head.circle(0, -26, 6, '#C6472F');
};

/** A child carried off the ground by balloons. */
const floater: FlyingFigure = (sky, color) => {
  const pen = sky.at(0, 70, { scale: 0.84 });
  for (const [x, y, tone] of [
    [-120, -420, '#D9506A'],
    [20, -480, '#5FA6D8'],
    [150, -410, '#E9B83F'],
    [-40, -370, '#7FB86A'],
    [90, -350, '#9A7FC8'],
  ] as const) {
    pen.line(`M100-60C80-160 ${x} ${y + 160} ${x} ${y + 96}`, 4, '#FFFFFF', 0.8);
    pen.path(
      `M${x - 78} ${y}C${x - 78}-${Math.abs(y) + 130} ${x + 78}-${Math.abs(y) + 130} ${x + 78} ${y}C${x + 78} ${y + 60} ${x + 20} ${y + 96} ${x} ${y + 100}C${x - 20} ${y + 96} ${x - 78} ${y + 60} ${x - 78} ${y}Z`,
      lit(tone, y - 100, y + 100),
    );
    pen.ellipse(x - 30, y - 36, 13, 24, '#FFFFFF', 0.5);
  }
  drawPerson(pen.at(0, 250, { scale: 0.8, rotate: -6 }), {
    ...{ hair: 'bob', garment: 'dress', isTurned: false },
    color: color ?? '#E3A23B',
  });
};

export const flyingFigures: Record<string, FlyingFigure> = { hero, witch, apsara, floater };
