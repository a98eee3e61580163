import { darker, lighter } from '../color';
import type { Pen } from '../pen';
import { ball, castShadow, drawPlate, drawSteam, lit, upright } from './shading';

/* Stand on a table at 0, 0; about 300 high and 450 wide. */

export function drawBurger(pen: Pen): void {
  drawPlate(pen, 250);
  pen.path('M-158-70H158C166-20 130-8 90-8H-90C-130-8-166-20-158-70Z', lit('#D9964E', -80));
  pen.path(
    'M-176-84C-150-54-130-54-108-76C-90-52-60-50-40-74C-20-50 20-50 40-74C62-50 92-52 110-76C132-54 152-56 176-84L166-104H-166Z',
    '#7DB455',
  );
  pen.rect(-168, -134, 336, 48, lit('#6B3C28', -134, -86), 24);
  pen.path('M-166-140H166L120-112L92-78L60-112H-20L-50-92L-80-112H-130Z', '#F5BF45');
  pen.rect(-156, -166, 312, 30, '#D4473A', 15);
  pen.rect(-160, -180, 320, 18, '#8CC063', 9);
  pen.path('M-172-178C-176-310-70-330 0-330S176-310 172-178C120-166-120-166-172-178Z', {
    center: [-50, -300],
    radius: 300,
    stops: [
      [0, '#F6CF8C'],
      [0.5, '#E0A255'],
      [1, '#B6712F'],
    ],
  });
  for (const [x, y, turn] of [
    [-90, -250, 30],
    [-40, -294, -20],
    [20, -270, 10],
    [70, -300, 40],
    [110, -244, -30],
    [-20, -232, 60],
    [52, -228, 0],
  ] as const)
    pen.at(x, y, { rotate: turn }).ellipse(0, 0, 11, 6, '#FFF2D2');
}

export function drawPizza(pen: Pen): void {
  pen.ellipse(0, -44, 300, 140, '#8A5A34');
  pen.ellipse(0, -56, 290, 132, '#A87242');
  pen.ellipse(0, -72, 252, 112, lit('#DDA050', -190, 40));
  pen.ellipse(0, -78, 222, 96, '#D0472F');
  pen.ellipse(0, -80, 214, 91, '#F6CB63');
  for (const [x, y] of [
    [-120, -96],
    [-40, -132],
    [70, -126],
    [130, -80],
    [30, -72],
    [-70, -46],
    [74, -30],
    [-150, -60],
  ] as const) {
    pen.ellipse(x, y, 32, 15, '#A8322A');
    pen.ellipse(x - 2, y - 3, 28, 12, '#CE4A3A');
  }
  for (const [x, y, turn] of [
    [-10, -100, 20],
    [100, -104, -30],
    [-96, -72, 60],
    [10, -36, 10],
  ] as const)
    pen.at(x, y, { rotate: turn }).path('M-26 0C-14-16 14-16 26 0C14 14-14 14-26 0Z', '#4F8A44');
  pen.line(
    'M0-80L-150-146M0-80L160-144M0-80L-210-60M0-80L212-62M0-80L-90 4M0-80L96 2',
    5,
    '#B9762F',
    0.7,
  );
}

export function drawSushi(pen: Pen): void {
  pen.rect(-260, -24, 520, 30, lit('#8C5A36', -24, 6), 6);
  pen.rect(-220, 4, 50, 24, '#6E4428');
  pen.rect(170, 4, 50, 24, '#6E4428');
  for (const [x, topping, stripe] of [
    [-190, '#F08A5A', '#FBD0B4'],
    [-66, '#E2574C', '#F2A196'],
    [58, '#F2C14E', '#FBE3A0'],
  ] as const) {
    pen.path(
      `M${x - 54}-26C${x - 64}-86 ${x - 30}-98 ${x}-98S${x + 64}-86 ${x + 54}-26Z`,
      lit('#FAF6EC', -100, -20),
    );
    pen.path(
      `M${x - 66}-72C${x - 60}-132 ${x + 60}-132 ${x + 66}-72C${x + 40}-92 ${x - 40}-92 ${x - 66}-72Z`,
      topping,
    );
    pen.line(
      `M${x - 34}-88L${x - 18}-112M${x - 4}-92L${x + 10}-116M${x + 26}-90L${x + 38}-108`,
      6,
      stripe,
    );
  }
  pen.rect(36, -98, 44, 74, '#24332C', 4);
  for (const [x, y] of [
    [190, -30],
    [190, -96],
  ] as const) {
    pen.rect(x - 48, y - 62, 96, 66, upright('#26362E', 48), 14);
    pen.ellipse(x, y - 60, 48, 22, '#26362E');
    pen.ellipse(x, y - 61, 40, 18, '#FBF7EC');
    pen.ellipse(x, y - 61, 16, 8, '#E8664A');
    pen.ellipse(x + 10, y - 63, 8, 5, '#6FA84F');
  }
}

/** Buns and dumplings in a bamboo steamer. */
export function drawSteamer(pen: Pen): void {
  castShadow(pen, 250);
  pen.path('M-230-110V-30C-230 20 230 20 230-30V-110Z', upright('#C99A5B', 230));
  pen.line('M-230-70C-230-20 230-20 230-70', 8, '#8E6435');
  pen.line('M-230-34C-230 14 230 14 230-34', 8, '#8E6435');
  pen.ellipse(0, -110, 230, 66, '#B98648');
  pen.ellipse(0, -106, 206, 55, '#E4C693');
  for (const [x, y] of [
    [-104, -128],
    [0, -142],
    [104, -128],
    [-56, -100],
    [58, -100],
  ] as const) {
    pen.path(
      `M${x - 64} ${y + 12}C${x - 70} ${y - 44} ${x - 26} ${y - 62} ${x} ${y - 74}C${x + 26} ${y - 62} ${x + 70} ${y - 44} ${x + 64} ${y + 12}C${x + 30} ${y + 28} ${x - 30} ${y + 28} ${x - 64} ${y + 12}Z`,
      ball('#F6EEE0', x, y - 10, 66),
    );
    pen.line(
      `M${x} ${y - 70}C${x - 20} ${y - 50} ${x - 34} ${y - 34} ${x - 40} ${y - 12}M${x} ${y - 70}V${y - 20}M${x} ${y - 70}C${x + 20} ${y - 50} ${x + 34} ${y - 34} ${x + 40} ${y - 12}`,
      4,
      '#D2C2A6',
    );
  }
  drawSteam(pen, -230);
}

/** A pot divided for two soups. */
export function drawHotpot(pen: Pen): void {
  castShadow(pen, 270);
  pen.path('M-120-30H120L150 4H-150Z', '#3A3F45');
  pen.path('M-250-140C-244-40-150-20 0-20S244-40 250-140Z', upright('#B9BEC4', 250));
  pen.line('M-250-120C-300-130-300-80-244-84M250-120C300-130 300-80 244-84', 16, '#8D949B');
  pen.ellipse(0, -140, 252, 72, '#9AA1A8');
  pen.ellipse(0, -140, 234, 62, '#F2E4C4');
  pen.path(
    'M0-202C130-202 234-174 234-140S130-78 0-78C-60-78-70-130-10-138C60-146 60-190 0-202Z',
    '#C4392A',
  );
  pen.line('M0-202C60-190 60-146-10-138C-70-130-60-78 0-78', 9, '#B4BAC0');
  for (const [x, y, tone] of [
    [90, -160, '#8E2A1E'],
    [140, -126, '#E8B24A'],
    [70, -108, '#7FB35A'],
    [170, -150, '#F0D9B8'],
    [110, -138, '#6E2018'],
    [-110, -160, '#FFFFFF'],
    [-150, -126, '#7FB35A'],
    [-80, -118, '#E8A85A'],
    [-120, -140, '#C9A06A'],
  ] as const)
    pen.ellipse(x, y, 26, 12, tone);
  drawSteam(pen.at(-60, 0), -196);
  drawSteam(pen.at(90, 0), -206);
}

/** Rice with egg and greens, and chopsticks. */
export function drawRiceBowl(pen: Pen, color: string | null): void {
  const glaze = color ?? '#3F6F9E';
  castShadow(pen, 170);
  pen.path('M-210-150C-204-50-120 0-70 0H70C120 0 204-50 210-150Z', upright(glaze, 210));
  pen.line('M-196-104C-100-74 100-74 196-104', 8, lighter(glaze, 0.6));
  pen.ellipse(0, -150, 210, 48, darker(glaze, 0.2));
  pen.path(
    'M-190-152C-180-250-70-270 0-270S180-250 190-152C120-120-120-120-190-152Z',
    lit('#FBF8F0', -270, -120),
  );
  pen.path(
    'M-150-176C-170-220-110-252-60-240C-10-250 20-200-20-178C-60-156-120-150-150-176Z',
    '#FFFFFF',
  );
  pen.ellipse(-74, -204, 40, 26, ball('#F4A72E', -74, -204, 40));
  pen.path(
    'M40-178C50-226 90-250 130-226C170-210 160-164 130-156C90-150 60-150 40-178Z',
    '#4F8A44',
  );
  pen.line('M60-182C86-210 110-214 140-204', 5, '#7FB35A');
  for (const [x, y] of [
    [30, -240],
    [56, -256],
    [10, -262],
  ] as const)
    pen.circle(x, y, 13, '#D4583E');
  pen.line('M120-160L300-340M150-150L322-316', 11, '#7A4A2E');
  drawSteam(pen.at(-30, 0), -284);
}

export function drawBreakfast(pen: Pen): void {
  drawPlate(pen, 290);
  pen.path(
    'M-220-14C-250-60-190-96-140-80C-100-100-40-84-50-44C-40-14-90 4-130-4C-170 8-210 4-220-14Z',
    '#FFFFFF',
  );
  pen.ellipse(-134, -50, 46, 28, ball('#F5A524', -134, -50, 46));
  for (const [x, y] of [
    [40, -24],
    [62, -62],
  ] as const) {
    pen.line(
      `M${x - 70} ${y + 6}C${x - 20} ${y + 26} ${x + 60} ${y + 20} ${x + 110} ${y - 14}`,
      44,
      '#A8542F',
    );
    pen.line(
      `M${x - 66} ${y - 2}C${x - 20} ${y + 16} ${x + 56} ${y + 12} ${x + 100} ${y - 20}`,
      14,
      '#CE7A4A',
    );
  }
  pen.path(
    'M-60-90C-90-190-60-240 0-240C50-256 110-236 100-186L110-96Z',
    lit('#B9743A', -250, -90),
  );
  pen.path('M-44-98C-70-180-44-222 2-222C48-236 92-222 84-182L94-104Z', '#F3D29A');
  pen.rect(6, -188, 44, 30, '#FBE9A8', 6);
  pen.path('M150-60C160-100 210-110 230-80C250-60 230-30 200-30C170-30 146-40 150-60Z', '#5F9B57');
  for (const [x, y] of [
    [176, -70],
    [210, -60],
  ] as const)
    pen.circle(x, y, 19, ball('#D4473A', x, y, 19));
}

export function drawSkewers(pen: Pen): void {
  pen.rect(-270, -20, 540, 26, lit('#5B4132', -20, 6), 8);
  for (const [x, first, second] of [
    [-150, '#9C4F2C', '#C9793F'],
    [-20, '#B5602F', '#6FA84F'],
    [110, '#8E4327', '#E0B04A'],
  ] as const) {
    const stick = pen.at(x, -30, { rotate: 14 });
    stick.line('M0 20V-360', 8, '#D9B98A');
    for (let piece = 0; piece < 5; piece += 1) {
      const y = -110 - piece * 52;
      const tone = piece % 2 === 0 ? first : second;
      stick.rect(-36, y - 24, 72, 46, ball(tone, 0, y, 40), 14);
      stick.line(`M-22 ${y - 10}L-4 ${y + 10}M6 ${y - 12}L24 ${y + 8}`, 5, darker(tone, 0.35), 0.7);
    }
  }
  drawSteam(pen.at(40, 0), -330);
}
