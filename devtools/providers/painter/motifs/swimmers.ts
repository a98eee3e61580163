import { darker, lighter } from '../color';
import type { Pen } from '../pen';

/** Seen from above, head up, centre at 0, 0, about 380 long. */
export function drawKoi(pen: Pen, spots: string): void {
  pen.path(
    'M0-130 C46-120 56-50 44 20 C38 70 18 110 0 150 C-18 110-38 70-44 20 C-56-50-46-120 0-130Z',
    '#0B2A33',
    0,
  );
  pen.path(
    'M-42-40 C-80-30-100 0-98 26 C-74 20-52 0-42-10ZM42-40 C80-30 100 0 98 26 C74 20 52 0 42-10Z',
    '#FBF4EA',
    0.85,
  );
  pen.path(
    'M0 136 C-20 170-54 190-60 236 C-30 230-10 206 0 184 C10 206 30 230 60 236 C54 190 20 170 0 136Z',
    '#FBF4EA',
    0.88,
  );
  pen.path(
    'M0-130 C46-120 56-50 44 20 C38 70 18 110 0 156 C-18 110-38 70-44 20 C-56-50-46-120 0-130Z',
    {
      from: [-50, 0],
      to: [50, 0],
      stops: [
        [0, '#E9DFD0'],
        [0.5, '#FFFBF2'],
        [1, '#E9DFD0'],
      ],
    },
  );
  pen.path('M0-112C30-108 36-60 22-42C4-34-24-40-30-62C-32-92-18-112 0-112Z', spots);
  pen.path('M-38-4C-20-20 6-4 6 28C0 52-22 56-36 36C-42 22-42 8-38-4Z', spots);
  pen.path('M4 76C18 72 22 92 14 112C6 126-6 122-8 106C-8 90-4 80 4 76Z', spots);
  pen.line('M0-40V120', 3, '#D9CBB8', 0.7);
  pen.circle(-22, -98, 6.5, '#22333B');
  pen.circle(22, -98, 6.5, '#22333B');
}

/** Seen from the side, head left, centre at 0, 0, about 300 long. */
export function drawFish(pen: Pen, color: string): void {
  pen.path(
    'M90 0C130-60 170-70 180-60C160-30 160 30 180 60C170 70 130 60 90 0Z',
    darker(color, 0.15),
  );
  pen.path('M-20-70C10-120 70-120 80-90L50-50Z', darker(color, 0.1));
  pen.path('M-150 0C-120-80 20-110 110 0C20 110-120 80-150 0Z', {
    from: [0, -80],
    to: [0, 80],
    stops: [
      [0, color],
      [1, lighter(color, 0.5)],
    ],
  });
  pen.path(
    'M-66-66C-40-30-40 30-66 66C-50 72-40 74-30 74C-4 30-4-30-30-76C-42-74-54-72-66-66Z',
    '#FFFFFF',
    0.85,
  );
  pen.path(
    'M30-70C50-30 50 30 30 70C44 62 54 56 62 50C76 20 76-20 62-50C54-58 44-64 30-70Z',
    '#FFFFFF',
    0.85,
  );
  pen.circle(-106, -14, 13, '#FFFFFF');
  pen.circle(-108, -14, 8, '#1B2630');
}

/** Head left, centre at 0, 0, about 600 long. */
export function drawWhale(pen: Pen): void {
  pen.path(
    'M190 10C250-10 280-70 286-140C316-100 330-60 300-20C340-30 380-10 400 30C340 50 260 60 200 60Z',
    '#2A4E72',
  );
  pen.path(
    'M-300 10C-300-90-180-140-40-130C90-120 180-60 250 10C200 60 120 110 0 120C-160 130-290 110-300 10Z',
    {
      from: [0, -130],
      to: [0, 120],
      stops: [
        [0, '#6A93B5'],
        [0.6, '#335B80'],
        [1, '#24466A'],
      ],
    },
  );
  pen.path(
    'M-298 30C-240 60-120 66-20 60C-40 100-110 122-180 112C-250 104-292 80-298 30Z',
    '#EAF1F4',
  );
  pen.line('M-280 58C-220 82-130 88-50 80M-262 78C-210 98-140 104-76 98', 4, '#B9CCD8');
  pen.path('M-60 60C-50 120 0 170 70 180C70 130 40 80 10 54Z', '#2A4E72');
  pen.circle(-196, 8, 13, '#101C2A');
  pen.circle(-192, 4, 4.5, '#FFFFFF');
  for (const [x, y] of [
    [-120, -90],
    [-60, -76],
    [0, -96],
    [60, -70],
    [-90, -50],
    [30, -44],
  ] as const)
    pen.circle(x, y, 5, '#FFFFFF', 0.4);
}

/** Bell above 0, 0; tentacles 300 long below. */
export function drawJellyfish(pen: Pen, color: string): void {
  for (let strand = -3; strand <= 3; strand += 1) {
    const x = strand * 26;
    pen.line(
      `M${x} 0C${x + 30} 80 ${x - 34} 150 ${x + 10} ${260 - Math.abs(strand) * 26}`,
      8 - Math.abs(strand),
      color,
      0.55,
    );
  }
  pen.path(
    'M-120 6C-124-90-66-140 0-140S124-90 120 6C96-14 78 14 56 4C36-10 20 14 0 6C-20 14-36-10-56 4C-78 14-96-14-120 6Z',
    {
      center: [-20, -90],
      radius: 170,
      stops: [
        [0, '#FFFFFFE6'],
        [0.5, color],
        [1, darker(color, 0.2)],
      ],
    },
    0.85,
  );
  pen.ellipse(-36, -90, 26, 16, '#FFFFFF', 0.5);
}

/** Head left, centre at 0, 0, about 320 long. */
export function drawTurtle(pen: Pen): void {
  pen.path(
    'M-60 20C-110 60-130 110-110 130C-70 130-30 80-20 40ZM70 20C110 50 140 90 130 106C100 106 60 80 50 40Z',
    '#6FA07C',
  );
  pen.ellipse(-166, 0, 44, 34, '#7FB08C');
  pen.circle(-180, -8, 6, '#1B2630');
  pen.path('M-130 20C-120-90 100-110 140 20C60 56-60 56-130 20Z', {
    from: [0, -90],
    to: [0, 50],
    stops: [
      [0, '#8A9A55'],
      [1, '#556B3C'],
    ],
  });
  pen.path(
    'M-30-60l50 0l20 40l-44 34l-46-34zM60-50l40 30l-20 30l-30-24zM-60-46l-30 30l10 30l32-24z',
    '#44562F',
    0.7,
  );
}
