import { darker, lighter } from '../color';
import type { Pen } from '../pen';
import { ball, castShadow, lit, upright } from './shading';

/* Stand at 0, 0; about 400 high. */

export function drawPiano(pen: Pen, color: string | null): void {
  const lacquer = color ?? '#23262C';
  castShadow(pen, 300);
  pen.line('M-230-150V0M230-150V0M60-150V0', 30, darker(lacquer, 0.2));
  pen.path(
    'M-270-220V-250C-200-420 40-470 180-440C260-420 290-330 270-220Z',
    lit(lighter(lacquer, 0.12), -460, -220),
  );
  pen.path('M-230-236C-160-390 40-430 170-404C226-390 250-320 240-236Z', '#B9772A', 0.9);
  for (let wire = 0; wire < 9; wire += 1)
    pen.line(`M${-190 + wire * 46}-240L${-90 + wire * 32}-390`, 3, '#F2D7A0', 0.8);
  pen.rect(-290, -232, 580, 86, lit(lacquer, -232, -146), 14);
  pen.rect(-262, -206, 524, 46, '#FBF8F1', 4);
  for (let key = 1; key < 20; key += 1) pen.line(`M${-262 + key * 26.2}-204V-162`, 2.5, '#B4ACA0');
  for (let key = 1; key < 20; key += 1)
    if (![3, 7, 10, 14, 17].includes(key)) pen.rect(-270 + key * 26.2, -206, 16, 28, '#14171B', 3);
  pen.rect(-80, -36, 160, 13, '#D9A93A', 6);
}

export function drawViolin(pen: Pen, color: string | null): void {
  const wood = color ?? '#A8542A';
  castShadow(pen, 150);
  const body = pen.at(-20, -190, { rotate: 16 });
  body.rect(-14, -330, 28, 230, '#2A1D16', 6);
  body.path('M-20-330C-30-380 20-400 30-370C34-350 10-340 10-330Z', lit('#7A3A1E', -400, -330));
  body.line('M-34-362H-16M-34-344H-16M40-362H18M40-344H18', 9, '#2A1D16');
  body.path(
    'M0-130C70-130 110-90 96-40C80-10 56-4 56 20C56 50 120 60 120 120C116 190 50 206 0 206S-116 190-120 120C-120 60-56 50-56 20C-56-4-80-10-96-40C-110-90-70-130 0-130Z',
    {
      center: [-30, 20],
      radius: 230,
      stops: [
        [0, lighter(wood, 0.35)],
        [0.6, wood],
        [1, darker(wood, 0.3)],
      ],
    },
  );
  body.line('M-48 10C-60 40-40 60-52 92M48 10C60 40 40 60 52 92', 7, '#2A1D16');
  body.rect(-34, 58, 68, 13, '#E8C98A', 4);
  body.path('M-22 100H22L14 190H-14Z', '#2A1D16');
  body.line('M-9-330V130M-3-330V130M3-330V130M9-330V130', 1.8, '#F4E8D2');
  const bow = pen.at(130, -190, { rotate: -20 });
  bow.line('M0-260C14-100 14 60 0 190', 9, '#5B3020');
  bow.line('M-10-256V186', 4, '#F4EEE0');
}

export function drawDrums(pen: Pen, color: string | null): void {
  const shell = color ?? '#C4392E';
  castShadow(pen, 240);
  pen.path(
    'M-200-230C-250-150-250-90-190-20C-80 20 80 20 190-20C250-90 250-150 200-230Z',
    upright(shell, 230),
  );
  for (let stud = -190; stud <= 190; stud += 42) {
    pen.circle(stud, -206 + Math.cos((stud / 200) * 1.4) * 30, 8, '#F2C33B');
    pen.circle(stud * 0.96, -30 + Math.cos((stud / 200) * 1.4) * 24, 8, '#F2C33B');
  }
  pen.ellipse(0, -234, 204, 60, darker(shell, 0.25));
  pen.ellipse(0, -240, 192, 52, lit('#F6E8CC', -292, -190));
  pen.ellipse(0, -238, 74, 20, '#E9CFA0');
  pen.ring(-236, -120, 26, 11, '#D9A93A');
  pen.ring(236, -120, 26, 11, '#D9A93A');
  for (const [x, turn] of [
    [-50, -34],
    [60, 30],
  ] as const) {
    const stick = pen.at(x, -262, { rotate: turn });
    stick.line('M0 0V-220', 14, '#B9814E');
    stick.path('M-20 10C-26-30 26-30 20 10C10 24-10 24-20 10Z', '#F2E0BC');
  }
}

export function drawHeadphones(pen: Pen, color: string | null): void {
  const shell = color ?? '#3F5F8E';
  castShadow(pen, 210);
  pen.line('M-160-130C-190-420 190-420 160-130', 38, darker(shell, 0.2));
  pen.line('M-150-150C-170-390 170-390 150-150', 13, lighter(shell, 0.35), 0.8);
  for (const side of [-1, 1]) {
    pen.rect(side * 150 - 50, -190, 100, 176, upright(shell, 200), 46);
    pen.ellipse(side * 112, -102, 34, 76, '#2A2F35');
    pen.ellipse(side * 164, -102, 20, 52, lighter(shell, 0.25));
  }
}

/** A score, a microphone, and notes in the air. */
export function drawMusic(pen: Pen, color: string | null): void {
  const tone = color ?? '#7A5BA6';
  for (const [x, y, scale, turn] of [
    [-150, -30, 1.5, -8],
    [120, -60, 1.9, 6],
    [-20, -280, 1.1, 10],
    [230, -330, 0.9, -6],
    [-250, -300, 1, 12],
  ] as const) {
    const note = pen.at(x, y, { scale, rotate: turn });
    note.at(-34, 0, { rotate: -20 }).ellipse(0, 0, 30, 21, tone);
    note.at(50, -14, { rotate: -20 }).ellipse(0, 0, 30, 21, tone);
    note.line('M-8-4V-130M76-18V-144', 9, tone);
    note.path('M-12-134L80-150V-118L-12-102Z', tone);
  }
  pen.line(
    'M-330-120C-200-180-60-60 80-140S300-160 350-110M-330-90C-200-150-60-30 80-110S300-130 350-80M-330-60C-200-120-60 0 80-80S300-100 350-50',
    4,
    lighter(tone, 0.3),
    0.5,
  );
}

/** Bat and shuttlecock, racket, ball. */
export function drawRacket(pen: Pen, color: string | null): void {
  const frame = color ?? '#2F6DA8';
  castShadow(pen, 190);
  const racket = pen.at(-30, -120, { rotate: 26 });
  racket.rect(-13, 10, 26, 120, upright('#2A2F35', 13), 10);
  racket.line('M-40-70L0 14L40-70', 13, frame);
  for (let wire = -80; wire <= 80; wire += 27) {
    const reach = Math.sqrt(1 - (wire / 100) ** 2);
    racket.line(`M${wire}-${190 + 124 * reach}V-${190 - 124 * reach}`, 3, '#F4F1EA', 0.9);
    racket.line(`M${-98 * reach}-${190 + wire * 1.25}H${98 * reach}`, 3, '#F4F1EA', 0.9);
  }
  racket.at(0, -190, { stretch: 1.26 }).ring(0, 0, 100, 15, frame);
  pen.circle(150, -60, 60, ball('#D3E04A', 150, -60, 60));
  pen.line('M104-96C140-80 150-40 136-4M196-96C170-80 168-40 186-16', 6, '#FFFFFF', 0.9);
}

/** A skateboard. */
export function drawSkateboard(pen: Pen, color: string | null): void {
  castShadow(pen, 260);
  pen.path(
    'M-280-150C-260-90-220-84-180-84H180C220-84 260-90 280-150C290-160 300-150 296-140C280-60 230-50 180-50H-180C-230-50-280-60-296-140C-300-150-290-160-280-150Z',
    lit(color ?? '#E9A03A', -150, -50),
  );
  pen.line('M-260-110C-230-92-200-92-180-92H180C200-92 230-92 260-110', 8, '#2A2F35');
  for (const x of [-150, 150]) {
    pen.rect(x - 40, -52, 80, 18, '#8D959E', 8);
    for (const side of [-30, 30]) {
      pen.circle(x + side, -28, 28, '#F6EEDC');
      pen.circle(x + side, -28, 11, '#8D959E');
    }
  }
}
