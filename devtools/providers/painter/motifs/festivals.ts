import { darker, lighter } from '../color';
import type { Pen } from '../pen';
import { ball, castShadow, lit } from './shading';
import { drawLantern } from './things';

/* Stand on the ground at 0, 0. */

/** The character 福 on a red square that stands on a corner. */
function drawFortune(pen: Pen): void {
  pen.polygon([0, -170, 170, 0, 0, 170, -170, 0], '#B8281F');
  pen.polygon([0, -156, 156, 0, 0, 156, -156, 0], '#E9C04A');
  pen.polygon([0, -146, 146, 0, 0, 146, -146, 0], '#D0332A');
  const ink = '#F6D66A';
  pen.line('M-44-62L-32-50M-62-32H-20C-30-8-44 8-66 18M-40-2V62M-32 8L-18 22', 11, ink);
  pen.line('M4-54H64M14-36H56V-14H14V-36M8 4H64V60H8V4M8 32H64M36 4V60', 10, ink);
}

/** The Spring Festival: lanterns, 福 and firecrackers. */
export function drawSpringFestival(pen: Pen): void {
  for (const x of [-330, 330]) drawLantern(pen.at(x, -640, { scale: 1.15 }));
  drawFortune(pen.at(0, -360, { scale: 1.25 }));
  for (const x of [-210, 210]) {
    pen.line(`M${x}-560V-60`, 6, '#8E2A1E');
    for (let cracker = 0; cracker < 9; cracker += 1)
      for (const side of [-1, 1]) {
        const one = pen.at(x + side * 4, -520 + cracker * 50, { rotate: side * 52 });
        one.rect(-12, 0, 24, 62, lit('#D5362B', 0, 62), 6);
        one.rect(-12, 8, 24, 7, '#F2C33B');
      }
    pen.circle(x, -44, 70, {
      center: [x, -44],
      radius: 70,
      stops: [
        [0, '#FFE9A8'],
        [0.4, '#FFC45A90'],
        [1, '#FFC45A00'],
      ],
    });
    for (let ray = 0; ray < 10; ray += 1)
      pen.at(x, -44, { rotate: ray * 36 }).line('M0-26V-56', 6, '#FFF0C0');
  }
  castShadow(pen, 150);
  for (const [x, y] of [
    [-90, -34],
    [90, -34],
    [0, -40],
  ] as const)
    pen.path(
      `M${x - 84} ${y - 20}C${x - 60} ${y + 6} ${x - 50} ${y - 40} ${x} ${y - 52}C${x + 50} ${y - 40} ${x + 60} ${y + 6} ${x + 84} ${y - 20}C${x + 70} ${y + 44} ${x - 70} ${y + 44} ${x - 84} ${y - 20}Z`,
      lit('#F0C03A', y - 52, y + 40),
    );
}

/** Two dancers in one lion costume; its head has lashes and a beard. */
export function drawLionDance(pen: Pen, color: string | null): void {
  const coat = color ?? '#D5392C';
  castShadow(pen, 310);
  for (const [x, tone] of [
    [-90, '#F2C33B'],
    [0, coat],
    [170, '#F2C33B'],
    [250, coat],
  ] as const) {
    pen.line(`M${x}-110L${x - 10}-16`, 52, tone);
    pen.path(`M${x - 50}-26H${x + 20}V4H${x - 62}Z`, '#2A2320');
    for (let fringe = 0; fringe < 4; fringe += 1)
      pen.circle(x - 26 + fringe * 16, -60, 12, '#FFF6E6');
  }
  pen.path(
    'M-60-330C60-400 250-370 320-240C350-150 320-110 280-100C180-70 0-80-90-120Z',
    lit(coat, -390, -90),
  );
  for (const [row, tone] of ['#F2C33B', '#FFF6E6', '#4FA37A', '#F2C33B'].entries()) {
    const y = -300 + row * 56;
    for (let tuft = 0; tuft < 8; tuft += 1)
      pen.circle(-30 + tuft * 44 + row * 6, y + Math.abs(tuft - 3) * 8, 22, tone, 0.95);
  }
  pen.line('M316-230C380-280 390-340 360-380', 26, '#F2C33B');
  pen.circle(358, -384, 34, '#FFF6E6');
  const head = pen.at(-160, -250, { rotate: -4 });
  head.path(
    'M-150 20C-180-120-90-200 10-200S190-110 160 30C120 120-100 130-150 20Z',
    ball(coat, 0, -40, 170),
  );
  head.path('M-110-140C-150-210-90-240-60-190M110-140C150-210 90-240 60-190', darker(coat, 0.2));
  head.path('M-30-196L0-260L30-196Z', '#F2C33B');
  head.circle(0, -150, 34, ball('#CFE0E6', 0, -150, 34));
  for (const side of [-1, 1]) {
    head.path(
      `M${side * 20}-96C${side * 40}-150 ${side * 130}-146 ${side * 140}-84C${side * 100}-60 ${side * 50}-60 ${side * 20}-96Z`,
      '#FFF6E6',
    );
    head.circle(side * 78, -66, 48, '#FFFFFF');
    head.circle(side * 74, -62, 30, '#23201E');
    head.circle(side * 82, -74, 11, '#FFFFFF');
    head.line(
      `M${side * 36}-104C${side * 70}-130 ${side * 110}-124 ${side * 132}-98`,
      13,
      '#2A2320',
    );
    head.circle(side * 150, 6, 30, '#4FA37A');
  }
  head.circle(0, -10, 34, ball('#F2C33B', 0, -10, 34));
  head.path('M-120 30C-60 10 60 10 120 30C110 90 60 110 0 110S-110 90-120 30Z', '#7A1A18');
  head.path('M-96 36C-40 24 40 24 96 36L88 56C40 44-40 44-88 56Z', '#FFFFFF');
  for (let curl = -4; curl <= 4; curl += 1)
    head.circle(curl * 30, 106 - Math.abs(curl) * 6, 24, '#FFF6E6');
}

/** Rowers in a boat with a dragon's head; the water line is at 0. */
export function drawDragonBoat(pen: Pen, color: string | null): void {
  const hull = color ?? '#C8372C';
  for (let rower = 0; rower < 5; rower += 1) {
    const x = -150 + rower * 90;
    pen.line(`M${x - 10}-90L${x - 60} 44`, 9, '#8A5B3C');
    pen.path(`M${x - 68} 30L${x - 48} 34L${x - 54} 76L${x - 80} 72Z`, '#8A5B3C');
    pen.path(
      `M${x - 34}-30C${x - 40}-100 ${x + 30}-104 ${x + 34}-30Z`,
      ['#2F6DA8', '#E3A23B'][rower % 2] ?? '#2F6DA8',
    );
    pen.line(`M${x}-84L${x - 30}-60`, 18, '#F3CDAE');
    pen.circle(x, -124, 34, '#F3CDAE');
    pen.path(
      `M${x - 36}-122C${x - 36}-170 ${x + 36}-170 ${x + 36}-122C${x + 10}-140 ${x - 10}-140 ${x - 36}-122Z`,
      '#23201E',
    );
    pen.line(`M${x - 34}-134C${x - 10}-146 ${x + 10}-146 ${x + 34}-134`, 8, '#D5392C');
  }
  pen.path(
    'M-320-50C-200-20 220-20 340-70C340-10 280 44 180 44H-200C-280 44-320 0-320-50Z',
    lit(hull, -70, 44),
  );
  for (let scale = 0; scale < 13; scale += 1)
    pen.path(`M${-250 + scale * 40}-16c6 26 30 26 36 0Z`, '#F2C33B');
  pen.line('M-316-46C-200-18 220-18 336-66', 9, '#F2C33B');
  pen.path('M330-66C380-100 390-150 370-180C350-150 330-140 316-100Z', '#4FA37A');
  const head = pen.at(-340, -120);
  head.path(
    'M60 100C0 80-10 20 10-40C-40-60-110-40-140-10C-130 20-90 30-60 26C-80 40-110 44-126 40C-110 70-40 80-16 60C-6 84 10 100 30 106Z',
    lit('#4FA37A', -60, 100),
  );
  head.path(
    'M0-40C20-100 60-110 84-110C70-80 60-50 50-20ZM-14-46C-10-100 20-130 40-136C34-100 20-70 14-40Z',
    '#F2C33B',
  );
  head.circle(-34, -20, 19, '#FFFFFF');
  head.circle(-38, -18, 10, '#23201E');
  head.circle(-124, -12, 8, '#23201E');
  head.line('M-136 4C-170 10-180 40-170 60M-120 40C-130 60-120 80-110 84', 6, '#F2C33B');
  head.path('M-70 26L-62 44L-52 26ZM-100 22L-92 40L-84 24Z', '#FFFFFF');
  pen.path('M-420 60C-300 36 300 36 420 60C300 84-300 84-420 60Z', '#FFFFFF', 0.4);
}

/** A lotus lamp with a candle, for the water or the hand. */
export function drawLotusLamp(pen: Pen, color: string | null): void {
  const petal = color ?? '#EE8FA6';
  pen.circle(0, -110, 330, {
    center: [0, -110],
    radius: 330,
    stops: [
      [0, '#FFD98A90'],
      [1, '#FFD98A00'],
    ],
  });
  pen.ellipse(0, 0, 250, 34, '#2F6B4A');
  for (const [turn, long, part] of [
    [-70, 190, 0.16],
    [70, 190, 0.16],
    [-44, 210, 0.06],
    [44, 210, 0.06],
    [-20, 220, 0],
    [20, 220, 0],
  ] as const)
    pen
      .at(0, -10, { rotate: turn })
      .path(
        `M0 0C-74 ${-long * 0.4}-60 ${-long * 0.8} 0 ${-long}C60 ${-long * 0.8} 74 ${-long * 0.4} 0 0Z`,
        lit(darker(petal, part), -long, 0),
      );
  pen.path('M0 0C-80-80-60-150 0-180C60-150 80-80 0 0Z', lit(lighter(petal, 0.3), -180, 0));
  pen.rect(-24, -210, 48, 80, '#FBF3DC', 8);
  pen.path('M0-310C34-266 26-224 0-220C-26-224-34-266 0-310Z', lit('#FFC04A', -310, -220));
  pen.path('M0-270C14-250 12-230 0-226C-12-230-14-250 0-270Z', '#FFF6D8');
}
