import { lighter, mixColors } from './color';
import type { Pen } from './pen';
import type { Draw, Stage } from './stage';

export const drawSky: Draw = (pen, stage) => {
  const { palette, width, height, horizon, has, idea } = stage;
  pen.rect(-10, -10, width + 20, height + 20, {
    from: [0, 0],
    to: [0, horizon + 60],
    stops: [
      [0, palette.sky[0]],
      [0.55, palette.sky[1]],
      [1, palette.sky[2]],
    ],
  });
  if (idea.time === 'night' && idea.weather !== 'rain')
    drawStars(pen, stage, has('star') ? 190 : 90);
  if (has('star') && idea.time === 'night') drawMilkyWay(pen, stage);
  if (has('aurora')) drawAurora(pen, stage);
  if (has('sun') || idea.time === 'dusk' || idea.time === 'dawn') drawSun(pen, stage);
  if (
    has('moon') ||
    (idea.time === 'night' && idea.weather === 'clear' && !has('aurora', 'firework'))
  )
    drawMoon(pen, stage);
  if (has('lightning')) drawLightning(pen, stage);
  if (has('rainbow')) drawRainbow(pen, stage);
  if (has('firework')) drawFireworks(pen, stage);
  if (has('cloud') || idea.weather !== 'fog') drawClouds(pen, stage, has('cloud') ? 9 : 4);
};

function drawStars(pen: Pen, { width, horizon, random }: Stage, count: number): void {
  for (let star = 0; star < count; star += 1) {
    const size = random.next() ** 3 * 4 + 1;
    pen.circle(
      random.between(0, width),
      random.between(0, horizon),
      size,
      '#FFFFFF',
      random.between(0.35, 0.95),
    );
  }
}

function drawMilkyWay(pen: Pen, { width, height, random }: Stage): void {
  for (let cloud = 0; cloud < 24; cloud += 1) {
    const along = cloud / 24;
    const x = width * (0.05 + along * 0.95) + random.between(-50, 50);
    const y = height * (0.46 - along * 0.42) + random.between(-50, 50);
    const radius = random.between(70, 150);
    const tone = random.pick(['#8FB2E8', '#B79AE0', '#E8C9D8']);
    pen.circle(x, y, radius, {
      center: [x, y],
      radius,
      stops: [
        [0, `${tone}3A`],
        [1, `${tone}00`],
      ],
    });
  }
}

function drawAurora(pen: Pen, { width, height, random }: Stage): void {
  for (let band = 0; band < 3; band += 1) {
    const top = height * (0.06 + band * 0.07);
    const tone = ['#5FE0A8', '#6FC7E8', '#B58AE8'][band] ?? '#5FE0A8';
    for (let column = 0; column < 46; column += 1) {
      const x = (width * column) / 45;
      const sway = Math.sin(column * 0.24 + band * 2) * 46 + Math.sin(column * 0.61) * 20;
      const tall = random.between(170, 300);
      pen.rect(x - 16, top + sway, 34, tall, {
        from: [0, top + sway + tall],
        to: [0, top + sway],
        stops: [
          [0, `${tone}00`],
          [0.14, `${tone}70`],
          [1, `${tone}00`],
        ],
      });
    }
  }
}

function drawSun(pen: Pen, { width, horizon, idea, palette }: Stage): void {
  const isLow = idea.time !== 'day';
  const [x, y] = [width * (isLow ? 0.32 : 0.78), isLow ? horizon - 90 : horizon * 0.28];
  const tone = isLow ? '#FFF0CC' : '#FFF4C8';
  pen.circle(x, y, 420, {
    center: [x, y],
    radius: 420,
    stops: [
      [0, `${palette.light}D0`],
      [0.3, `${palette.light}66`],
      [1, `${palette.light}00`],
    ],
  });
  pen.circle(x, y, isLow ? 78 : 66, idea.style === 'ink' ? '#D5512F' : tone);
}

function drawMoon(pen: Pen, { width, horizon, has }: Stage): void {
  const [x, y, radius] = [width * 0.72, horizon * 0.3, has('moon') ? 88 : 60];
  pen.circle(x, y, radius * 4, {
    center: [x, y],
    radius: radius * 4,
    stops: [
      [0, '#FFF6DEB0'],
      [0.28, '#FFF6DE50'],
      [1, '#FFF6DE00'],
    ],
  });
  pen.circle(x, y, radius, '#FFF3D2');
  for (const [dx, dy, r] of [
    [-0.3, -0.2, 0.18],
    [0.25, 0.2, 0.22],
    [-0.1, 0.45, 0.12],
    [0.4, -0.35, 0.1],
  ] as const) {
    pen.circle(x + dx * radius, y + dy * radius, r * radius, '#EFD9A8', 0.7);
  }
}

function drawLightning(pen: Pen, { width, horizon }: Stage): void {
  const at = pen.at(width * 0.78, 0, { scale: horizon / 420 });
  at.circle(0, 200, 260, {
    center: [0, 200],
    radius: 260,
    stops: [
      [0, '#F4F0FF80'],
      [1, '#F4F0FF00'],
    ],
  });
  at.line('M10-20L-30 110L24 130L-40 270L6 286L-34 410', 9, '#FFFDF0');
  at.line('M-40 270L-90 320L-74 350', 5, '#FFFDF0', 0.8);
}

function drawRainbow(pen: Pen, { width, horizon }: Stage): void {
  const tones = ['#E0604A', '#F0A03A', '#F4D24A', '#7FB86A', '#5FA6D8', '#8A78C8'];
  const radius = width * 0.46;
  for (const [band, tone] of tones.entries())
    pen.ring(width / 2, horizon + 40, radius - band * 20, 22, tone, 0.5);
}

function drawFireworks(pen: Pen, { width, horizon, random }: Stage): void {
  for (let burst = 0; burst < 6; burst += 1) {
    const [x, y] = [width * random.between(0.12, 0.88), horizon * random.between(0.12, 0.6)];
    const radius = random.between(80, 190);
    const tone = random.pick(['#F6C24A', '#F0708A', '#7FD0F0', '#B79AF0', '#8FE0A8']);
    pen.circle(x, y, radius * 1.3, {
      center: [x, y],
      radius: radius * 1.3,
      stops: [
        [0, `${tone}60`],
        [1, `${tone}00`],
      ],
    });
    for (let ray = 0; ray < 22; ray += 1) {
      const angle = (ray / 22) * Math.PI * 2;
      const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
      pen.line(
        `M${x + dx * radius * 0.3} ${y + dy * radius * 0.3}L${x + dx * radius} ${y + dy * radius + 12}`,
        4,
        tone,
        0.85,
      );
      pen.circle(x + dx * radius, y + dy * radius + 12, 6, lighter(tone, 0.5));
    }
  }
}

function drawClouds(
  pen: Pen,
  { width, horizon, palette, random, idea }: Stage,
  count: number,
): void {
  const tone = mixColors(
    '#FFFFFF',
    palette.sky[1],
    idea.time === 'night' ? 0.75 : idea.weather === 'rain' ? 0.55 : 0.12,
  );
  for (let cloud = 0; cloud < count; cloud += 1) {
    const at = pen.at(random.between(-60, width), random.between(40, horizon * 0.62), {
      scale: random.between(0.5, 1.3),
    });
    drawCloud(at, tone, idea.time === 'night' ? 0.4 : 0.75);
  }
}

/** About 300 wide; its flat base is at 0. */
export function drawCloud(pen: Pen, tone: string, opacity: number): void {
  pen.path(
    'M-150 0C-180-6-170-50-130-46C-130-90-70-104-48-72C-30-120 50-120 58-66C90-90 136-66 124-36C168-40 170-4 140 0Z',
    {
      from: [0, -100],
      to: [0, 0],
      stops: [
        [0, tone],
        [1, `${tone}B0`],
      ],
    },
    opacity,
  );
}
