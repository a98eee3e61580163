import { darker, lighter, mixColors } from './color';
import type { Stage } from './stage';
import type { Pen } from './pen';

export function drawGround(
  pen: Pen,
  { palette, width, height, horizon, has, random, idea }: Stage,
): void {
  const isPaved = has('street', 'city');
  const ground = isPaved ? mixColors(palette.near, '#5B6068', 0.5) : palette.ground;
  const middle = isPaved
    ? mixColors(ground, palette.sky[2], 0.25)
    : mixColors(ground, palette.middle, 0.45);
  const wave = random.between(-30, 30);
  pen.path(
    `M-10 ${horizon + 20}C${width * 0.3} ${horizon - 30 + wave} ${width * 0.6} ${horizon + 40} ${width + 10} ${horizon - wave}V${height + 10}H-10Z`,
    {
      from: [0, horizon - 20],
      to: [0, height],
      stops: [
        [0, middle],
        [0.5, ground],
        [1, darker(ground, 0.16)],
      ],
    },
  );
  if (isPaved) {
    pen.polygon(
      [width * 0.42, horizon, width * 0.58, horizon, width * 0.96, height, width * 0.04, height],
      darker(ground, 0.14),
    );
    for (let mark = 0; mark < 5; mark += 1) {
      const top = horizon + (height - horizon) * (mark / 5) ** 1.5 + 12;
      const half = 3 + mark * 3;
      pen.polygon(
        [
          width / 2 - half,
          top,
          width / 2 + half,
          top,
          width / 2 + half * 1.5,
          top + 16 + mark * 14,
          width / 2 - half * 1.5,
          top + 16 + mark * 14,
        ],
        '#F4E8D2',
        0.5,
      );
    }
    if (idea.weather === 'rain' || idea.style === 'cyberpunk')
      drawPuddles(pen, { palette, width, height, horizon, random });
    return;
  }
  const front = mixColors(ground, palette.near, 0.35);
  pen.path(
    `M-10 ${height * 0.86 + wave}C${width * 0.3} ${height * 0.78} ${width * 0.7} ${height * 0.9} ${width + 10} ${height * 0.8}V${height + 10}H-10Z`,
    front,
    0.55,
  );
  if (idea.weather === 'snow') return;
  for (let tuft = 0; tuft < (has('grass') ? 160 : 60); tuft += 1) {
    const y = random.between(horizon + 40, height);
    const size = 0.3 + ((y - horizon) / (height - horizon)) * 0.9;
    const blade = random.next() < 0.5 ? lighter(ground, 0.2) : darker(ground, 0.18);
    pen
      .at(random.between(0, width), y, { scale: size })
      .line('M-10 0C-12-16-18-24-24-30M0 0C0-20 2-30 4-40M10 0C12-14 20-22 26-26', 4, blade, 0.7);
  }
}

type Wet = Pick<Stage, 'palette' | 'width' | 'height' | 'horizon' | 'random'>;

function drawPuddles(pen: Pen, { palette, width, height, horizon, random }: Wet): void {
  for (let puddle = 0; puddle < 26; puddle += 1) {
    const y = random.between(horizon + 40, height);
    const size = 0.4 + (y - horizon) / (height - horizon);
    const tone = random.pick([palette.light, palette.sky[1], '#E0684A', '#3FA7A0']);
    pen.ellipse(random.between(0, width), y, random.between(30, 110) * size, 5 * size, tone, 0.26);
  }
}

export function drawDunes(pen: Pen, { width, height, horizon, idea }: Stage): void {
  const sand = idea.time === 'night' ? '#6B6480' : idea.time === 'dusk' ? '#D08A58' : '#E6BE7C';
  for (let dune = 0; dune < 4; dune += 1) {
    const y = horizon - 40 + ((height - horizon) * dune) / 3.4;
    const peak = width * (0.2 + ((dune * 0.37) % 0.7));
    const tone = mixColors(lighter(sand, 0.25), sand, dune / 3);
    pen.path(
      `M-10 ${y + 90}C${peak * 0.5} ${y + 60} ${peak * 0.8} ${y - 40} ${peak} ${y - 60}C${peak + 160} ${y + 20} ${width * 0.8} ${y + 70} ${width + 10} ${y + 60}V${height + 10}H-10Z`,
      tone,
    );
    pen.path(
      `M${peak} ${y - 60}C${peak + 60} ${y + 20} ${peak - 40} ${y + 90} ${peak + 40} ${height}H${width + 10}V${y + 60}C${width * 0.8} ${y + 70} ${peak + 160} ${y + 20} ${peak} ${y - 60}Z`,
      darker(tone, 0.13),
    );
  }
}
