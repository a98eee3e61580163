import { darker, lighter } from '../color';
import type { Pen } from '../pen';
import { ball, lit } from './shading';

/* Swim around 0, 0; about 450 wide. */

export function drawShark(pen: Pen): void {
  pen.path(
    'M250-20C320-120 340-130 370-140C340-60 340 40 366 120C320 90 280 40 250 20Z',
    lit('#5F7F94', -140, 120),
  );
  pen.path('M-20-80C10-170 60-200 100-204C90-150 100-110 120-80Z', '#56758A');
  pen.path(
    'M-340 6C-260-90-100-120 40-100C160-84 240-40 290 0C220 60 100 96-40 96C-180 96-290 66-340 6Z',
    {
      from: [0, -110],
      to: [0, 96],
      stops: [
        [0, '#7E9EB2'],
        [0.48, '#5F7F94'],
        [0.56, '#EEF3F4'],
        [1, '#C9D6DA'],
      ],
    },
  );
  pen.path('M-40 60C-60 130-110 170-150 180C-130 130-130 90-120 60Z', '#4C6A7E');
  pen.path('M-330 16C-270 40-220 44-170 30C-190 74-260 70-330 16Z', '#8E2F34');
  pen.path(
    'M-316 22L-300 42L-284 30L-268 50L-250 36L-232 52L-214 38L-198 48L-182 32C-230 44-280 38-316 22Z',
    '#FFFFFF',
  );
  pen.line(
    'M-120-34C-110-14-110 10-120 30M-92-36C-80-14-80 12-92 34M-64-38C-50-14-50 14-64 38',
    6,
    '#47606F',
  );
  pen.circle(-236, -24, 17, '#14202A');
  pen.circle(-240, -30, 6, '#FFFFFF');
}

export function drawDolphins(pen: Pen): void {
  for (const [x, y, scale, turn] of [
    [-30, -20, 1.05, -18],
    [230, 120, 0.62, -8],
  ] as const) {
    const one = pen.at(x, y, { scale, rotate: turn });
    one.path(
      'M230 60C280 30 320 40 350 20C330 70 330 120 350 160C310 140 270 130 236 90Z',
      lit('#4F86AE', 20, 160),
    );
    one.path('M-10-116C20-190 70-200 110-196C90-160 90-130 96-96Z', '#4A7FA6');
    one.path(
      'M-330 20C-320-6-290-6-262-12C-230-100-120-130-10-116C120-100 210-20 260 74C200 74 120 80 40 74C-60 90-160 84-230 50C-270 50-320 46-330 20Z',
      {
        from: [0, -130],
        to: [0, 90],
        stops: [
          [0, '#5F9CC4'],
          [0.6, '#4F86AE'],
          [0.72, '#EAF3F6'],
          [1, '#D2E2E8'],
        ],
      },
    );
    one.path('M-60 50C-60 110-100 150-130 160C-124 120-130 80-120 50Z', '#41769C');
    one.line('M-322 24C-290 30-262 26-236 14', 5, '#35617F');
    one.circle(-206, -22, 14, '#14202A');
    one.circle(-201, -27, 5, '#FFFFFF');
  }
  for (const [x, y, r] of [
    [-340, 60, 18],
    [-300, 110, 11],
    [-380, 10, 9],
    [120, 240, 15],
    [60, 200, 9],
  ] as const) {
    pen.circle(x, y, r, '#FFFFFF', 0.55);
    pen.circle(x - r * 0.3, y - r * 0.3, r * 0.35, '#FFFFFF', 0.9);
  }
}

export function drawOctopus(pen: Pen, color: string | null): void {
  const skin = color ?? '#D9668A';
  const arms = [
    'M-120 40C-230 60-270 140-330 110C-356 96-350 66-330 70',
    'M-90 70C-160 130-170 220-240 220C-270 216-268 190-250 190',
    'M-40 90C-70 160-50 240-110 270C-140 276-144 250-128 246',
    'M40 90C70 160 50 240 110 270C140 276 144 250 128 246',
    'M90 70C160 130 170 220 240 220C270 216 268 190 250 190',
    'M120 40C230 60 270 140 330 110C356 96 350 66 330 70',
  ];
  for (const [index, arm] of arms.entries()) {
    pen.line(arm, 46, index % 2 === 0 ? darker(skin, 0.12) : skin);
    pen.line(arm, 13, lighter(skin, 0.35), 0.7);
  }
  pen.path('M-150-60C-170-220-80-290 0-290S170-220 150-60C150 50 110 110 0 110S-150 50-150-60Z', {
    center: [-50, -180],
    radius: 330,
    stops: [
      [0, lighter(skin, 0.4)],
      [0.55, skin],
      [1, darker(skin, 0.25)],
    ],
  });
  for (const [x, y, r] of [
    [-80, -200, 18],
    [-40, -236, 11],
    [90, -190, 14],
  ] as const)
    pen.circle(x, y, r, lighter(skin, 0.5), 0.7);
  for (const side of [-1, 1]) pen.circle(side * 62, -30, 40, '#FFFFFF');
  for (const side of [-1, 1]) {
    pen.circle(4 + side * 62, -26, 24, '#2A1D16');
    pen.circle(11 + side * 62, -36, 9, '#FFFFFF');
  }
  pen.line('M-30 36C-12 56 12 56 30 36', 8, darker(skin, 0.5));
  for (const side of [-1, 1]) pen.ellipse(side * 104, 30, 24, 14, '#F7A48E', 0.7);
}

/** On the sand at 0, 0. */
export function drawCrab(pen: Pen, color: string | null): void {
  const shell = color ?? '#DB5136';
  pen.ellipse(0, 4, 220, 22, '#101820', 0.18);
  for (const flip of [false, true]) {
    const side = pen.at(0, 0, { flip });
    side.line(
      'M-130-60C-200-80-230-40-250 0M-120-44C-180-50-200-20-206 4M-100-30C-140-26-150-10-156 6',
      24,
      darker(shell, 0.14),
    );
    side.line('M-120-130C-190-150-210-190-206-230', 34, darker(shell, 0.08));
    side.path(
      'M-206-220C-290-220-310-320-240-370C-250-330-240-310-220-300C-214-330-196-350-176-356C-130-310-150-226-206-220Z',
      ball(shell, -216, -290, 80),
    );
    side.line('M-50-180V-240', 15, shell);
    side.circle(-50, -254, 34, '#FFFFFF');
    side.circle(-44, -252, 20, '#1F2429');
    side.circle(-36, -260, 7, '#FFFFFF');
  }
  pen.path('M-180-110C-170-200-80-210 0-210S170-200 180-110C170-30 80-10 0-10S-170-30-180-110Z', {
    center: [-50, -170],
    radius: 260,
    stops: [
      [0, lighter(shell, 0.35)],
      [0.55, shell],
      [1, darker(shell, 0.25)],
    ],
  });
  pen.line('M-40-70C-16-48 16-48 40-70', 8, darker(shell, 0.5));
  for (const side of [-1, 1]) pen.ellipse(side * 96, -84, 24, 14, '#F7B08E', 0.7);
  for (const [x, y] of [
    [-90, -150],
    [0, -170],
    [90, -150],
    [-46, -130],
    [50, -128],
  ] as const)
    pen.circle(x, y, 9, lighter(shell, 0.45), 0.8);
}
