import { darker, lighter } from '../color';
import type { Pen } from '../pen';
import { drawPerson } from './people';
import { ball, lit, upright } from './shading';

/* People by role; each stands on the ground at 0, 0, about 520 high, the head around 0, -372. */

type Role = (pen: Pen, color: string | null, isTurned: boolean) => void;

const chef: Role = (pen, color, isTurned) => {
  drawPerson(pen, { hair: 'short', garment: 'coat', color: color ?? '#EDEAE2', isTurned });
  pen.path('M-64-236L-80-60C-30-50 30-50 80-60L64-236Z', '#F9F7F1');
  pen.line('M-64-200C-20-190 20-190 64-200', 6, '#C93F2E');
  pen.path(
    'M-76-446C-130-470-120-560-60-556C-40-600 40-600 60-556C120-560 130-470 76-446L70-420H-70Z',
    lit('#FBFAF6', -600, -420),
  );
  pen.line('M-34-452C-40-490-36-510-34-530M0-452V-540M34-452C40-490 36-510 34-530', 5, '#D5D1C6');
  pen.line('M98-140L190-190', 16, '#3A2A20');
  pen.ellipse(238, -206, 72, 22, '#3A3F45');
  pen.ellipse(238, -212, 62, 16, '#5B626A');
  pen.ellipse(230, -218, 34, 11, '#FFFFFF');
  pen.circle(234, -222, 11, '#F5A524');
};

const doctor: Role = (pen, color, isTurned) => {
  drawPerson(pen, { hair: 'bob', garment: 'coat', color: color ?? '#F1F4F5', isTurned });
  if (isTurned) return;
  pen.line('M-44-270C-50-210-20-190 6-190C40-190 46-220 44-270', 8, '#2F4A5E');
  pen.line('M6-190V-150', 8, '#2F4A5E');
  pen.circle(6, -138, 17, '#9FB0BC');
  pen.circle(6, -138, 9, '#E6EDF0');
  pen.rect(-76, -146, 42, 46, '#DCE6EA', 5);
  pen.line('M-55-138v30M-70-123h30', 8, '#D5402F');
};

const police: Role = (pen, color, isTurned) => {
  drawPerson(pen, { hair: 'short', garment: 'coat', color: color ?? '#2B456E', isTurned });
  pen.path('M-104-436C-90-500 90-500 104-436C60-416-60-416-104-436Z', lit('#23385C', -500, -420));
  pen.path('M-88-428C-50-404 50-404 88-428L78-404C40-388-40-388-78-404Z', '#14202F');
  pen.path('M0-486L16-462L8-440H-8L-16-462Z', '#E9C04A');
  pen.path('M-58-236L-44-230L-44-210C-44-196-52-190-58-188C-64-190-72-196-72-210V-230Z', '#E9C04A');
};

const firefighter: Role = (pen, color, isTurned) => {
  drawPerson(pen, { hair: 'short', garment: 'raincoat', color: color ?? '#3D4654', isTurned });
  pen.line('M-92-116C-40-100 40-100 92-116', 18, '#F2D24A');
  pen.line('M-78-200C-40-186 40-186 78-200', 14, '#F2D24A');
  pen.path(
    'M-120-420C-130-400 130-400 120-420L96-436C90-520-90-520-96-436Z',
    lit('#D5382A', -520, -400),
  );
  pen.path('M-26-424L-20-476C-10-490 10-490 20-476L26-424Z', '#F2D24A');
  pen.line('M98-134C170-110 220-150 300-190', 22, '#B0552E');
  pen.path('M290-204L350-226L356-204L300-178Z', '#8D949B');
  pen.path('M352-222C430-270 500-270 540-300L520-230C470-220 420-206 356-206Z', '#CFE8F4', 0.75);
};

const knight: Role = (pen, color, isTurned) => {
  pen.path(
    'M-60-270C-150-200-170-90-150-10C-60-30 60-30 150-10C170-90 150-200 60-270Z',
    color ?? '#9C2F2E',
  );
  drawPerson(pen, { hair: 'short', garment: 'coat', color: '#98A3AD', isTurned });
  pen.line(
    'M-60-220C-20-206 20-206 60-220M-72-170C-24-154 24-154 72-170M-80-116C-26-100 26-100 80-116',
    5,
    '#6C7781',
  );
  pen.path(
    'M-96-372C-104-480-50-496 0-496S104-480 96-372C96-300 60-276 0-276S-96-300-96-372Z',
    lit('#B4BEC6', -496, -276),
  );
  pen.path('M-72-384C-50-360 50-360 72-384V-356C50-336-50-336-72-356Z', '#1F262D');
  pen.line('M0-350V-286M-28-336V-296M28-336V-296', 6, '#7E8992');
  pen.path('M0-490C-20-560 40-600 90-570C70-540 50-510 20-490Z', '#D5402F');
  pen.line('M110-40L150-420', 15, '#D7DEE3');
  pen.line('M88-150L140-144', 16, '#C99A3E');
  pen.path(
    'M-190-250C-150-262-110-262-70-250C-66-150-90-100-130-76C-170-100-194-150-190-250Z',
    lit('#33598C', -260, -76),
  );
  pen.line('M-130-250V-90M-182-180H-78', 13, '#E9C04A');
};

const ballerina: Role = (pen, color, isTurned) => {
  const tulle = color ?? '#F2B3C2';
  pen.line('M-50-246C-110-300-110-400-40-500M50-246C110-300 110-400 40-500', 24, '#F3CDAE');
  pen.line('M-12-150L-22-4', 30, '#F3CDAE');
  pen.line('M14-150C60-110 70-70-6-78', 30, '#F3CDAE');
  pen.path('M-34-30C-30-10-16 0-20 8C-34 12-40 0-34-30Z', '#E58AA0');
  for (const [wide, part] of [
    [190, 0.2],
    [170, 0.35],
    [146, 0.5],
  ] as const)
    pen.path(
      `M-40-200C-100-200-${wide}-160-${wide}-124C-100-96 100-96 ${wide}-124C${wide}-160 100-200 40-200Z`,
      lighter(tulle, part),
      0.8,
    );
  pen.path(
    'M-52-268C-30-250 30-250 52-268C60-230 44-200 44-180H-44C-44-200-60-230-52-268Z',
    lit(tulle, -268, -180),
  );
  pen.path('M-20-300h40v34c0 18-40 18-40 0Z', '#E3B18F');
  drawHeadOf(pen, 'bun', isTurned);
};

const bride: Role = (pen, color, isTurned) => {
  pen.path(
    'M-90-440C-200-300-220-120-210-4C-60 12 60 12 210-4C220-120 200-300 90-440Z',
    '#FFFFFF',
    0.6,
  );
  drawPerson(pen, { hair: 'bun', garment: 'dress', color: color ?? '#FBF7F0', isTurned });
  pen.path(
    'M-56-200C-120-150-170-60-180 0C-60 16 60 16 180 0C170-60 120-150 56-200Z',
    lit(color ?? '#FBF7F0', -200, 20),
  );
  pen.line('M-60-150C-90-100-110-50-120-4M0-170V6M60-150C90-100 110-50 120-4', 4, '#DDD4C6', 0.8);
  pen.path('M-84-420C-60-470 60-470 84-420C40-444-40-444-84-420Z', '#FFFFFF');
  for (const [x, y, tone] of [
    [-34, -176, '#E8788A'],
    [0, -196, '#F6D6DC'],
    [34, -176, '#D9506A'],
    [-16, -152, '#FFFFFF'],
    [20, -150, '#F2A7B4'],
  ] as const)
    pen.circle(x, y, 26, ball(tone, x, y, 26));
  pen.path('M-20-132L0-70L20-132Z', '#5F9B57');
};

const athlete: Role = (pen, color, isTurned) => {
  const jersey = color ?? '#2F6DA8';
  drawPerson(pen, { hair: 'short', garment: 'coat', color: jersey, isTurned });
  pen.path('M-86-120C-40-104 40-104 86-120L84-46C40-34-40-34-84-46Z', '#FBF8F1');
  pen.path('M-44-278C-20-256 20-256 44-278L30-288H-30Z', '#FBF8F1');
  pen.rect(-12, -236, 14, 76, '#FBF8F1');
  drawFootball(pen.at(150, 0, { scale: 0.62 }));
};

const singer: Role = (pen, color, isTurned) => {
  drawPerson(pen, { hair: 'long', garment: 'dress', color: color ?? '#8E3F9C', isTurned });
  pen.line('M130-4V-300L96-318', 10, '#3A3F45');
  pen.ellipse(130, -2, 60, 12, '#2A2F35');
  pen.at(84, -324, { rotate: -60 }).rect(-14, -20, 28, 66, '#2A2F35', 12);
  pen.circle(66, -334, 24, ball('#8D949B', 66, -334, 24));
  for (const [x, y] of [
    [-190, -420],
    [190, -470],
    [240, -330],
  ] as const) {
    pen.ellipse(x, y, 19, 14, '#F2C14E');
    pen.line(`M${x + 16} ${y}V${y - 74}L${x + 44} ${y - 60}`, 7, '#F2C14E');
  }
};

const angel: Role = (pen, color, isTurned) => {
  for (const flip of [false, true]) {
    const wing = pen.at(0, 0, { flip });
    wing.path(
      'M-40-240C-120-380-260-420-330-380C-320-330-300-310-280-296C-290-270-270-246-246-240C-250-210-220-190-196-190C-180-160-100-170-44-190Z',
      lit('#FFFFFF', -420, -170),
    );
    wing.line(
      'M-60-230C-140-300-220-340-300-360M-60-216C-130-250-190-270-270-290M-60-202C-110-216-170-226-236-236',
      6,
      '#C9D3DE',
      0.8,
    );
  }
  drawPerson(pen, { hair: 'long', garment: 'robe', color: color ?? '#F4EEDF', isTurned });
  pen.at(0, -516, { stretch: 0.34 }).ring(0, 0, 70, 20, '#F6D66A');
};

export const roles: Record<string, Role> = {
  ...{ chef, doctor, police, firefighter, knight, ballerina, bride, athlete, singer, angel },
};

/** A person's head, for a body with a different shape. */
function drawHeadOf(pen: Pen, hair: 'bun' | 'long', isTurned: boolean): void {
  const tone = '#3A2A24';
  if (hair === 'bun') pen.circle(0, -476, 34, tone);
  pen.path(
    'M-90-360C-100-430-60-470 0-470S100-430 90-360C90-310 60-286 0-286S-90-310-90-360Z',
    tone,
  );
  if (isTurned) return;
  pen.path(
    'M-78-366C-78-318-40-286 0-286S78-318 78-366C70-410-20-400-40-430C-50-400-70-390-78-366Z',
    '#F3CDAE',
  );
  pen.line('M-46-352c8 8 20 8 28 0M18-352c8 8 20 8 28 0', 6, '#2B2320');
  pen.path('M-12-316c8 7 16 7 24 0c-6-5-18-5-24 0z', '#C6472F');
  for (const x of [-48, 48]) pen.circle(x, -328, 14, '#E98C6B', 0.4);
}

export function drawFootball(pen: Pen): void {
  pen.ellipse(0, 2, 110, 14, '#101820', 0.2);
  pen.circle(0, -110, 110, ball('#F8F6F0', 0, -110, 110));
  for (const [x, y, turn] of [
    [0, -110, 0],
    [-84, -150, 30],
    [84, -150, -30],
    [-54, -34, 10],
    [54, -34, -10],
  ] as const)
    pen.at(x, y, { rotate: turn }).polygon([0, -36, 34, -11, 21, 29, -21, 29, -34, -11], '#262C33');
  pen.line(
    'M0-146L0-218M34-121L72-138M-34-121L-72-138M21-81L46-48M-21-81L-46-48',
    6,
    '#262C33',
    0.8,
  );
}

export function drawBasketball(pen: Pen): void {
  pen.ellipse(0, 2, 120, 14, '#101820', 0.2);
  pen.circle(0, -120, 120, ball('#D9742E', 0, -120, 120));
  pen.line(
    'M0-238V-2M-118-120H118M-86-204C-30-160-30-80-86-36M86-204C30-160 30-80 86-36',
    7,
    darker('#D9742E', 0.6),
  );
}

/** A rider astride a seat at 0, 0. */
export function drawRider(pen: Pen, color: string): void {
  pen.line('M-10-30L-46 110', 44, '#2E3A48');
  pen.path('M-58 100H-14L-16 130H-84Z', '#3A2418');
  pen.path(
    'M-56-200C-20-214 20-214 56-200C70-130 66-60 60 6C20 20-30 20-60 6C-66-60-66-140-56-200Z',
    upright(color, 60),
  );
  pen.line('M-40-180C-90-140-120-110-150-96', 34, darker(color, 0.14));
  pen.circle(-156, -94, 20, '#F3CDAE');
}
