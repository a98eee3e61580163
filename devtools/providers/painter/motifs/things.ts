import { darker, lighter } from '../color';
import type { Pen } from '../pen';

/** Lies open, 320 wide. */
export function drawBook(pen: Pen, color: string): void {
  pen.path(
    'M-180-10C-100-40-40-30 0 0C40-30 100-40 180-10V20C100 0 40 10 0 34C-40 10-100 0-180 20Z',
    color,
  );
  pen.path(
    'M-170-110C-100-140-40-130 0-96C40-130 100-140 170-110V0C100-30 40-20 0 14C-40-20-100-30-170 0Z',
    '#FBF6EA',
  );
  pen.line('M0-96V14', 4, '#C9BCA4');
  pen.line(
    'M-146-92C-100-108-56-104-24-84M-146-66C-100-82-56-78-24-58M-146-40C-100-56-56-52-24-32M146-92C100-108 56-104 24-84M146-66C100-82 56-78 24-58M146-40C100-56 56-52 24-32',
    4,
    '#B8AC98',
    0.8,
  );
}

export function drawLamp(pen: Pen): void {
  pen.circle(0, -330, 340, {
    center: [0, -300],
    radius: 340,
    stops: [
      [0, '#FFE2A0AA'],
      [1, '#FFE2A000'],
    ],
  });
  pen.rect(-10, -260, 20, 250, '#6B4A36');
  pen.ellipse(0, -6, 80, 16, '#5B3C2C');
  pen.path('M-60-400H60L130-250H-130Z', {
    from: [0, -400],
    to: [0, -250],
    stops: [
      [0, '#FFF0C8'],
      [1, '#F4C66A'],
    ],
  });
}

export function drawStreetLamp(pen: Pen): void {
  pen.circle(0, -560, 300, {
    center: [0, -560],
    radius: 300,
    stops: [
      [0, '#FFE2A0B0'],
      [0.3, '#FFD98A55'],
      [1, '#FFD98A00'],
    ],
  });
  pen.rect(-9, -520, 18, 520, '#2A333B');
  pen.rect(-26, -20, 52, 24, '#2A333B', 6);
  pen.path('M-40-600H40L28-520H-28Z', '#FFEFC0');
  pen.path('M-52-600L0-650L52-600Z', '#2A333B');
}

/** Hangs from 0, 0; about 220 high. */
export function drawLantern(pen: Pen, color = '#D0402E'): void {
  pen.circle(0, 110, 230, {
    center: [0, 110],
    radius: 230,
    stops: [
      [0, '#FFC97A88'],
      [1, '#FFC97A00'],
    ],
  });
  pen.line('M0 0V36', 5, '#4A3B32');
  pen.ellipse(0, 110, 96, 78, {
    center: [0, 110],
    radius: 100,
    stops: [
      [0, '#FFB45A'],
      [0.5, color],
      [1, darker(color, 0.2)],
    ],
  });
  pen.line(
    'M-50 46C-78 90-78 130-50 174M50 46C78 90 78 130 50 174M0 34V186',
    4,
    darker(color, 0.3),
    0.7,
  );
  pen.rect(-40, 28, 80, 16, '#E3A23B', 4);
  pen.rect(-40, 176, 80, 16, '#E3A23B', 4);
  pen.line('M-16 192v44M0 192v56M16 192v44', 5, '#E3A23B');
}

export function drawBalloon(pen: Pen, color: string): void {
  pen.line('M-60 130L-30 200M60 130L30 200', 4, '#6B4A36');
  pen.path(
    'M-150-40C-150-140-80-200 0-200S150-140 150-40C150 40 70 110 60 140H-60C-70 110-150 40-150-40Z',
    color,
  );
  pen.path(
    'M-60-40C-60-140-30-200 0-200S60-140 60-40C60 50 30 110 26 140H-26C-30 110-60 50-60-40Z',
    '#FBF1DC',
  );
  pen.path(
    'M60-40C60-140 30-200 0-200C80-200 150-140 150-40C150 40 70 110 60 140H26C30 110 60 50 60-40Z',
    darker(color, 0.14),
  );
  pen.rect(-36, 200, 72, 54, '#A5713F', 8);
  pen.line('M-36 220H36M-36 238H36', 4, '#7D5430');
}

export function drawKite(pen: Pen, color: string): void {
  pen.polygon([0, -120, 80, 0, 0, 120, -80, 0], color);
  pen.polygon([0, -120, 80, 0, 0, 0], lighter(color, 0.3));
  pen.polygon([0, 120, -80, 0, 0, 0], darker(color, 0.2));
  pen.line('M0 120C40 180-30 230 20 300C40 340 0 380 10 420', 5, '#F4E8D2');
}

export function drawRocket(pen: Pen, color: string): void {
  pen.path('M-30 110C-40 170-10 200 0 250C10 200 40 170 30 110Z', {
    from: [0, 110],
    to: [0, 250],
    stops: [
      [0, '#FFE9A8'],
      [0.5, '#F6A53B'],
      [1, '#E0503000'],
    ],
  });
  pen.path('M-60 40L-120 130L-50 110ZM60 40L120 130L50 110Z', color);
  pen.path('M0-210C70-140 80-20 56 116H-56C-80-20-70-140 0-210Z', {
    from: [-70, 0],
    to: [70, 0],
    stops: [
      [0, '#FFFFFF'],
      [1, '#C9CED4'],
    ],
  });
  pen.path('M0-210C36-174 54-140 62-100H-62C-54-140-36-174 0-210Z', color);
  pen.circle(0, -30, 34, '#6F7C84');
  pen.circle(0, -30, 24, '#8FD0E0');
}

export function drawGuitar(pen: Pen): void {
  const turned = pen.at(0, -160, { rotate: 24 });
  turned.rect(-12, -300, 24, 240, '#5B3C2C');
  turned.rect(-22, -350, 44, 60, '#3A2A20', 8);
  turned.path(
    'M-60-60C-80-10-50 0-70 40C-110 100-60 170 0 170S110 100 70 40C50 0 80-10 60-60C40-90-40-90-60-60Z',
    {
      center: [-20, 20],
      radius: 170,
      stops: [
        [0, '#E9B068'],
        [1, '#B26E30'],
      ],
    },
  );
  turned.circle(0, 30, 32, '#3A2A20');
  turned.line('M-6-340V110M6-340V110', 2.5, '#F4E8D2');
  turned.rect(-36, 106, 72, 14, '#3A2A20', 4);
}

/** On a hanger, 600 high, hook at 0, 0. */
export function drawDress(pen: Pen, color: string): void {
  const shade = darker(color, 0.25);
  pen.line('M0 50V10c0-26 34-22 30 0M-92 124L0 62L92 124', 10, '#A37C58');
  pen.path(
    'M-64 102C-44 114-20 140 0 140S44 114 64 102L110 170L74 198L58 174V250C66 300 96 440 116 540C50 566-50 566-116 540C-96 440-66 300-58 250V174L-74 198L-110 170Z',
    {
      from: [-110, 0],
      to: [110, 0],
      stops: [
        [0, lighter(color, 0.1)],
        [1, darker(color, 0.08)],
      ],
    },
  );
  pen.line(
    'M-58 252C-20 264 20 264 58 252M-40 280C-52 370-62 460-72 548M0 270V560M40 280C52 370 62 460 72 548',
    4,
    shade,
  );
  for (const y of [170, 198, 226]) pen.circle(0, y, 5, '#FBF6EA');
}

export function drawHeart(pen: Pen, color: string): void {
  pen.path(
    'M0-40C-30-120-150-110-150-20C-150 60-60 110 0 160C60 110 150 60 150-20C150-110 30-120 0-40Z',
    {
      center: [-50, -40],
      radius: 240,
      stops: [
        [0, lighter(color, 0.3)],
        [1, color],
      ],
    },
  );
}

/** Open; the handle ends at 0, 0, the canopy spans 400, and its rim is 300 above. */
export function drawUmbrella(pen: Pen, color: string): void {
  pen.line('M0 0V-420', 9, '#4A3B32');
  pen.line('M0 0c0 26-34 26-34 2', 9, '#4A3B32');
  pen.path(
    'M-210-290C-196-420-96-470 0-470S196-420 210-290C180-318 140-318 112-290C84-318 30-318 0-290C-30-318-84-318-112-290C-140-318-180-318-210-290Z',
    {
      from: [-200, -460],
      to: [200, -290],
      stops: [
        [0, lighter(color, 0.1)],
        [1, darker(color, 0.2)],
      ],
    },
  );
  pen.path('M0-470C-60-440-104-380-112-290C-84-318-30-318 0-290Z', darker(color, 0.12), 0.6);
  pen.path('M0-470C60-440 104-380 112-290C84-318 30-318 0-290Z', lighter(color, 0.16), 0.5);
  pen.line('M0-470V-490', 9, '#4A3B32');
}
