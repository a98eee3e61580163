import { darker, lighter } from '../color';
import type { Ink, Pen } from '../pen';
import { ball, castShadow, lit, upright } from './shading';

/* Things of work and study on a table at 0, 0; about 350 high. */

const screen: Ink = {
  from: [-200, -300],
  to: [200, -40],
  stops: [
    [0, '#8FC3E0'],
    [0.5, '#5F8FC8'],
    [1, '#7A5BA6'],
  ],
};

export function drawCamera(pen: Pen, color: string | null): void {
  const leather = color ?? '#3A3F45';
  castShadow(pen, 240);
  pen.rect(-80, -300, 160, 60, lit('#C3C9CF', -300, -240), 14);
  pen.rect(-180, -282, 66, 40, '#8D959E', 10);
  pen.circle(150, -262, 26, '#8D959E');
  pen.rect(-230, -254, 460, 254, lit('#C3C9CF', -254, 0), 36);
  pen.rect(-230, -200, 460, 146, leather, 8);
  pen.rect(-206, -238, 70, 30, '#FFF6D8', 8);
  pen.circle(0, -126, 126, '#2A2F35');
  pen.circle(0, -126, 112, '#59616A');
  pen.circle(0, -126, 92, '#1B2026');
  pen.circle(0, -126, 72, ball('#33598C', 0, -126, 72));
  pen.circle(0, -126, 36, '#14202F');
  pen.ellipse(-30, -160, 24, 15, '#FFFFFF', 0.75);
  pen.circle(26, -98, 9, '#FFFFFF', 0.5);
  pen.circle(180, -222, 13, '#D5402F');
}

export function drawPhone(pen: Pen, color: string | null): void {
  castShadow(pen, 140);
  const phone = pen.at(0, -6, { rotate: 6 });
  phone.rect(-118, -430, 236, 430, lit(color ?? '#2B3036', -430, 0), 40);
  phone.rect(-104, -414, 208, 398, screen, 30);
  phone.rect(-34, -404, 68, 17, '#14181C', 8);
  phone.circle(36, -300, 52, '#FFF0C8', 0.85);
  phone.path(
    'M-104-180C-60-240-10-220 20-180C50-220 80-210 104-190V-46C104-30 92-16 76-16H-76C-92-16-104-30-104-46Z',
    '#3F6F5A',
    0.85,
  );
  for (const x of [-66, -22, 22, 66]) phone.rect(x - 17, -66, 34, 34, '#FFFFFF', 10, 0.85);
}

export function drawLaptop(pen: Pen, color: string | null): void {
  castShadow(pen, 290);
  pen.rect(-220, -330, 440, 306, lit(color ?? '#59616A', -330, -24), 22);
  pen.rect(-202, -312, 404, 262, screen, 8);
  pen.path('M-202-110C-120-200-60-160 0-120C60-190 140-170 202-110V-50H-202Z', '#2F4F72', 0.8);
  pen.circle(110, -240, 34, '#FFF0C8');
  for (const [y, wide] of [
    [-280, 150],
    [-250, 110],
    [-220, 130],
  ] as const)
    pen.rect(-180, y, wide, 13, '#FFFFFF', 6, 0.8);
  pen.path('M-220-30H220L290 0H-290Z', lit('#C3C9CF', -30, 0));
  pen.path('M-190-24H190L220-8H-220Z', '#59616A');
  pen.rect(-294, -2, 588, 13, '#8D959E', 6);
}

export function drawClock(pen: Pen, color: string | null): void {
  const shell = color ?? '#C9503F';
  castShadow(pen, 170);
  pen.line('M-90-40L-120 0M90-40L120 0', 24, darker(shell, 0.3));
  for (const side of [-1, 1]) {
    pen
      .at(side * 106, -340, { rotate: side * 38 })
      .path('M-66 10C-66-70 66-70 66 10Z', lit('#E3B04A', -60, 10));
    pen.line(`M${side * 106}-330L${side * 70}-290`, 14, '#8E6A1E');
  }
  pen.line('M0-360V-330', 17, '#8E6A1E');
  pen.circle(0, -180, 170, ball(shell, 0, -180, 170));
  pen.circle(0, -180, 134, '#FBF6EA');
  for (let hour = 0; hour < 12; hour += 1)
    pen
      .at(0, -180, { rotate: hour * 30 })
      .rect(-5, -122, 10, hour % 3 === 0 ? 30 : 17, '#3A3F45', 4);
  pen.line('M0-180L-56-224', 15, '#2A2F35');
  pen.line('M0-180L54-264', 11, '#2A2F35');
  pen.circle(0, -180, 14, shell);
}

export function drawKey(pen: Pen, color: string | null): void {
  const metal = color ?? '#D9A93A';
  castShadow(pen, 230);
  const key = pen.at(-20, -150, { rotate: -30 });
  key.ring(-130, 0, 70, 40, lit(metal, -90, 90));
  key.circle(-130, -72, 26, metal);
  key.circle(-202, 0, 26, metal);
  key.circle(-130, 72, 26, metal);
  key.rect(-56, -19, 300, 38, lit(metal, -19, 19), 10);
  key.rect(-50, -28, 22, 56, darker(metal, 0.15), 8);
  key.path('M170 10H198V74H170ZM212 10H244V92H212Z', darker(metal, 0.1));
  key.line('M-190-40C-180-62-160-74-140-78', 9, '#FFF6D8', 0.9);
}

/** Hammer, spanner and screwdriver. */
export function drawToolkit(pen: Pen, color: string | null): void {
  const box = color ?? '#C93F2E';
  castShadow(pen, 270);
  const hammer = pen.at(-120, -130, { rotate: -14 });
  hammer.rect(-15, -230, 30, 260, upright('#B9814E', 15), 8);
  hammer.path(
    'M-90-270H60C90-270 110-250 116-230C80-226 60-220 50-206H-90Z',
    lit('#8D959E', -270, -206),
  );
  const spanner = pen.at(20, -150, { rotate: 6 });
  spanner.rect(-18, -190, 36, 230, lit('#B9C0C7', -190, 40), 12);
  spanner.path(
    'M-60-250C-60-290-40-310-20-314V-262H20V-314C40-310 60-290 60-250C60-210 30-190 0-190S-60-210-60-250Z',
    '#B9C0C7',
  );
  const driver = pen.at(140, -140, { rotate: 16 });
  driver.rect(-8, -150, 16, 160, '#C3C9CF');
  driver.rect(-28, -280, 56, 140, upright('#F0B02E', 28), 20);
  driver.line('M-12-260V-160M12-260V-160', 6, '#B9772A');
  pen.rect(-250, -170, 500, 170, lit(box, -170, 0), 18);
  pen.rect(-250, -170, 500, 30, darker(box, 0.25), 14);
  pen.rect(-40, -150, 80, 40, '#F2C33B', 8);
  pen.rect(-200, -96, 400, 12, darker(box, 0.2), 6);
}

export function drawScissors(at: Pen, color: string | null): void {
  const grip = color ?? '#D5523A';
  castShadow(at, 170);
  const pen = at.at(0, -10);
  for (const flip of [false, true]) {
    const half = pen.at(0, -170, { rotate: flip ? -15 : 15, flip });
    half.path('M-17 30L-4-300C10-280 24-150 22 30Z', lit('#C3CBD2', -300, 30));
    half.line('M2-260V10', 4, '#FFFFFF', 0.6);
    half.line('M0 16C6 40 14 50 30 60', 34, grip);
    half.at(62, 104, { stretch: 1.3, rotate: -20 }).ring(0, 0, 42, 24, grip);
  }
  pen.circle(0, -170, 17, '#59616A');
  pen.circle(0, -170, 7, '#E6E9EB');
}

/** Brushes and pencils in a pot. */
export function drawPencils(pen: Pen, color: string | null): void {
  castShadow(pen, 130);
  for (const [x, turn, tone, isBrush] of [
    [-70, -20, '#E3A23B', false],
    [-36, -8, '#8A5B3C', true],
    [4, 2, '#4F8FC0', false],
    [40, 12, '#5B3F2C', true],
    [76, 22, '#5F9B57', false],
  ] as const) {
    const one = pen.at(x, -130, { rotate: turn });
    one.rect(-14, -220, 28, 240, upright(tone, 14));
    if (isBrush) {
      one.rect(-17, -240, 34, 40, '#C3C9CF', 4);
      one.path('M-22-236C-34-290-10-320 0-340C10-320 34-290 22-236Z', lit('#C93F2E', -340, -236));
    } else {
      one.path('M-14-220L0-268L14-220Z', '#F0D8B4');
      one.path('M-5-250L0-268L5-250Z', tone);
    }
  }
  const pot = color ?? '#7E9AA8';
  pen.path('M-124-190L-100-6C-60 4 60 4 100-6L124-190C60-176-60-176-124-190Z', upright(pot, 120));
  pen.path('M-118-140C-60-126 60-126 118-140L112-100C60-86-60-86-112-100Z', lighter(pot, 0.55));
}

export function drawGlasses(pen: Pen, color: string | null): void {
  const frame = color ?? '#5B3A24';
  castShadow(pen, 270);
  pen.line(
    'M-226-130C-250-230-150-270-90-260M226-130C250-230 150-270 90-260',
    17,
    darker(frame, 0.3),
  );
  for (const side of [-1, 1]) {
    pen.circle(side * 128, -116, 100, '#CFE6EF', 0.75);
    pen.line(
      `M${side * 128 - 54}-150L${side * 128 - 14}-182M${side * 128 - 50}-110L${side * 128 + 20}-176`,
      11,
      '#FFFFFF',
      0.8,
    );
    pen.ring(side * 128, -116, 100, 24, frame);
  }
  pen.line('M-36-140C-16-166 16-166 36-140', 20, frame);
}

export function drawTelescope(pen: Pen, color: string | null): void {
  const tube = color ?? '#35507A';
  castShadow(pen, 210);
  pen.line('M-10-220L-160 0M10-220L160 0M0-220V-10', 20, '#8A5B3C');
  pen.circle(0, -226, 34, '#59616A');
  const barrel = pen.at(0, -260, { rotate: -32 });
  barrel.rect(-180, -44, 330, 88, lit(tube, -44, 44), 10);
  barrel.rect(130, -62, 120, 124, lit(lighter(tube, 0.2), -62, 62), 12);
  barrel.rect(-236, -30, 66, 60, '#2A2F35', 10);
  barrel.rect(-40, -48, 26, 96, '#D9A93A', 6);
  barrel.rect(224, -62, 26, 124, '#D9A93A', 8);
}

export function drawMicroscope(pen: Pen): void {
  castShadow(pen, 170);
  pen.path('M-150 0C-150-44-100-50 0-50S150-44 150 0Z', lit('#3F4A55', -50, 0));
  pen.line('M60-50C150-90 150-270 40-300', 40, '#E6E9EC');
  pen.rect(-110, -140, 190, 24, '#2A2F35', 8);
  pen.rect(-60, -152, 80, 12, '#BFE0EC');
  const body = pen.at(0, -250, { rotate: -22 });
  body.rect(-34, -130, 68, 190, upright('#F2F4F5', 34), 14);
  body.rect(-26, -190, 52, 76, '#2A2F35', 10);
  body.rect(-20, 50, 40, 56, '#8D959E', 8);
  pen.circle(104, -190, 34, ball('#D9A93A', 104, -190, 34));
}
