import { darker, lighter } from '../color';
import type { Pen } from '../pen';
import { ball, castShadow, lit } from './shading';

/** A large standing animal, seen from its left side; about 430 high. */
type Beast = {
  coat: string;
  /** How far up the neck raises the head. */
  neck: number;
  legs: number;
  bulk: number;
  mark: 'none' | 'stripes' | 'patches' | 'hump' | 'horn' | 'tusks';
  mane: string | null;
};

export const beasts: Record<string, Beast> = {
  horse: { coat: '#9C5F38', neck: 130, legs: 150, bulk: 1, mark: 'none', mane: '#3A2418' },
  unicorn: { coat: '#F6F1F4', neck: 130, legs: 150, bulk: 1, mark: 'horn', mane: '#C79BE0' },
  zebra: { coat: '#F6F3EC', neck: 120, legs: 145, bulk: 1, mark: 'stripes', mane: '#23272B' },
  giraffe: { coat: '#E7B65C', neck: 270, legs: 170, bulk: 0.9, mark: 'patches', mane: '#8E5A2E' },
  camel: { coat: '#C99A5E', neck: 130, legs: 155, bulk: 1.02, mark: 'hump', mane: null },
  cattle: { coat: '#F3EEE4', neck: 56, legs: 120, bulk: 1.12, mark: 'patches', mane: null },
};

export function drawBeast(pen: Pen, beast: Beast, color: string | null): void {
  const coat = color ?? beast.coat;
  const { neck, legs, bulk, mark, mane } = beast;
  const shade = darker(coat, 0.2);
  const spot = coat === beast.coat && beast.neck > 200 ? '#A8672E' : '#3A2E2A';
  castShadow(pen, 210);
  const top = -legs - 130 * bulk;
  for (const x of [-96, 104]) drawLeg(pen, x + 26, legs, shade);
  pen.line(
    `M150 ${top + 40}C200 ${top + 50} 206 ${top + 120} 190 ${top + 170}`,
    mane === null ? 12 : 30,
    mane ?? shade,
  );
  pen.path(
    `M-150 ${top + 30}C-110 ${top - 24} 110 ${top - 20} 158 ${top + 26}C186 ${top + 90} 170 ${-legs + 20} 110 ${-legs + 16}C40 ${-legs + 40}-60 ${-legs + 40}-120 ${-legs + 10}C-170 ${-legs - 30}-176 ${top + 70}-150 ${top + 30}Z`,
    lit(coat, top - 20, -legs + 40),
  );
  if (mark === 'hump')
    pen.path(
      `M-90 ${top + 10}C-70 ${top - 110}-20 ${top - 110} 6 ${top + 2}C30 ${top - 110} 84 ${top - 100} 110 ${top + 8}Z`,
      lit(coat, top - 110, top + 20),
    );
  for (const x of [-112, 92]) drawLeg(pen, x, legs, coat);
  const [headX, headY] = [-176 - neck * 0.22, top + 20 - neck];
  pen.path(
    `M-60 ${top + 6}C-110 ${top - 40} ${headX + 60} ${headY + 40} ${headX + 46} ${headY - 6}L${headX - 40} ${headY + 24}C${headX - 20} ${headY + 110}-170 ${top + 30}-150 ${top + 100}Z`,
    lit(coat, headY, top + 100),
  );
  drawMarks(pen, mark, { top, legs, headX, headY, spot });
  if (mane !== null)
    pen.path(
      `M${headX + 30} ${headY - 40}C${headX + 96} ${headY}-90 ${top - 60}-50 ${top + 14}C-90 ${top + 10} ${headX + 60} ${headY + 60} ${headX + 26} ${headY + 4}Z`,
      mane,
    );
  drawHead(pen.at(headX, headY), coat, mark);
}

function drawLeg(pen: Pen, x: number, legs: number, color: string): void {
  pen.path(
    `M${x - 26} ${-legs - 30}C${x - 24} ${-legs * 0.5} ${x - 18} ${-legs * 0.4} ${x - 17} -16H${x + 17}C${x + 18} ${-legs * 0.4} ${x + 26} ${-legs * 0.5} ${x + 32} ${-legs - 30}Z`,
    color,
  );
  pen.path(`M${x - 20}-22H${x + 19}L${x + 24} 2H${x - 28}Z`, '#3A2E2A');
}

type Frame = { top: number; legs: number; headX: number; headY: number; spot: string };

function drawMarks(pen: Pen, mark: Beast['mark'], { top, legs, headX, headY, spot }: Frame): void {
  if (mark === 'stripes') {
    for (let x = -120; x <= 130; x += 42)
      pen.path(
        `M${x} ${top + 4}C${x + 18} ${top + 60} ${x + 4} ${top + 90} ${x + 10} ${-legs + 14}C${x - 12} ${top + 90} ${x - 6} ${top + 50} ${x} ${top + 4}Z`,
        spot,
      );
    for (let step = 1; step < 5; step += 1) {
      const [x, y] = [headX + step * 22, headY + step * 28];
      pen.line(`M${x - 20} ${y + 30}L${x + 26} ${y}`, 11, spot);
    }
    for (const x of [-112, 92, -70, 130])
      pen.line(`M${x - 18} ${-legs * 0.66}h38M${x - 14} ${-legs * 0.4}h30`, 9, spot);
  } else if (mark === 'patches') {
    for (const [x, y, wide, tall] of [
      [-80, 60, 44, 34],
      [10, 30, 56, 30],
      [90, 70, 46, 40],
      [0, 110, 40, 24],
    ] as const)
      pen.path(
        `M${x - wide} ${top + y}C${x - wide} ${top + y - tall} ${x} ${top + y - tall * 1.3} ${x + wide} ${top + y - tall * 0.4}C${x + wide * 1.2} ${top + y + tall} ${x - wide * 0.4} ${top + y + tall * 1.2} ${x - wide} ${top + y}Z`,
        spot,
        0.92,
      );
    if (headY < -500)
      for (let step = 1; step < 8; step += 1)
        pen.ellipse(headX + 12 + step * 12, headY + 10 + step * 38, 19, 16, spot);
  }
}

function drawHead(pen: Pen, coat: string, mark: Beast['mark']): void {
  const isCow = mark === 'patches' && coat !== beasts['giraffe']?.coat;
  pen.path('M34-46L54-86L66-38Z', darker(coat, 0.15));
  pen.path(
    'M56-44C30-66-20-60-40-34C-70-4-110 30-128 54C-136 84-100 96-80 84C-50 70 10 66 40 40C66 16 70-20 56-44Z',
    lit(coat, -60, 90),
  );
  pen.path(
    'M-96 22C-120 40-134 56-128 74C-120 96-92 92-78 82C-66 62-76 34-96 22Z',
    isCow ? '#EDB6A6' : darker(coat, 0.3),
  );
  pen.circle(-108, 62, 6, '#2A1D16');
  pen.circle(-12, -4, 13, '#2A1D16');
  pen.circle(-8, -9, 5, '#FFFFFF');
  pen.path('M8-50C4-74 10-86 18-94C34-84 44-70 44-48Z', lighter(coat, 0.1));
  if (mark === 'horn') {
    pen.path('M-34-44L-70-190L-4-54Z', lit('#F6D66A', -190, -44));
    pen.line('M-46-84L-18-80M-54-114L-32-110M-60-142L-44-140', 5, '#C99A2E');
  } else if (isCow) pen.line('M-4-56C-30-90-20-116-8-128M40-52C70-76 84-100 76-120', 15, '#E9DFC8');
  else if (mark === 'patches') {
    pen.line('M4-52V-100M34-54V-98', 10, '#A8672E');
    pen.circle(4, -104, 12, '#5B3A20');
    pen.circle(34, -102, 12, '#5B3A20');
  }
}

export function drawElephant(pen: Pen, color: string | null): void {
  const skin = color ?? '#98A3AD';
  const shade = darker(skin, 0.18);
  castShadow(pen, 240);
  for (const x of [-60, 170]) pen.rect(x - 44, -170, 84, 170, shade, 26);
  pen.line('M220-260C256-220 250-170 240-140', 14, shade);
  pen.path(
    'M-120-330C-40-410 190-400 230-270C250-190 236-120 180-110H-60C-140-120-170-250-120-330Z',
    lit(skin, -400, -110),
  );
  for (const x of [-104, 116]) {
    pen.rect(x - 48, -180, 92, 180, lit(skin, -180, 0), 28);
    for (const toe of [-26, 0, 26]) pen.ellipse(x + toe - 2, -9, 11, 9, '#F1EADF');
  }
  pen.path(
    'M-250-120C-290-40-270 6-232 8C-204 8-204-22-224-24C-232-60-216-110-190-150Z',
    lit(skin, -150, 8),
  );
  pen.circle(-160, -260, 128, ball(skin, -160, -260, 128));
  pen.path('M-196-170C-236-160-256-110-286-118C-270-90-216-90-176-160Z', '#FBF6EA');
  pen.path(
    'M-110-370C-10-400 50-310 20-220C-10-150-80-150-106-190C-130-240-140-340-110-370Z',
    darker(skin, 0.1),
  );
  pen.path(
    'M-96-346C-20-364 20-300 0-230C-20-180-70-180-90-206C-110-250-116-326-96-346Z',
    '#D9A9A4',
    0.75,
  );
  pen.circle(-204, -284, 13, '#1F2429');
  pen.circle(-200, -289, 5, '#FFFFFF');
  pen.ellipse(-190, -226, 18, 11, '#E99A8E', 0.5);
}

export function drawDinosaur(pen: Pen, color: string | null): void {
  const skin = color ?? '#6FA85F';
  castShadow(pen, 220);
  pen.path(
    'M60-200C190-180 270-90 330-40C230-30 120-10 40-60Z',
    lit(darker(skin, 0.08), -200, -20),
  );
  for (const [x, y, size] of [
    [-86, -470, 40],
    [-20, -400, 48],
    [40, -310, 56],
    [110, -220, 52],
    [190, -146, 42],
  ] as const)
    pen
      .at(x, y, { rotate: 40 })
      .path(`M${-size * 0.6} ${size * 0.5}L0 ${-size}L${size * 0.6} ${size * 0.5}Z`, '#E39A3B');
  pen.path(
    'M-130-470C-40-500 0-440 0-360C60-320 130-240 110-120C100-30 40-10-20-10S-130-40-130-130C-130-220-100-260-104-330C-170-330-250-340-256-390C-260-450-200-470-130-470Z',
    lit(skin, -480, -10),
  );
  pen.path(
    'M-98-300C-110-230-124-190-118-120C-110-50-50-30-20-40C20-120-20-220-98-300Z',
    lighter(skin, 0.55),
  );
  pen.line(
    'M-100-250C-80-240-60-240-44-246M-112-196C-80-186-50-186-26-192M-116-140C-80-130-40-130-14-136',
    5,
    darker(skin, 0.1),
    0.5,
  );
  pen.line('M-60-270C-110-250-140-220-150-230', 34, darker(skin, 0.06));
  pen.rect(-106, -60, 78, 64, darker(skin, 0.06), 28);
  pen.rect(10, -66, 86, 70, darker(skin, 0.1), 30);
  pen.line('M-90-2v-14M-66-2v-14M30 0v-14M56 0v-14', 6, '#F1EADF');
  pen.circle(-160, -424, 22, '#FFFFFF');
  pen.circle(-166, -422, 13, '#1F2429');
  pen.circle(-160, -428, 5, '#FFFFFF');
  pen.line('M-250-376C-210-356-160-356-120-366', 6, darker(skin, 0.4));
  pen.circle(-240, -408, 5, darker(skin, 0.4));
  pen.ellipse(-120, -392, 20, 12, '#E99A8E', 0.5);
}
