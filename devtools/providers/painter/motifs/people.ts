import { darker, lighter } from '../color';
import type { Pen } from '../pen';

/** The motifs of people, by the names that `readPrompt` uses. */
export const personNames = ['girl', 'boy', 'man', 'person'];
export type Hair = 'long' | 'bob' | 'bun' | 'short' | 'gray';
export type Garment = 'dress' | 'robe' | 'coat' | 'raincoat';
export type Figure = { hair: Hair; garment: Garment; color: string; isTurned: boolean };

const skin = '#F3CDAE';
const skinShade = '#E3B18F';
const lines = '#2B2320';

/** Stands on the ground at 0, 0, about 520 high, with a large head as in picture books. */
export function drawPerson(pen: Pen, { hair, garment, color, isTurned }: Figure): void {
  const hairColor = hair === 'gray' ? '#D9D6D0' : '#1E2A33';
  const shade = darker(color, 0.18);
  pen.ellipse(0, 0, 110, 14, '#101820', 0.16);
  drawLegs(pen, garment);
  if (hair === 'long')
    pen.path(
      'M-84-400C-112-330-104-250-92-214C-40-190 40-190 92-214C104-250 112-330 84-400Z',
      hairColor,
    );

  const cloth = {
    from: [0, -290],
    to: [0, -60],
    stops: [
      [0, lighter(color, 0.06)],
      [1, shade],
    ],
  } as const;
  pen.path(
    'M-58-262C-86-236-104-190-112-140C-106-126-88-124-80-134L-46-200ZM58-262C86-236 104-190 112-140C106-126 88-124 80-134L46-200Z',
    shade,
  );
  pen.circle(-98, -134, 18, skin);
  pen.circle(98, -134, 18, skin);
  if (garment === 'robe') {
    pen.path(
      'M-58-268C-30-284 30-284 58-268C70-200 104-90 112-14C50 6-50 6-112-14C-104-90-70-200-58-268Z',
      cloth,
    );
    pen.path('M-30-278L8-196L-14-196L-50-262ZM30-278L-8-196L50-262Z', '#F7EFE2');
    pen.path('M-66-196C-22-180 22-180 66-196L70-162C22-146-22-146-70-162Z', darker(color, 0.4));
  } else if (garment === 'coat') {
    pen.path(
      'M-60-268C-30-284 30-284 60-268C74-200 84-120 88-50C40-38-40-38-88-50C-84-120-74-200-60-268Z',
      cloth,
    );
    pen.line('M0-250V-46', 5, darker(color, 0.3));
    for (const y of [-214, -168, -122]) pen.circle(14, y, 7, '#D9B25A');
    pen.path('M-44-276L-4-206L-36-220ZM44-276L4-206L36-220Z', darker(color, 0.26));
  } else {
    const hem =
      garment === 'raincoat'
        ? 'M-58-268C-30-284 30-284 58-268C76-200 96-120 104-66C50-46-50-46-104-66C-96-120-76-200-58-268Z'
        : 'M-56-268C-30-282 30-282 56-268C60-226 58-206 56-190C78-140 104-100 116-64C60-40-60-40-116-64C-104-100-78-140-56-190C-58-206-60-226-56-268Z';
    pen.path(hem, cloth);
    if (garment === 'dress') {
      pen.line('M-54-190C-20-178 20-178 54-190', 6, darker(color, 0.26));
      pen.line(
        'M-28-160C-40-120-50-90-58-62M0-156V-52M28-160C40-120 50-90 58-62',
        4,
        darker(color, 0.2),
        0.7,
      );
    } else {
      pen.line('M0-262V-56', 5, darker(color, 0.24));
      for (const y of [-220, -170, -120]) pen.circle(12, y, 7, '#FFFFFF', 0.85);
    }
  }
  pen.path('M-20-300h40v34c0 18-40 18-40 0Z', skinShade);
  drawHead(pen.at(0, -372), hair, hairColor, isTurned);
  if (garment === 'raincoat' && !isTurned) pen.line('M-60-290C-30-266 30-266 60-290', 16, shade);
}

function drawLegs(pen: Pen, garment: Garment): void {
  const isLong = garment === 'robe';
  pen.path('M-40-90h28l-4 82h-22zM12-90h28l-2 82h-22z', garment === 'coat' ? '#2E3A48' : skin);
  const boot = garment === 'raincoat' ? '#C0392B' : '#3A2E2A';
  pen.path(
    'M-46-14C-46-34-12-34-12-14V4H-54C-54-6-50-10-46-14ZM46-14C46-34 12-34 12-14V4H54C54-6 50-10 46-14Z',
    boot,
    isLong ? 0.9 : 1,
  );
}

function drawHead(pen: Pen, hair: Hair, hairColor: string, isTurned: boolean): void {
  if (hair === 'bun') {
    pen.circle(0, -104, 36, hairColor);
    pen.line('M-30-82C-10-74 10-74 30-82', 9, '#C6472F');
  }
  pen.path(
    'M-92 14C-104-60-64-100 0-100S104-60 92 14C96 44 88 66 76 84H-76C-88 66-96 44-92 14Z',
    hairColor,
    hair === 'short' || hair === 'gray' ? 0 : 1,
  );
  if (isTurned) {
    pen.path('M-88 10C-100-60-60-98 0-98S100-60 88 10C88 60 50 84 0 84S-88 60-88 10Z', hairColor);
    return;
  }
  pen.path('M-80 4C-80 56-42 88 0 88S80 56 80 4C80-70-80-70-80 4Z', skin);
  if (hair === 'short' || hair === 'gray') {
    pen.path(
      'M-88 12C-100-60-60-100 0-100S100-60 88 12C78-8 70-24 58-40C30-30-20-26-52-44C-66-28-80-12-88 12Z',
      hairColor,
    );
    if (hair === 'gray')
      pen.path('M-62 34C-58 84-30 108 0 108S58 84 62 34C40 52 20 46 0 48S-40 52-62 34Z', '#EDEAE4');
  } else {
    pen.path(
      'M-82 10C-86-60-40-90 6-88C60-86 86-50 82 14C70-18 50-34 30-46C4-24-50-24-82 10Z',
      hairColor,
    );
  }
  pen.line('M-46 18c8 8 20 8 28 0M18 18c8 8 20 8 28 0', 6, lines);
  pen.path('M-12 56c8 7 16 7 24 0c-6-5-18-5-24 0z', '#C6472F');
  pen.circle(-48, 42, 15, '#E98C6B', 0.4);
  pen.circle(48, 42, 15, '#E98C6B', 0.4);
  if (hair === 'long' || hair === 'bob') {
    for (let petal = 0; petal < 5; petal += 1)
      pen.at(64, -58, { rotate: petal * 72 }).ellipse(0, -12, 8, 11, '#F8F2E8');
    pen.circle(64, -58, 7, '#E3A23B');
  }
}

/** About 500 high. */
export function drawAstronaut(pen: Pen): void {
  pen.ellipse(0, 0, 130, 16, '#101820', 0.2);
  pen.rect(-104, -300, 208, 190, '#B9B6AC', 40);
  pen.path('M-70-60h62v58c0 10-70 10-76 0zM70-60h-62v58c0 10 70 10 76 0z', '#D9D5CA');
  pen.rect(-84, -14, 78, 22, '#8E8C86', 10);
  pen.rect(6, -14, 78, 22, '#8E8C86', 10);
  pen.path(
    'M-84-270C-130-250-146-190-140-140C-132-120-100-122-96-142L-70-210ZM84-270C130-250 146-190 140-140C132-120 100-122 96-142L70-210Z',
    '#E2DED3',
  );
  pen.circle(-118, -134, 26, '#C9512F');
  pen.circle(118, -134, 26, '#C9512F');
  pen.path(
    'M-90-272C-50-292 50-292 90-272C104-200 100-120 92-56C40-40-40-40-92-56C-100-120-104-200-90-272Z',
    {
      from: [-100, -280],
      to: [100, -40],
      stops: [
        [0, '#FFFFFF'],
        [1, '#D5D1C6'],
      ],
    },
  );
  pen.rect(-44, -206, 88, 60, '#C7CCD2', 12);
  pen.circle(-20, -184, 9, '#D5512F');
  pen.circle(6, -184, 9, '#E3A23B');
  pen.rect(-30, -166, 60, 8, '#6F7C84', 4);
  pen.circle(0, -372, 122, {
    center: [-40, -420],
    radius: 200,
    stops: [
      [0, '#FFFFFF'],
      [1, '#DAD7CF'],
    ],
  });
  pen.path('M-90-376c0-72 180-72 180 0c0 60-36 92-90 92S-90-316-90-376z', {
    from: [-80, -440],
    to: [80, -290],
    stops: [
      [0, '#2B6196'],
      [1, '#143353'],
    ],
  });
  pen.line('M-58-402c16-24 48-32 76-28', 14, '#BBD6EC', 0.9);
  pen.circle(50, -352, 9, '#8FB9E3');
}

/** About 470 high. */
export function drawRobot(pen: Pen, color: string | null): void {
  const shell = color ?? '#7E9AA8';
  pen.ellipse(0, 0, 110, 14, '#101820', 0.18);
  pen.rect(-62, -70, 40, 66, darker(shell, 0.3), 10);
  pen.rect(22, -70, 40, 66, darker(shell, 0.3), 10);
  pen.rect(-78, -20, 66, 24, '#3F4D55', 12);
  pen.rect(12, -20, 66, 24, '#3F4D55', 12);
  pen.line(
    'M-84-190C-130-180-140-140-136-100M84-190C130-180 140-140 136-100',
    24,
    darker(shell, 0.25),
  );
  pen.circle(-136, -94, 20, '#3F4D55');
  pen.circle(136, -94, 20, '#3F4D55');
  pen.rect(
    -86,
    -228,
    172,
    170,
    {
      from: [-86, -228],
      to: [86, -58],
      stops: [
        [0, lighter(shell, 0.15)],
        [1, darker(shell, 0.15)],
      ],
    },
    34,
  );
  pen.circle(0, -142, 34, darker(shell, 0.35));
  pen.circle(0, -142, 24, '#E3A23B');
  pen.circle(-7, -150, 7, '#FFE9B0');
  pen.rect(-8, -470, 16, 50, '#6F7C84');
  pen.circle(0, -476, 18, '#D5512F');
  pen.rect(
    -124,
    -424,
    248,
    186,
    {
      from: [-100, -424],
      to: [100, -238],
      stops: [
        [0, lighter(shell, 0.25)],
        [1, shell],
      ],
    },
    56,
  );
  pen.rect(-142, -360, 24, 60, darker(shell, 0.3), 10);
  pen.rect(118, -360, 24, 60, darker(shell, 0.3), 10);
  pen.rect(-94, -388, 188, 112, '#1B2B36', 40);
  for (const side of [-1, 1]) {
    pen.circle(side * 42, -336, 30, {
      center: [side * 42, -336],
      radius: 34,
      stops: [
        [0, '#8FE0D066'],
        [1, '#8FE0D000'],
      ],
    });
    pen.circle(side * 42, -336, 17, '#8FE0D0');
    pen.circle(side * 42 + 5, -342, 5, '#FFFFFF');
  }
  pen.line('M-18-304c10 10 26 10 36 0', 6, '#8FE0D0');
}
