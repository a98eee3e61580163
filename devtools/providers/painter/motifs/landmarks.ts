import { darker, lighter, mixColors } from '../color';
import type { Landmark } from './landforms';
import { castShadow, lit, upright } from './shading';

/* Buildings on the horizon of a stage. */

const windmill: Landmark = (pen, { width, horizon, random }) => {
  for (const [x, y, scale] of [
    [0.16, 30, 0.5],
    [0.84, 50, 0.66],
    [0.5, 150, 1.45],
  ] as const) {
    const mill = pen.at(width * x, horizon + y, { scale });
    castShadow(mill, 130);
    mill.path('M-90 0L-56-280H56L90 0Z', upright('#EFE3CC', 90));
    mill.path('M-72-276C-60-350 60-350 72-276Z', lit('#8E4030', -350, -270));
    mill.path('M-24 0V-66C-24-96 24-96 24-66V0Z', '#5B3C2C');
    for (const at of [-130, -210]) mill.rect(-15, at, 30, 36, '#7FA9BC', 6);
    const turn = random.between(10, 70);
    for (let sail = 0; sail < 4; sail += 1) {
      const arm = mill.at(0, -290, { rotate: turn + sail * 90 });
      arm.rect(-6, -230, 12, 230, '#5B3C2C');
      arm.path('M6-226H62V-46H6Z', '#FBF6EA', 0.92);
      arm.line('M6-180H62M6-136H62M6-92H62M34-226V-46', 4, '#A8845A');
    }
    mill.circle(0, -290, 19, '#5B3C2C');
  }
};

const ferrisWheel: Landmark = (pen, { width, horizon, idea }) => {
  const isLit = idea.time === 'night' || idea.time === 'dusk';
  const wheel = pen.at(width * 0.52, horizon - 190);
  wheel.line('M0 0L-130 330M0 0L130 330', 20, '#8D959E');
  wheel.ring(0, 0, 270, 13, '#E6E9EC');
  wheel.ring(0, 0, 232, 6, '#C3C9CF');
  const tones = ['#D9506A', '#E9B83F', '#5FA6D8', '#7FB86A', '#9A7FC8', '#E88A4A'];
  for (let cabin = 0; cabin < 12; cabin += 1) {
    const angle = (cabin / 12) * Math.PI * 2 + 0.2;
    const [x, y] = [Math.cos(angle) * 270, Math.sin(angle) * 270];
    const tone = tones[cabin % tones.length] ?? '#D9506A';
    wheel.line(`M0 0L${x} ${y}`, 4, '#C3C9CF');
    if (isLit)
      wheel.circle(x, y + 26, 64, {
        center: [x, y + 26],
        radius: 64,
        stops: [
          [0, `${tone}90`],
          [1, `${tone}00`],
        ],
      });
    wheel.path(
      `M${x - 30} ${y + 8}C${x - 30} ${y - 14} ${x + 30} ${y - 14} ${x + 30} ${y + 8}V${y + 46}C${x + 20} ${y + 60} ${x - 20} ${y + 60} ${x - 30} ${y + 46}Z`,
      lit(tone, y, y + 60),
    );
    wheel.rect(x - 21, y + 10, 42, 22, '#EAF4F8', 6);
  }
  wheel.circle(0, 0, 34, '#D9506A');
  wheel.circle(0, 0, 17, '#FBF6EA');
  wheel.rect(-170, 324, 340, 24, '#59616A', 8);
};

const tent: Landmark = (pen, { width, horizon, idea }) => {
  const cloth = idea.color ?? '#E0894A';
  const at = pen.at(width * 0.5, horizon + 220, { scale: 1.25 });
  castShadow(at, 290);
  at.path('M-270 0L-30-280L60-290L290 0Z', lit(cloth, -290, 0));
  at.path('M-30-280L-150 0H90Z', darker(cloth, 0.2));
  at.path('M-30-280L-96 0H30Z', idea.time === 'day' ? '#4A3B32' : '#FFD98A');
  at.path('M-30-280C-50-180-110-80-150 0H-96Z', lighter(cloth, 0.3));
  at.line('M-270 0L-320 30M290 0L330 30M-30-280L-20-310', 6, '#6B4A36');
  const fire = at.at(-340, 60, { scale: 0.8 });
  fire.circle(0, -50, 180, {
    center: [0, -50],
    radius: 180,
    stops: [
      [0, '#FFC45AA0'],
      [1, '#FFC45A00'],
    ],
  });
  fire.line('M-60 10L50-16M60 10L-50-16', 20, '#6B4A36');
  fire.path(
    'M0-150C50-90 60-30 0-10C-60-30-50-70-26-90C-20-70-10-70-6-80C-14-110-10-130 0-150Z',
    lit('#F0702E', -150, -10),
  );
  fire.path('M2-90C26-60 26-24 0-14C-26-24-20-50 2-90Z', '#FFD45E');
};

const igloo: Landmark = (pen, { width, horizon }) => {
  const at = pen.at(width * 0.5, horizon + 200, { scale: 1.2 });
  at.ellipse(0, 6, 300, 24, '#7F9AB4', 0.3);
  at.path('M-260 0C-260-330 260-330 260 0Z', lit('#E3EEF5', -260, 0));
  for (let course = 1; course < 4; course += 1) {
    const y = -course * 62;
    const half = 258 * Math.sqrt(1 - (course / 4.3) ** 2);
    at.line(
      `M${-half} ${y}C${-half * 0.4} ${y + 16} ${half * 0.4} ${y + 16} ${half} ${y}`,
      5,
      '#A9C2D4',
    );
    for (let brick = -3; brick <= 3; brick += 1)
      at.line(
        `M${(brick + (course % 2) * 0.5) * half * 0.28} ${y + 12}v${course === 1 ? 50 : 56}`,
        4,
        '#A9C2D4',
        0.8,
      );
  }
  at.path('M-110 10C-110-170 110-170 110 10Z', '#D2E2EC');
  at.path('M-72 10C-72-120 72-120 72 10Z', '#2F4A66');
  at.path('M-40 10C-40-70 40-70 40 10Z', '#FFD98A', 0.75);
};

const farm: Landmark = (pen, { width, horizon }) => {
  const barn = pen.at(width * 0.42, horizon + 150, { scale: 1.3 });
  castShadow(barn, 260);
  barn.rect(150, -330, 100, 330, upright('#D9DDE0', 250), 10);
  barn.path('M146-326C150-390 250-390 254-326Z', '#A8B0B6');
  barn.path('M-200 0V-180L-120-280H60L140-180V0Z', lit('#B8402F', -280, 0));
  barn.path('M-220-172L-128-296H68L160-172L140-160L54-276H-114L-200-160Z', '#F3EDE0');
  barn.rect(-100, -130, 140, 130, '#8E2F22');
  barn.line('M-100-130H40V0H-100ZM-100-130L40 0M40-130L-100 0', 11, '#F3EDE0');
  barn.rect(-60, -236, 60, 60, '#4A2A22');
  barn.line('M-60-236h60v60h-60z', 9, '#F3EDE0');
  for (const x of [260, 380, 500]) {
    barn.ellipse(x, -40, 60, 60, lit('#D9B05A', -100, 20));
    barn.ring(x, -40, 34, 6, '#B98A3A');
    barn.ring(x, -40, 14, 5, '#B98A3A');
  }
  barn.line('M-420-60H-220M-420-24H-220M-400-90V10M-330-90V10M-260-90V10', 13, '#F3EDE0');
};

/** Towers with gardens, and flying cars. */
const futureCity: Landmark = (pen, { width, horizon, idea, palette }) => {
  const glow = idea.time === 'night' ? '#7FF0E0' : '#BFF0EC';
  for (const [x, tall, wide, part] of [
    [0.12, 420, 100, 0.5],
    [0.88, 460, 110, 0.5],
    [0.3, 560, 120, 0.25],
    [0.7, 520, 130, 0.25],
    [0.5, 700, 150, 0],
  ] as const) {
    const tone = mixColors('#5B7FA8', palette.far, part);
    const tower = pen.at(width * x, horizon + 60);
    tower.path(
      `M${-wide * 0.6} 0C${-wide * 0.3} ${-tall * 0.4} ${-wide * 0.5} ${-tall * 0.7} 0 ${-tall}C${wide * 0.5} ${-tall * 0.7} ${wide * 0.3} ${-tall * 0.4} ${wide * 0.6} 0Z`,
      upright(tone, wide * 0.6),
    );
    for (let floor = 1; floor < 9; floor += 1) {
      const half = wide * (0.5 - Math.abs(floor / 9 - 0.45) * 0.34) * (1 - floor / 13);
      tower.ellipse(0, (-tall * floor) / 10, half, 7, floor % 3 === 0 ? '#6FAE5F' : glow, 0.85);
    }
    tower.line(`M0 ${-tall}V${-tall - 60}`, 6, glow);
    tower.circle(0, -tall - 66, 10, glow);
  }
  for (const [x, y, tone] of [
    [0.24, 0.3, '#F0A93C'],
    [0.6, 0.24, '#E0607A'],
    [0.8, 0.44, '#5FD0E0'],
    [0.4, 0.5, '#F6D66A'],
  ] as const) {
    const car = pen.at(width * x, horizon * (y + 0.3), { scale: 0.62 });
    car.line('M60 6H260', 13, tone, 0.35);
    car.path('M-80 10C-70-20-40-40 0-40S60-20 70 10C40 26-50 26-80 10Z', lit(tone, -40, 24));
    car.path('M-44-8C-30-32 20-34 40-8Z', '#EAF6FA');
    car.ellipse(0, 24, 50, 7, glow, 0.8);
  }
};

const school: Landmark = (pen, { width, horizon }) => {
  const at = pen.at(width * 0.5, horizon + 130, { scale: 1.15 });
  castShadow(at, 360);
  at.rect(-340, -220, 680, 220, lit('#E9D3AE', -220, 0));
  at.rect(-356, -240, 712, 26, '#A8543A');
  at.path('M-110 0V-330L0-400L110-330V0Z', lit('#F2E2C4', -400, 0));
  at.path('M-132-322L0-412L132-322L110-312L0-384L-110-312Z', '#A8543A');
  at.circle(0, -284, 36, '#FBF8F1');
  at.line('M0-284V-306M0-284L16-276', 6, '#3A3F45');
  at.path('M-40 0V-110C-40-150 40-150 40-110V0Z', '#7A4A32');
  for (const x of [-300, -230, -160, 150, 220, 290])
    for (const y of [-190, -100]) {
      at.rect(x - 24, y, 48, 60, '#8FB6CC', 4);
      at.line(`M${x} ${y}v60M${x - 24} ${y + 30}h48`, 4, '#FBF8F1');
    }
  at.line('M0-400V-500', 7, '#8D959E');
  at.path('M2-498C40-510 60-486 96-496V-446C60-436 40-460 2-448Z', '#D5392C');
};

export const landmarks: Record<string, Landmark> = {
  ...{ windmill, tent, igloo, farm, school },
  'ferris-wheel': ferrisWheel,
  'future-city': futureCity,
};
