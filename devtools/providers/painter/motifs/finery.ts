import { darker, lighter } from '../color';
import type { Pen } from '../pen';
import { ball, castShadow, lit, upright } from './shading';

/* Things to wear and to give, on a table at 0, 0; about 350 high. */

export function drawHat(pen: Pen, color: string | null): void {
  const felt = color ?? '#E2C48A';
  castShadow(pen, 300);
  pen.ellipse(0, -34, 310, 76, darker(felt, 0.12));
  pen.ellipse(0, -46, 306, 68, lit(felt, -110, 30));
  pen.path(
    'M-170-60C-180-200-120-270 0-270S180-200 170-60C90-26-90-26-170-60Z',
    lit(felt, -270, -30),
  );
  pen.path('M-176-116C-90-78 90-78 176-116L172-56C90-22-90-22-172-56Z', '#C4533C');
  pen.path('M110-92L150-20L100-40L76 4L70-78Z', '#A8402E');
  for (let straw = 0; straw < 5; straw += 1)
    pen.line(
      `M${-140 + straw * 6}-${140 + straw * 26}C-60-${108 + straw * 30} 60-${108 + straw * 30} ${140 - straw * 6}-${140 + straw * 26}`,
      3,
      darker(felt, 0.2),
      0.6,
    );
}

export function drawShoes(pen: Pen, color: string | null): void {
  const cloth = color ?? '#E85D4A';
  for (const [x, y, scale] of [
    [60, -70, 0.86],
    [-30, 0, 1],
  ] as const) {
    const shoe = pen.at(x, y, { scale });
    castShadow(shoe, 250);
    shoe.path(
      'M-240-50C-250-120-170-126-100-150C-50-170-20-230 20-250C60-230 130-240 190-260C220-180 236-110 236-50Z',
      lit(cloth, -260, -40),
    );
    shoe.path('M190-260C220-180 236-110 236-50H170C176-120 170-200 140-246Z', darker(cloth, 0.2));
    shoe.path('M-240-50C-250-110-190-124-150-134C-120-116-110-80-110-50Z', '#FBF6EA');
    shoe.line('M-70-176L-30-136M-40-206L4-160M-6-236L40-186', 15, '#FFFFFF');
    shoe.path('M-40-60C10-80 80-130 130-140C120-100 70-70-6-54Z', '#FFFFFF', 0.9);
    shoe.path('M-256-54H246C254-20 240 0 220 0H-230C-254 0-260-30-256-54Z', '#F6F1E6');
    shoe.line('M-250-24H240', 7, '#CFC6B2');
  }
}

export function drawBag(pen: Pen, color: string | null): void {
  const hide = color ?? '#B5683A';
  castShadow(pen, 230);
  pen.line('M-100-240C-110-400 110-400 100-240', 24, darker(hide, 0.25));
  pen.path('M-200-250H200L230-20C230-6 220 0 206 0H-206C-220 0-230-6-230-20Z', lit(hide, -250, 0));
  pen.path('M-208-250H208L190-120C100-84-100-84-190-120Z', lit(lighter(hide, 0.08), -250, -90));
  pen.line('M-186-128C-100-94 100-94 186-128', 5, lighter(hide, 0.5));
  pen.rect(-30, -128, 60, 64, '#E3B04A', 12);
  pen.circle(0, -100, 11, '#8E6A1E');
  for (const x of [-100, 100]) pen.circle(x, -236, 20, '#E3B04A');
}

/** A ring with its stone, in an open box. */
export function drawRing(pen: Pen): void {
  castShadow(pen, 200);
  pen.path('M-180-120L-150-330C-60-360 60-360 150-330L180-120Z', lit('#3F2A4E', -340, -120));
  pen.path('M-150-130L-124-306C-50-330 50-330 124-306L150-130Z', '#F3E8EC');
  pen.path('M-190-120H190V-10C190 6-190 6-190-10Z', lit('#523868', -120, 0));
  pen.ellipse(0, -120, 190, 34, '#F3E8EC');
  pen.ellipse(0, -112, 130, 20, '#D9C6D0');
  pen.ring(0, -190, 72, 20, lit('#E9C04A', -270, -110));
  pen.path('M-56-290L-30-326H30L56-290L0-234Z', lit('#BFE8F6', -326, -234));
  pen.path('M-56-290L-20-290L0-234ZM20-290L56-290L0-234Z', '#8FC8E4', 0.8);
  pen.line('M-56-290H56M-20-290L-8-326M20-290L8-326', 3, '#FFFFFF');
  for (const [x, y] of [
    [-84, -340],
    [92, -300],
  ] as const)
    pen.line(`M${x - 20} ${y}H${x + 20}M${x} ${y - 20}V${y + 20}`, 5, '#FFFFFF', 0.9);
}

/** Perfume and lipstick. */
export function drawCosmetics(pen: Pen, color: string | null): void {
  const tint = color ?? '#E58AA0';
  castShadow(pen, 240);
  const bottle = pen.at(-80, 0);
  bottle.rect(-44, -330, 88, 80, upright('#D9B25A', 44), 8);
  bottle.rect(-26, -254, 52, 30, '#B9923A');
  bottle.path(
    'M-120-200C-120-226-100-230-60-230H60C100-230 120-226 120-200V-16C120-4 110 0 96 0H-96C-110 0-120-4-120-16Z',
    '#FFFFFF',
    0.75,
  );
  bottle.path(
    'M-100-150C-40-136 40-166 100-150V-26C100-18-100-18-100-26Z',
    lit(tint, -150, 0),
    0.85,
  );
  bottle.rect(-50, -120, 100, 66, '#FBF6EA', 8);
  bottle.line('M-26-94h52M-18-74h36', 6, '#B9923A');
  bottle.line('M-104-200V-40', 9, '#FFFFFF', 0.7);
  const stick = pen.at(130, 0);
  stick.rect(-48, -130, 96, 130, upright('#2B2730', 48), 10);
  stick.rect(-40, -200, 80, 76, upright('#E3B04A', 40), 6);
  stick.path('M-32-196V-290C-20-320 20-344 32-336V-196Z', upright(darker(tint, 0.1), 32));
}

export function drawCrown(pen: Pen, color: string | null): void {
  const gold = color ?? '#E3B03A';
  pen.rect(-230, -30, 460, 40, lit('#7A2F4E', -30, 10), 18);
  pen.path(
    'M-190-40L-230-260L-110-150L0-310L110-150L230-260L190-40C80-4-80-4-190-40Z',
    lit(gold, -310, 0),
  );
  pen.path('M-192-84C-80-44 80-44 192-84L188-36C80 0-80 0-188-36Z', darker(gold, 0.14));
  for (const [x, y, tone] of [
    [-230, -270, '#D9506A'],
    [0, -322, '#4FA3C0'],
    [230, -270, '#D9506A'],
  ] as const)
    pen.circle(x, y, 24, ball(tone, x, y, 24));
  for (const [x, y, tone] of [
    [-110, -44, '#5F9B57'],
    [0, -34, '#D9383A'],
    [110, -44, '#5F9B57'],
  ] as const)
    pen.ellipse(x, y, 26, 19, ball(tone, x, y, 26));
}

export function drawGift(pen: Pen, color: string | null): void {
  const paper = color ?? '#D9506A';
  castShadow(pen, 220);
  pen.rect(-180, -220, 360, 220, upright(paper, 180), 8);
  pen.rect(-204, -280, 408, 76, upright(lighter(paper, 0.08), 204), 10);
  pen.rect(-34, -280, 68, 280, '#F6D66A');
  for (const flip of [false, true]) {
    const loop = pen.at(0, -284, { flip });
    loop.path('M0 0C-30-110-150-120-156-56C-156-6-60 10 0 0Z', lit('#F6D66A', -110, 10));
    loop.path('M-10-8C-40-60-110-80-116-48C-110-24-50-6-10-8Z', '#C99A2E');
    loop.path('M0 0C-40 20-90 30-120 66L-66 60L-50 96C-30 50-10 30 0 0Z', '#E9BE4A');
  }
  pen.circle(0, -286, 30, '#F6D66A');
}

export function drawTeddy(pen: Pen, color: string | null): void {
  const plush = color ?? '#C08A55';
  castShadow(pen, 200);
  for (const side of [-1, 1]) {
    pen.circle(side * 96, -400, 52, ball(plush, side * 96, -400, 52));
    pen.circle(side * 96, -396, 28, lighter(plush, 0.45));
    pen.line(`M${side * 90}-210L${side * 170}-130`, 76, plush);
    pen.ellipse(side * 120, -50, 84, 56, ball(plush, side * 120, -50, 80));
    pen.ellipse(side * 146, -46, 44, 40, lighter(plush, 0.45));
  }
  pen.ellipse(0, -130, 136, 136, ball(plush, 0, -130, 136));
  pen.ellipse(0, -116, 86, 92, lighter(plush, 0.4));
  pen.circle(0, -320, 130, ball(plush, 0, -320, 130));
  pen.ellipse(0, -284, 62, 48, lighter(plush, 0.5));
  pen.path('M-24-306C-10-318 10-318 24-306C18-286 6-282 0-282S-18-286-24-306Z', '#2A1D16');
  pen.line('M0-282V-262M0-262C-14-250-26-252-32-262M0-262C14-250 26-252 32-262', 6, '#4A3020');
  for (const side of [-1, 1]) {
    pen.circle(side * 52, -340, 16, '#2A1D16');
    pen.circle(side * 52 + 5, -346, 6, '#FFFFFF');
  }
  pen.path('M-70-218L-6-190L-70-160ZM70-218L6-190L70-160Z', '#C93F2E');
  pen.circle(0, -190, 17, '#A8322A');
  pen.line('M-60-30L-40-6M100-90l20 14', 4, darker(plush, 0.4));
}
