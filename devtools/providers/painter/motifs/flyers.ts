import { darker, lighter } from '../color';
import type { Pen } from '../pen';

/** Perches at 0, 0, about 220 high. */
export function drawBird(pen: Pen, color: string): void {
  pen.path('M60-60L170-20L160 6L50-20Z', darker(color, 0.25));
  pen.line('M-16-6V22M14-6V22', 7, '#C27E3A');
  pen.path(
    'M-96-130C-96-200-10-220 34-180C84-150 104-90 70-40C30 6-60 10-86-40C-100-70-96-100-96-130Z',
    {
      from: [0, -210],
      to: [0, 0],
      stops: [
        [0, color],
        [1, lighter(color, 0.35)],
      ],
    },
  );
  pen.path('M-70-60C-40-10 30-6 60-40C20-30-40-40-70-60Z', '#FFF6E6', 0.9);
  pen.path('M0-120C60-130 110-80 120-30C70-10 10-40 0-120Z', darker(color, 0.18));
  pen.path('M-92-150L-140-132L-92-118Z', '#E3A23B');
  pen.circle(-56, -150, 11, '#1B2630');
  pen.circle(-53, -154, 4, '#FFFFFF');
}

export function drawOwl(pen: Pen): void {
  pen.path(
    'M-90-210L-70-270L-30-236C-10-242 10-242 30-236L70-270L90-210C112-110 90 0 0 0S-112-110-90-210Z',
    '#8A6A4F',
  );
  pen.path('M-62-128C-70-40-34-16 0-16S70-40 62-128C30-108-30-108-62-128Z', '#E9D7BC');
  for (const side of [-1, 1]) {
    pen.circle(side * 42, -176, 44, '#F4E8D2');
    pen.circle(side * 42, -176, 26, '#E3A23B');
    pen.circle(side * 42, -176, 14, '#1B2630');
    pen.circle(side * 42 + 5, -182, 5, '#FFFFFF');
  }
  pen.path('M-14-160L0-130L14-160Z', '#D5762F');
}

export function drawPenguin(pen: Pen): void {
  pen.ellipse(0, 0, 90, 12, '#101820', 0.15);
  pen.path(
    'M-110-200C-150-140-150-80-130-60L-90-120ZM110-200C150-140 150-80 130-60L90-120Z',
    '#1F2A36',
  );
  pen.path(
    'M-110-160C-120-300-70-360 0-360S120-300 110-160C120-60 70 0 0 0S-120-60-110-160Z',
    '#26323F',
  );
  pen.path(
    'M-76-150C-90-230-60-290-20-280C-6-272 6-272 20-280C60-290 90-230 76-150C80-70 50-16 0-16S-80-70-76-150Z',
    '#FBF8F1',
  );
  for (const side of [-1, 1]) {
    pen.circle(side * 34, -262, 12, '#1B2630');
    pen.circle(side * 34 + 4, -266, 4, '#FFFFFF');
    pen.circle(side * 56, -232, 14, '#EB9A8A', 0.5);
    pen.ellipse(side * 44, -4, 40, 16, '#E3932F');
  }
  pen.path('M-22-240C-8-250 8-250 22-240C12-220-12-220-22-240Z', '#E3932F');
  pen.path('M-92-196C-40-176 40-176 92-196L90-168C40-150-40-150-90-168Z', '#C93F2E');
  pen.path('M40-170l30 70l-34 8l-20-70z', '#B23626');
}

export function drawCrane(pen: Pen): void {
  pen.line('M-10-150L-20 0M20-150L34 0', 8, '#3A3F45');
  pen.path('M-90-200C-40-260 90-250 150-160C100-120-20-120-90-200Z', '#F8F5EE');
  pen.path('M60-200C120-200 180-170 210-110C150-110 90-140 60-200Z', '#23282E');
  pen.line('M-70-200C-140-250-60-330-110-400', 22, '#F8F5EE');
  pen.line('M-86-300C-80-330-86-350-96-370', 20, '#23282E');
  pen.ellipse(-112, -402, 26, 19, '#F8F5EE');
  pen.ellipse(-108, -416, 16, 9, '#C93F2E');
  pen.path('M-130-404L-196-388L-130-390Z', '#6B6B60');
  pen.circle(-118, -404, 4.5, '#1B2630');
}

/** With spread wings, about 200 wide. */
export function drawButterfly(pen: Pen, color: string): void {
  for (const flip of [false, true]) {
    const wing = pen.at(0, 0, { flip });
    wing.path('M0 0C-20-90-110-110-112-50C-110-10-50 6 0 0Z', {
      center: [-20, -10],
      radius: 110,
      stops: [
        [0, lighter(color, 0.4)],
        [1, color],
      ],
    });
    wing.path('M0 0C-60 0-92 40-70 74C-44 92-10 50 0 0Z', darker(color, 0.15));
    wing.circle(-76, -58, 13, '#FFFFFF', 0.7);
    wing.circle(-54, 50, 9, '#FFFFFF', 0.6);
  }
  pen.ellipse(0, 4, 8, 44, '#2A1D16');
  pen.line('M-2-36C-10-60-20-66-28-70M2-36C10-60 20-66 28-70', 4, '#2A1D16');
}

/** Distant birds as simple strokes. */
export function drawFlock(pen: Pen, color: string): void {
  for (const [x, y, scale] of [
    [0, 0, 1],
    [70, -30, 0.8],
    [120, 14, 0.7],
    [-60, -34, 0.7],
  ] as const) {
    pen.at(x, y, { scale }).line('M-26 0q13-16 26 0q13-16 26 0', 5, color);
  }
}
