import { darker, lighter } from '../color';
import type { Pen } from '../pen';
import type { Random } from '../random';

/** Foot at 0, 0; about 260 wide and 300 high. */
export function drawHouse(
  pen: Pen,
  wall: string,
  roof: string,
  isLit: boolean,
  hasSnow: boolean,
): void {
  const light = isLit ? '#FFD98A' : '#CFE3EA';
  if (isLit)
    pen.circle(0, -80, 260, {
      center: [0, -80],
      radius: 260,
      stops: [
        [0, '#FFD98A66'],
        [1, '#FFD98A00'],
      ],
    });
  pen.rect(56, -270, 40, 90, darker(wall, 0.3));
  pen.line('M76-290C60-330 100-350 84-390C76-414 96-430 92-450', 16, '#FFFFFF', 0.35);
  pen.rect(-120, -160, 240, 160, {
    from: [-120, 0],
    to: [120, 0],
    stops: [
      [0, wall],
      [1, darker(wall, 0.14)],
    ],
  });
  pen.path('M-154-150L0-280L154-150Z', roof);
  if (hasSnow)
    pen.path(
      'M-160-148L0-290L160-148C140-136 130-160 108-160C90-176 70-170 50-196C30-216 20-214 0-226C-20-214-30-216-50-196C-70-170-90-176-108-160C-130-160-140-136-160-148Z',
      '#F6F9FA',
    );
  pen.rect(-86, -116, 66, 60, light, 4);
  pen.line('M-53-116V-56M-86-86H-20', 5, darker(wall, 0.4));
  pen.rect(26, -116, 60, 116, darker(wall, 0.45), 4);
  pen.circle(74, -56, 5, '#E3B23B');
}

export function drawTemple(pen: Pen, color: string): void {
  const wood = '#7A3A2C';
  for (let level = 0; level < 3; level += 1) {
    const y = -level * 150;
    const half = 130 - level * 28;
    pen.rect(-half, y - 110, half * 2, 110, level % 2 === 0 ? wood : darker(wood, 0.1));
    for (let column = -1; column <= 1; column += 1)
      pen.rect(column * half * 0.6 - 16, y - 84, 32, 60, '#FFD98A', 3, 0.85);
    pen.path(
      `M${-half - 60} ${y - 96}C${-half} ${y - 112} ${-half * 0.6} ${y - 130} ${-half * 0.5} ${y - 156}H${half * 0.5}C${half * 0.6} ${y - 130} ${half} ${y - 112} ${half + 60} ${y - 96}C${half} ${y - 86} ${-half} ${y - 86} ${-half - 60} ${y - 96}Z`,
      color,
    );
  }
  pen.path('M-8-460L0-540L8-460Z', '#D9B25A');
}

export function drawCastle(pen: Pen, color: string): void {
  for (const [x, width, height] of [
    [-190, 100, 260],
    [90, 100, 280],
    [-60, 120, 380],
    [-120, 240, 190],
  ] as const) {
    pen.rect(x, -height, width, height, {
      from: [x, 0],
      to: [x + width, 0],
      stops: [
        [0, lighter(color, 0.16)],
        [1, darker(color, 0.12)],
      ],
    });
    if (width < 200)
      pen.path(
        `M${x - 14} ${-height}L${x + width / 2} ${-height - 130}L${x + width + 14} ${-height}Z`,
        '#B8503C',
      );
    pen.rect(x + width / 2 - 14, -height + 40, 28, 50, '#FFE0A0', 14);
  }
  pen.path('M-40 0V-80C-40-130 40-130 40-80V0Z', '#4A3B32');
  pen.path('M0-510V-570L60-550L0-530Z', '#E3A23B');
}

export function drawLighthouse(pen: Pen): void {
  pen.path('M0-404L560-520V-300Z', {
    from: [0, 0],
    to: [560, 0],
    stops: [
      [0, '#FFE9A8AA'],
      [1, '#FFE9A800'],
    ],
  });
  pen.path('M-60 0L-40-360H40L60 0Z', '#F8F4EA');
  for (const y of [-60, -180, -300]) {
    const low = 60 + y / 18;
    const high = 60 + (y - 60) / 18;
    pen.polygon([-low, y, -high, y - 60, high, y - 60, low, y], '#C9422F');
  }
  pen.rect(-54, -378, 108, 20, '#3A3F45');
  pen.rect(-30, -430, 60, 54, '#FFE9A8');
  pen.path('M-44-430L0-480L44-430Z', '#C9422F');
}

/** Spans from -300 to 300, its deck top at about -120. */
export function drawBridge(pen: Pen, color: string): void {
  pen.path('M-340 0C-240-90-120-130 0-130S240-90 340 0H230C200-50 110-86 0-86S-200-50-230 0Z', {
    from: [0, -130],
    to: [0, 0],
    stops: [
      [0, lighter(color, 0.15)],
      [1, darker(color, 0.2)],
    ],
  });
  pen.line('M-320-40C-230-124-120-166 0-166S230-124 320-40', 9, darker(color, 0.25));
  for (const [x, y] of [
    [-240, -92],
    [-160, -128],
    [-80, -152],
    [0, -164],
    [80, -152],
    [160, -128],
    [240, -92],
  ] as const)
    pen.line(`M${x} ${y}v46`, 8, darker(color, 0.25));
}

export type Blocks = {
  width: number;
  height: number;
  color: string;
  light: string;
  isLit: boolean;
};

/** A row of buildings from 0 to `width`, standing on 0. */
export function drawSkyline(
  pen: Pen,
  { width, height, color, light, isLit }: Blocks,
  random: Random,
): void {
  let x = -20;
  while (x < width) {
    const wide = random.between(70, 150);
    const tall = random.between(height * 0.45, height);
    const tone = random.next() < 0.5 ? color : darker(color, 0.12);
    pen.rect(x, -tall, wide, tall, tone);
    if (random.next() < 0.35) pen.rect(x + wide / 2 - 4, -tall - 70, 8, 70, tone);
    if (random.next() < 0.3)
      pen.path(`M${x} ${-tall}L${x + wide / 2} ${-tall - 60}L${x + wide} ${-tall}Z`, tone);
    for (let row = -tall + 24; row < -30; row += 36) {
      for (let column = x + 14; column < x + wide - 22; column += 30) {
        const isOn = random.next() < (isLit ? 0.5 : 0.25);
        if (isOn)
          pen.rect(
            column,
            row,
            16,
            20,
            random.pick([light, light, light, lighter(light, 0.4), isLit ? '#7FD0DC' : light]),
            0,
            isLit ? 0.85 : 0.5,
          );
      }
    }
    x += wide + random.between(-6, 14);
  }
}

/** Ridges along the whole width; `base` is their foot, `tall` the height of the highest peak. */
export function drawRidge(
  pen: Pen,
  shape: {
    width: number;
    base: number;
    tall: number;
    color: string;
    fade: string;
    isSharp: boolean;
    hasSnow: boolean;
  },
  random: Random,
): void {
  const { width, base, tall, color, fade, isSharp, hasSnow } = shape;
  const peaks: [number, number][] = [];
  const step = isSharp ? 240 : 300;
  for (
    let x = random.between(-300, -100);
    x < width + 320;
    x += random.between(step * 0.6, step * 1.2)
  ) {
    peaks.push([x, base - tall * random.between(0.5, 1)]);
  }
  let data = `M-400 ${base}`;
  let snow = '';
  let [previousX, previousY] = [-400, base];
  for (const [x, y] of peaks) {
    const valleyX = (previousX + x) / 2;
    const valleyY = Math.min(base, Math.max(previousY, y) + tall * 0.25);
    if (isSharp) {
      data += `L${valleyX} ${valleyY}L${x} ${y}`;
      const cap = tall * 0.2;
      snow += `M${x} ${y}L${x + cap * 0.8} ${y + cap}L${x + cap * 0.4} ${y + cap * 0.7}L${x + cap * 0.1} ${y + cap * 1.15}L${x - cap * 0.3} ${y + cap * 0.75}L${x - cap * 0.8} ${y + cap * 1.05}Z`;
    } else {
      data += `C${previousX + 60} ${previousY + 10} ${valleyX - 50} ${valleyY} ${valleyX} ${valleyY}C${valleyX + 50} ${valleyY} ${x - 60} ${y - 6} ${x} ${y}`;
    }
    [previousX, previousY] = [x, y];
  }
  data += `L${width + 500} ${base}Z`;
  pen.path(data, {
    from: [0, base - tall],
    to: [0, base],
    stops: [
      [0, color],
      [0.55, color],
      [1, fade],
    ],
  });
  if (isSharp && hasSnow) pen.path(snow, '#F8FBFC', 0.92);
}
