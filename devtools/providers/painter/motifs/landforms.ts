import { darker, lighter, mixColors } from '../color';
import type { Pen } from '../pen';
import type { Stage } from '../stage';
import { lit } from './shading';

/* Shapes of the land, on the horizon of a stage. */

export type Landmark = (pen: Pen, stage: Stage) => void;

const volcano: Landmark = (pen, { width, horizon, palette }) => {
  const at = pen.at(width * 0.55, horizon + 60);
  for (const [x, y, r, part] of [
    [-20, -520, 90, 0],
    [50, -590, 110, 0.1],
    [-60, -640, 100, 0.2],
    [30, -720, 130, 0.3],
    [120, -680, 90, 0.35],
  ] as const)
    at.circle(x, y, r, mixColors('#5B4F58', palette.sky[1], part), 0.8);
  at.circle(0, -440, 240, {
    center: [0, -440],
    radius: 240,
    stops: [
      [0, '#FFB04AD0'],
      [1, '#FFB04A00'],
    ],
  });
  at.path(
    'M-440 0C-260-60-150-280-90-430C-60-410 60-410 90-430C150-280 260-60 440 0Z',
    lit(mixColors('#5E4A4C', palette.far, 0.25), -430, 0),
  );
  at.path('M-90-430C-60-404 60-404 90-430C60-440-60-440-90-430Z', '#FFD36A');
  at.path(
    'M-50-418C-40-330-80-260-60-180C-40-110-90-60-70 0H-20C-10-80-20-150 0-220C-10-150 30-110 24-60C40-150 10-260 40-418Z',
    lit('#F0602E', -420, 0),
  );
  at.path('M-20-414C-14-320-40-240-26-160C-16-100-40-50-40 0H-30C-16-100 0-200 10-414Z', '#FFC04A');
  for (const [x, y] of [
    [-120, -520],
    [110, -540],
    [-60, -600],
    [150, -470],
    [60, -640],
  ] as const)
    at.circle(x, y, 9, '#FFC45A');
};

const canyon: Landmark = (pen, { width, horizon, height, idea }) => {
  const dim = idea.time === 'night' ? 0.5 : 0;
  const rock = ['#E0A06A', '#C4703F', '#D98A5A', '#B45F38', '#D08050', '#A8522F'];
  pen.rect(-10, horizon - 10, width + 20, height - horizon + 20, darker('#B9683F', dim));
  pen.path(
    `M${width * 0.48} ${horizon - 10}C${width * 0.56} ${horizon + 90} ${width * 0.34} ${horizon + 170} ${width * 0.4} ${height + 10}H${width * 0.68}C${width * 0.5} ${horizon + 210} ${width * 0.62} ${horizon + 90} ${width * 0.52} ${horizon - 10}Z`,
    lit('#5FA6B8', horizon, height),
  );
  for (const [depth, reach, top, foot] of [
    [0.5, 0.47, -230, 60],
    [0.26, 0.4, -310, 190],
    [0, 0.3, -400, 420],
  ] as const)
    for (const flip of [false, true]) {
      const side = pen.at(flip ? width : 0, horizon, { flip });
      const lift = flip ? 50 * (1 - depth) : 0;
      const tall = (foot - top) / rock.length;
      for (const [band, tone] of rock.entries()) {
        const y = top + lift + band * tall;
        const edge = width * reach * (0.72 + band * 0.07);
        side.path(
          `M-10 ${y}C${edge * 0.3} ${y - 14} ${edge * 0.6} ${y + 14} ${edge - 26} ${y}C${edge + 8} ${y + tall * 0.3} ${edge - 6} ${y + tall * 0.7} ${edge + 24} ${y + tall + 2}H-10Z`,
          darker(mixColors(tone, '#F4D6B4', depth), dim),
        );
        side.line(
          `M0 ${y + tall * 0.5}C${edge * 0.3} ${y + tall * 0.4} ${edge * 0.6} ${y + tall * 0.6} ${edge - 20} ${y + tall * 0.5}`,
          4,
          darker(tone, 0.25),
          0.25,
        );
      }
    }
};

const iceberg: Landmark = (pen, { width, horizon }) => {
  for (const [x, scale] of [
    [0.24, 0.7],
    [0.84, 0.55],
    [0.55, 1.3],
  ] as const) {
    const ice = pen.at(width * x, horizon + 50 * scale, { scale });
    ice.path(
      'M-240 0L-190-120L-130-150L-80-290L-20-320L50-220L110-200L160-90L240 0Z',
      lit('#E6F2F8', -320, 0),
    );
    ice.path('M-20-320L50-220L20-130L70-60L40 0H240L160-90L110-200L50-220Z', '#B4D4E4');
    ice.path('M-80-290L-60-190L-100-110L-60 0H-240L-190-120L-130-150Z', '#D2E6F0');
    ice.path('M-230 6C-120 60 120 60 230 6C120 24-120 24-230 6Z', '#7FB8CC', 0.7);
  }
};

const terraces: Landmark = (pen, { width, horizon, height, palette, idea }) => {
  const isDry = idea.motifs.includes('maple');
  for (let step = 0; step < 10; step += 1) {
    const part = step / 10;
    const y = horizon - 90 + (height - horizon + 90) * part ** 1.25;
    const sway = step % 2 === 0 ? 50 : -40;
    const tone = mixColors(isDry ? '#D9B45A' : '#8FBF5F', palette.near, 0.1 + (step % 3) * 0.14);
    const edge = `M-10 ${y + sway * 0.6}C${width * 0.25} ${y - 46 - sway} ${width * 0.5} ${y + 60 + sway * 0.5} ${width + 10} ${y - sway}`;
    pen.path(`${edge}V${height + 10}H-10Z`, tone);
    pen.path(
      `${edge}V${y + 30 - sway}C${width * 0.5} ${y + 100 + sway * 0.5} ${width * 0.25} ${y - 6 - sway}-10 ${y + 40 + sway * 0.6}Z`,
      mixColors(palette.sky[1], '#FFFFFF', 0.3),
      0.62,
    );
    pen.line(edge, 6, darker(tone, 0.3), 0.8);
  }
};

const pyramids: Landmark = (pen, { width, horizon, idea }) => {
  const sand = darker('#E3B870', idea.time === 'night' ? 0.45 : 0);
  for (const [x, scale, part] of [
    [0.2, 0.66, 0.14],
    [0.84, 0.8, 0.08],
    [0.5, 1.3, 0],
  ] as const) {
    const one = pen.at(width * x, horizon + 70, { scale });
    const tone = darker(sand, part);
    one.polygon([-270, 0, 0, -310, 60, 0], lit(lighter(tone, 0.14), -310, 0));
    one.polygon([60, 0, 0, -310, 290, 0], darker(tone, 0.26));
    for (let course = 1; course < 8; course += 1) {
      const y = -course * 38;
      const left = -270 * (1 + y / 310);
      one.line(
        `M${left} ${y}H${60 * (1 + y / 310)}L${290 * (1 + y / 310)} ${y}`,
        2.5,
        darker(tone, 0.4),
        0.35,
      );
    }
  }
};

/** The wall with its towers, along the ridges. */
const greatWall: Landmark = (pen, { width, horizon, height, palette }) => {
  const stone = mixColors('#B9A58A', palette.far, 0.2);
  pen.path(
    `M-10 ${horizon + 40}C${width * 0.2} ${horizon - 120} ${width * 0.4} ${horizon - 220} ${width * 0.62} ${horizon - 150}C${width * 0.8} ${horizon - 90} ${width * 0.9} ${horizon - 180} ${width + 10} ${horizon - 130}V${height + 10}H-10Z`,
    lit(palette.near, horizon - 200, height),
  );
  const points = [
    [1.02, -0.2, 0.34],
    [0.86, -0.13, 0.44],
    [0.7, -0.21, 0.56],
    [0.54, -0.06, 0.76],
    [0.66, 0.12, 1],
    [0.4, 0.32, 1.4],
  ] as const;
  for (let at = 0; at < points.length - 1; at += 1) {
    const [x1, y1, s1] = points[at] ?? [0, 0, 1];
    const [x2, y2, s2] = points[at + 1] ?? [0, 0, 1];
    const [ax, ay, bx, by] = [width * x1, horizon + width * y1, width * x2, horizon + width * y2];
    pen.polygon(
      [ax, ay - 60 * s1, bx, by - 60 * s2, bx, by + 34 * s2, ax, ay + 34 * s1],
      lit(stone, ay - 60, by + 30),
    );
    for (let tooth = 0; tooth < 12; tooth += 1) {
      const part = tooth / 12;
      const size = s1 + (s2 - s1) * part;
      pen.rect(
        ax + (bx - ax) * part,
        ay + (by - ay) * part - 80 * size,
        15 * size,
        30 * size,
        lighter(stone, 0.1),
      );
    }
  }
  for (const [x, y, scale] of points.slice(1, 5)) {
    const tower = pen.at(width * x, horizon + width * y, { scale });
    tower.path('M-74 40L-62-150H62L74 40Z', lit(lighter(stone, 0.12), -150, 40));
    for (let tooth = -62; tooth < 60; tooth += 31) tower.rect(tooth, -176, 19, 30, stone);
    for (const hole of [-36, 10])
      tower.path(`M${hole}-60V-90C${hole}-112 ${hole + 28}-112 ${hole + 28}-90V-60Z`, '#4A3B32');
  }
};

const palmIsland: Landmark = (pen, { width, horizon, palette }) => {
  const isle = pen.at(width * 0.6, horizon + 90);
  isle.ellipse(0, 6, 330, 34, '#FFFFFF', 0.6);
  isle.path('M-300 0C-200-70 180-80 300 0C200 30-200 30-300 0Z', lit('#EBD3A4', -70, 30));
  for (const [x, lean, scale] of [
    [-60, -60, 1],
    [60, 90, 1.2],
  ] as const) {
    const palm = isle.at(x, -30, { scale });
    palm.path(
      `M-15 0C${lean * 0.2 - 14}-120 ${lean * 0.6 - 12}-220 ${lean - 8}-300H${lean + 8}C${lean * 0.6 + 10}-220 ${lean * 0.2 + 12}-120 17 0Z`,
      lit('#8E6A45', -300, 0),
    );
    for (const turn of [-160, -120, -70, -20, 20, 60])
      palm
        .at(lean, -300, { rotate: turn + 70 })
        .path(
          'M0 0C50-60 130-60 190 10C130-20 60-10 0 0Z',
          mixColors('#4F8F4A', palette.leaf, 0.3),
        );
    for (const side of [-14, 12]) palm.circle(lean + side, -286, 13, '#6B4A2E');
  }
};

const flowerRows: Landmark = (pen, { width, horizon, height, idea, random }) => {
  const tones =
    idea.color === null
      ? ['#8A6FC0', '#A68AD8', '#7A5BB0']
      : [idea.color, lighter(idea.color, 0.25), darker(idea.color, 0.12)];
  for (let row = -9; row <= 9; row += 1) {
    const [top, foot] = [width * (0.5 + row * 0.035), width * (0.5 + row * 0.17)];
    const next = width * (0.5 + (row + 0.62) * 0.17);
    pen.polygon(
      [top, horizon + 24, top + width * 0.022, horizon + 24, next, height + 10, foot, height + 10],
      tones[(row + 9) % 3] ?? '#8A6FC0',
    );
    for (let tuft = 0; tuft < 26; tuft += 1) {
      const part = random.next() ** 0.7;
      const y = horizon + 30 + (height - horizon) * part;
      const x = top + (foot - top) * part + random.between(0, width * (0.02 + 0.08 * part));
      pen.ellipse(
        x,
        y,
        4 + part * 11,
        8 + part * 22,
        lighter(tones[tuft % 3] ?? '#8A6FC0', random.between(0, 0.35)),
        0.9,
      );
    }
  }
};

export const landforms: Record<string, Landmark> = {
  ...{ volcano, canyon, iceberg, terraces, pyramids, palmIsland, flowerRows },
  'great-wall': greatWall,
};
