import { darker, lighter } from '../color';
import type { Pen } from '../pen';
import { ball, castShadow, lit } from './shading';

/* Stand on the ground at 0, 0; about 300 high. */

const ink = '#2A1D16';

export function drawHedgehog(pen: Pen): void {
  castShadow(pen, 170);
  for (let ring = 0; ring < 3; ring += 1)
    for (let spike = 0; spike < 15; spike += 1) {
      const turn = -110 + spike * 15 + ring * 6;
      pen
        .at(20, -110, { rotate: turn })
        .path(
          `M-16-${110 - ring * 26}L0-${190 - ring * 34}L16-${110 - ring * 26}Z`,
          ring % 2 === 0 ? '#6B4A36' : '#8A6448',
        );
    }
  pen.path(
    'M-120-60C-110-230 150-250 170-80C176-10 100 0 20 0S-126-10-120-60Z',
    lit('#7A5640', -230, 0),
  );
  pen.path(
    'M-60-160C-130-150-190-90-216-66C-200-30-130-4-60-4C-10-20-10-140-60-160Z',
    lit('#F0D8B4', -160, 0),
  );
  pen.circle(-216, -68, 17, ink);
  pen.circle(-120, -96, 13, ink);
  pen.circle(-116, -101, 5, '#FFFFFF');
  pen.ellipse(-104, -62, 18, 12, '#EB8E80', 0.5);
  pen.circle(-40, -150, 26, '#C99A72');
  pen.line('M-170-46C-156-36-140-36-130-44', 5, '#7A4630');
  for (const x of [-80, 60]) pen.ellipse(x, -4, 34, 14, '#D9B48C');
}

export function drawFrog(pen: Pen, color: string | null): void {
  const skin = color ?? '#6FAE4F';
  castShadow(pen, 190);
  for (const flip of [false, true]) {
    const side = pen.at(0, 0, { flip });
    side.path(
      'M-80-90C-190-150-220-60-170-20C-220-30-230 4-196 4H-80Z',
      lit(darker(skin, 0.1), -150, 4),
    );
    side.ellipse(-70, -290, 56, 54, ball(skin, -70, -290, 56));
    side.circle(-70, -296, 36, '#FFFFFF');
    side.circle(-66, -294, 21, ink);
    side.circle(-58, -304, 8, '#FFFFFF');
  }
  pen.path('M-120-180C-140-20-80 0 0 0S140-20 120-180Z', lit(skin, -180, 0));
  pen.path('M-80-150C-96-30-50-14 0-14S96-30 80-150Z', lighter(skin, 0.6));
  pen.path(
    'M-150-210C-150-300-80-320 0-320S150-300 150-210C140-130-140-130-150-210Z',
    lit(skin, -320, -140),
  );
  for (const x of [-70, 70]) {
    pen.circle(x, -296, 36, '#FFFFFF');
    pen.circle(x + 4, -294, 21, ink);
    pen.circle(x + 12, -304, 8, '#FFFFFF');
  }
  pen.line('M-100-214C-50-170 50-170 100-214', 8, darker(skin, 0.5));
  for (const x of [-112, 112]) pen.ellipse(x, -210, 22, 14, '#F09A8A', 0.6);
  pen.line('M-40-110V-16M40-110V-16', 40, darker(skin, 0.06));
  for (const x of [-48, 48]) pen.ellipse(x, -8, 40, 14, darker(skin, 0.12));
}

export function drawDuck(pen: Pen, color: string | null): void {
  const down = color ?? '#F6CF55';
  castShadow(pen, 160);
  pen.line('M-24-60V-6M40-60V-6', 12, '#E3852F');
  for (const x of [-34, 30])
    pen.path(`M${x - 34} 4C${x - 20}-16 ${x + 10}-20 ${x + 26} 4Z`, '#E3852F');
  pen.path(
    'M-110-150C-130-60-60-30 20-34C110-34 170-90 190-190C150-160 110-170 80-180C20-200-90-220-110-150Z',
    lit(down, -210, -30),
  );
  pen.path(
    'M-10-160C50-180 110-160 150-150C120-90 50-70 10-90C-20-106-30-140-10-160Z',
    darker(down, 0.1),
  );
  pen.circle(-90, -250, 92, ball(down, -90, -250, 92));
  pen.path(
    'M-160-250C-200-262-236-250-244-236C-226-214-180-212-150-226Z',
    lit('#E8842F', -260, -212),
  );
  pen.line('M-238-236C-206-238-180-238-156-240', 4, '#A8551C');
  pen.circle(-112, -272, 14, ink);
  pen.circle(-107, -278, 5, '#FFFFFF');
  pen.ellipse(-84, -228, 19, 12, '#EB8E60', 0.5);
  pen.path('M-80-336C-90-370-60-380-50-366C-40-386-16-370-36-340Z', down);
}

export function drawRooster(pen: Pen): void {
  castShadow(pen, 150);
  pen.line('M-20-90V-8M40-90V-8M-20-8h-34M-20-8h24M40-8h-30M40-8h28', 10, '#D98A2E');
  for (const [turn, tone] of [
    [64, '#2F5F5A'],
    [44, '#3F7A6A'],
    [24, '#8E3A2A'],
    [6, '#C4533C'],
  ] as const)
    pen
      .at(90, -170, { rotate: turn })
      .path('M-20 20C-40-80-10-170 60-200C40-130 40-60 24 20Z', lit(tone, -200, 20));
  pen.path(
    'M-100-330C-150-180-110-80 0-76C100-76 150-140 140-230C90-190 40-200 10-250C0-300-20-350-60-360Z',
    {
      from: [-100, -340],
      to: [100, -80],
      stops: [
        [0, '#F0A93C'],
        [0.5, '#CE6A2E'],
        [1, '#7A3420'],
      ],
    },
  );
  pen.path('M0-200C60-220 110-190 120-170C100-120 40-110 10-130C-14-150-16-180 0-200Z', '#8E3A2A');
  pen.circle(-80, -346, 58, ball('#E8963A', -80, -346, 58));
  pen.path(
    'M-120-390C-130-430-104-430-96-410C-92-446-62-446-60-412C-46-440-20-426-36-386C-60-400-100-400-120-390Z',
    '#D13A2E',
  );
  pen.path('M-132-352L-186-334L-130-324Z', '#F2C14E');
  pen.path('M-126-322C-140-280-116-268-104-280C-96-300-104-320-126-322Z', '#D13A2E');
  pen.circle(-96, -356, 11, ink);
  pen.circle(-92, -360, 4, '#FFFFFF');
}

/** On the water line or on the ground. */
export function drawSwan(pen: Pen, color: string | null): void {
  const plumage = color ?? '#FBFAF6';
  pen.ellipse(20, 4, 220, 20, '#101820', 0.14);
  pen.line('M-104-70C-200-130-60-260-130-352', 46, plumage);
  pen.path(
    'M-170-70C-170 0-90 10 30 8C150 8 220-60 250-150C190-130 160-150 120-150C40-180-130-170-170-70Z',
    lit(plumage, -180, 20),
  );
  pen.path(
    'M-30-130C40-190 160-190 226-200C190-150 180-110 110-84C50-66-10-76-40-100Z',
    darker(plumage, 0.07),
  );
  pen.line(
    'M10-110C70-110 130-120 180-160M30-88C80-90 120-94 160-120',
    5,
    darker(plumage, 0.2),
    0.6,
  );
  pen.ellipse(-142, -362, 44, 34, plumage);
  pen.path('M-170-380C-196-376-226-356-236-344C-210-336-180-340-168-348Z', '#E3852F');
  pen.path('M-168-384C-180-380-186-366-172-352C-160-352-156-374-168-384Z', '#23282C');
  pen.circle(-148, -370, 7, ink);
}

export function drawPeacock(pen: Pen): void {
  for (let ring = 0; ring < 2; ring += 1)
    for (let feather = -6; feather <= 6; feather += 1) {
      const plume = pen.at(0, -130, { rotate: feather * 13 + ring * 6 });
      const long = 330 - ring * 90;
      plume.line(`M0 0V${-long}`, 16, ring === 0 ? '#2F7A6A' : '#3F9A7A');
      plume.ellipse(0, -long, 38, 50, '#4FA37A');
      plume.ellipse(0, -long - 4, 27, 36, '#D9A93A');
      plume.circle(0, -long - 6, 20, '#2FA0B0');
      plume.circle(0, -long - 4, 10, '#243F8E');
    }
  castShadow(pen, 110);
  pen.line('M-20-60V-4M24-60V-4', 9, '#8E6A3A');
  pen.path('M-20-330C-60-260-90-190-80-120C-70-50 70-50 80-120C90-200 40-260 26-330Z', {
    from: [-80, -330],
    to: [80, -50],
    stops: [
      [0, '#3A6FC4'],
      [0.6, '#2450A0'],
      [1, '#1E6A70'],
    ],
  });
  pen.circle(0, -344, 44, ball('#2F63B8', 0, -344, 44));
  pen.path('M-36-340L-84-326L-34-318Z', '#E3B04A');
  pen.line('M0-384L-20-424M4-386V-432M10-384L30-424', 4, '#2450A0');
  for (const [x, y] of [
    [-20, -428],
    [4, -436],
    [30, -428],
  ] as const)
    pen.circle(x, y, 8, '#2FA0B0');
  pen.ellipse(-12, -350, 15, 11, '#FFFFFF');
  pen.circle(-14, -350, 8, ink);
}
