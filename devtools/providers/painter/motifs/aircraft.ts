import { darker, lighter } from '../color';
import type { Pen } from '../pen';
import { ball, lit } from './shading';

/* In the air around 0, 0; about 500 wide. */

export function drawPlane(pen: Pen, color: string | null): void {
  const stripe = color ?? '#2F6DA8';
  const plane = pen.at(0, 0, { rotate: -8 });
  plane.path('M150-40L214-170H266L240-30Z', stripe);
  plane.path('M-40-20L60-150H110L70-20Z', lighter('#B9C4CC', 0.3));
  plane.path(
    'M-330 6C-320-40-250-62-180-64H230C270-64 290-40 300-20C270 20 200 44 120 44H-210C-280 44-326 40-330 6Z',
    {
      from: [0, -64],
      to: [0, 44],
      stops: [
        [0, '#FFFFFF'],
        [0.6, '#E4EAEE'],
        [1, '#B4C0C9'],
      ],
    },
  );
  plane.path('M-322-8C-200 6 100 10 292-12L284 0C150 26-180 30-328 14Z', stripe);
  plane.path('M-300-26C-290-44-270-50-250-50L-256-22Z', '#2F4152');
  for (let window = 0; window < 12; window += 1)
    plane.rect(-210 + window * 34, -44, 18, 22, '#8FB6CC', 8);
  plane.path('M-90 10H30L150 150H90Z', lit('#C3CED6', 10, 150));
  plane.rect(20, 62, 76, 36, darker('#C3CED6', 0.2), 18);
  plane.path('M220-20H276L330 40H292Z', '#B4C0C9');
  pen.line('M330 60C430 80 520 100 640 140M330 90C420 112 500 140 600 180', 9, '#FFFFFF', 0.4);
}

export function drawHelicopter(pen: Pen, color: string | null): void {
  const paint = color ?? '#D5523A';
  pen.path('M60-60L330-90L344-60L80 20Z', lit(paint, -90, 20));
  pen.path('M310-90L350-170H380L366-60Z', darker(paint, 0.12));
  pen.circle(366, -104, 60, '#FFFFFF', 0.3);
  pen.line('M366-160V-48M310-104H422', 8, '#3A4048');
  pen.path(
    'M-220 20C-220-90-130-130-30-130C70-130 120-80 120 0C110 60 40 90-60 90C-160 90-220 70-220 20Z',
    ball(paint, -60, -30, 170),
  );
  pen.path('M-206 6C-200-70-140-106-60-108V6Z', lit('#CFE6EF', -108, 6));
  pen.line('M-130-96V6', 6, darker(paint, 0.3));
  pen.rect(-30, -90, 84, 70, lit('#CFE6EF', -90, -20), 14);
  pen.rect(-40, -176, 20, 50, '#3A4048');
  pen.ellipse(-30, -180, 330, 15, '#FFFFFF', 0.4);
  pen.line('M-350-180H290', 10, '#3A4048');
  pen.line('M-190 150H120M-130 84V150M50 84V150', 13, '#3A4048');
}

export function drawUfo(pen: Pen): void {
  pen.path('M-130 40H130L260 420H-260Z', {
    from: [0, 40],
    to: [0, 420],
    stops: [
      [0, '#DFF8C8B0'],
      [1, '#DFF8C800'],
    ],
  });
  pen.path('M-140-20C-140-160 140-160 140-20Z', {
    center: [-40, -90],
    radius: 190,
    stops: [
      [0, '#F2FCFF'],
      [1, '#8FC6D8'],
    ],
  });
  pen.circle(0, -60, 44, '#8FC46A');
  for (const side of [-1, 1])
    pen.at(side * 18, -64, { rotate: side * -20 }).ellipse(0, 0, 11, 17, '#1F2A22');
  pen.ellipse(0, 6, 300, 74, lit('#9AA6B4', -60, 80));
  pen.ellipse(0, -12, 292, 58, lit('#C9D2DB', -70, 50));
  pen.ellipse(0, -24, 168, 30, '#7E8A99');
  pen.path('M-140-24C-140-160 140-160 140-24C100-4-100-4-140-24Z', '#FFFFFF', 0.22);
  for (const [x, tone] of [
    [-220, '#F6C24A'],
    [-130, '#F0708A'],
    [-40, '#8FE0A8'],
    [50, '#7FD0F0'],
    [140, '#F6C24A'],
    [226, '#F0708A'],
  ] as const) {
    const y = 30 - Math.abs(x) * 0.08;
    pen.circle(x, y, 34, {
      center: [x, y],
      radius: 34,
      stops: [
        [0, `${tone}90`],
        [1, `${tone}00`],
      ],
    });
    pen.circle(x, y, 14, tone);
  }
}

export function drawDrone(pen: Pen): void {
  pen.line('M-220-70L220 50M220-70L-220 50', 20, '#3F474F');
  for (const [x, y] of [
    [-220, -70],
    [220, -70],
    [-220, 50],
    [220, 50],
  ] as const) {
    pen.rect(x - 18, y - 46, 36, 46, '#262B31', 10);
    pen.ellipse(x, y - 50, 128, 18, '#FFFFFF', 0.4);
    pen.line(`M${x - 124} ${y - 50}H${x + 124}`, 7, '#59616A');
  }
  pen.path(
    'M-120-30C-110-90 110-90 120-30C124 30 80 50 0 50S-124 30-120-30Z',
    lit('#E6E9EC', -80, 50),
  );
  pen.circle(0, 26, 46, '#2A3037');
  pen.circle(0, 26, 30, ball('#3F6F9E', 0, 26, 30));
  pen.circle(-10, 16, 9, '#FFFFFF', 0.8);
  pen.circle(-84, -20, 9, '#6FE08A');
  pen.circle(84, -20, 9, '#F0604A');
}

/** Under water or on the surface of the sea. */
export function drawSubmarine(pen: Pen, color: string | null): void {
  const paint = color ?? '#F0BE3C';
  pen.line('M20-150V-270H80', 22, darker(paint, 0.3));
  pen.rect(60, -290, 50, 40, '#3A4048', 10);
  pen.path('M-90-100L-70-190H60L84-100Z', lit(darker(paint, 0.08), -190, -100));
  pen.path('M250-20L340-110V90Z', darker(paint, 0.2));
  pen.path(
    'M-320 0C-310-110-200-130-60-130H120C240-130 300-60 300 0S240 120 120 120H-60C-200 120-310 110-320 0Z',
    lit(paint, -130, 120),
  );
  pen.line('M-300 50C-200 80 160 80 288 44', 9, darker(paint, 0.3), 0.6);
  for (const x of [-190, -50, 90]) {
    pen.circle(x, -14, 56, '#8E6A1E');
    pen.circle(x, -14, 44, ball('#8FD0E0', x, -14, 44));
    pen.ellipse(x - 14, -28, 14, 9, '#FFFFFF', 0.8);
  }
  for (const [x, y, r] of [
    [380, -60, 20],
    [420, -120, 13],
    [400, 20, 11],
    [450, -30, 8],
  ] as const)
    pen.ring(x, y, r, 5, '#FFFFFF', 0.8);
}

/** On the water, seen from the side; the water line is at 0. */
export function drawShip(pen: Pen, color: string | null): void {
  const hull = color ?? '#2F4F72';
  pen.rect(-20, -300, 56, 110, lit('#D5402F', -300, -190), 6);
  pen.rect(76, -280, 50, 90, lit('#D5402F', -280, -190), 6);
  pen.path('M8-310C-10-360 60-370 50-410C120-420 110-350 60-330Z', '#FFFFFF', 0.5);
  pen.rect(-170, -210, 350, 60, '#F6F3EA', 6);
  pen.rect(-210, -150, 430, 66, '#FFFFFF', 6);
  for (let window = 0; window < 7; window += 1) {
    pen.rect(-150 + window * 46, -194, 26, 26, '#8FB6CC', 6);
    pen.circle(-180 + window * 58, -116, 14, '#8FB6CC');
  }
  pen.path('M-300-90H290C300-30 250 40 200 44H-220C-260 30-290-30-300-90Z', lit(hull, -90, 44));
  pen.path('M-286-34C-200-24 200-24 276-34L262-6C180 2-190 2-272-6Z', lighter(hull, 0.7));
  pen.line('M-240-90V-130M-240-130L-210-120', 6, '#3A4048');
}
