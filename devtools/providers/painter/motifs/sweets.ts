import { darker, lighter } from '../color';
import type { Pen } from '../pen';
import { ball, castShadow, drawPlate, lit, upright } from './shading';

/* Stand on a table at 0, 0; about 350 high. */

/** Three scoops in a glass. */
export function drawIceCream(pen: Pen): void {
  castShadow(pen, 110);
  pen.ellipse(0, -6, 92, 18, '#CFDDE2');
  pen.rect(-12, -90, 24, 86, '#DCE8EC', 8);
  for (const [x, y, r, tone] of [
    [-66, -250, 80, '#F2A7B4'],
    [66, -250, 80, '#8FCBB0'],
    [0, -330, 84, '#F6E3B8'],
  ] as const) {
    pen.circle(x, y, r, ball(tone, x, y, r));
    for (let chip = 0; chip < 6; chip += 1)
      pen.circle(
        x + Math.cos(chip * 2.3) * r * 0.6,
        y + Math.sin(chip * 2.9) * r * 0.55,
        5,
        darker(tone, 0.35),
        0.7,
      );
  }
  pen.at(70, -370, { rotate: 24 }).rect(-17, -120, 34, 190, upright('#C98A4A', 17), 6);
  pen.path(
    'M-70-396C-40-420 20-430 60-396C70-370 50-360 40-372C30-346 6-350 0-370C-16-346-44-356-70-396Z',
    '#6B3F2C',
  );
  pen.circle(-4, -432, 24, ball('#C9303A', -4, -432, 24));
  pen.line('M-2-454C4-484 20-494 36-498', 6, '#5C7A3A');
  pen.path('M-150-222C-140-120-60-84 0-84S140-120 150-222C100-200-100-200-150-222Z', {
    from: [-150, 0],
    to: [150, 0],
    stops: [
      [0, '#FFFFFFC8'],
      [0.5, '#E6F1F4A8'],
      [1, '#B9D0D8D0'],
    ],
  });
  pen.line('M-116-190C-104-146-84-124-60-112', 9, '#FFFFFF', 0.8);
}

export function drawDonuts(pen: Pen): void {
  drawPlate(pen, 280);
  for (const [x, y, icing] of [
    [-128, -98, '#E88AA8'],
    [128, -98, '#6B3F2C'],
    [0, -226, '#F4E3C0'],
  ] as const) {
    pen.ring(x, y, 66, 78, '#C98A4A');
    pen.ring(x, y - 3, 66, 62, icing);
    pen.ring(x - 4, y - 12, 64, 16, lighter(icing, 0.35), 0.5);
    for (let bit = 0; bit < 15; bit += 1) {
      const turn = (bit / 15) * Math.PI * 2;
      const reach = 50 + ((bit * 13) % 32);
      const tone = ['#F6C24A', '#7FD0F0', '#FFFFFF', '#8FE0A8'][bit % 4] ?? '#FFFFFF';
      pen
        .at(x + Math.cos(turn) * reach, y + Math.sin(turn) * reach, { rotate: bit * 47 })
        .rect(-10, -3, 20, 7, tone, 3);
    }
  }
}

/** A loaf, a baguette and a croissant. */
export function drawBread(pen: Pen): void {
  pen.rect(-270, -22, 540, 30, lit('#8C5A36', -22, 8), 8);
  const long = pen.at(60, -210, { rotate: -24 });
  long.ellipse(0, 0, 250, 50, lit('#D0904A', -50, 50));
  for (let cut = -160; cut <= 160; cut += 80)
    long.path(
      `M${cut - 34} 10C${cut - 10}-30 ${cut + 20}-34 ${cut + 40}-26C${cut + 30}-8 ${cut} 10 ${cut - 34} 10Z`,
      '#F2D3A0',
    );
  pen.path(
    'M-240-20V-130C-270-200-210-230-150-216C-90-230-30-200-56-130V-20Z',
    lit('#C17F3E', -230, -20),
  );
  pen.path('M-220-30V-132C-244-186-200-210-150-198C-100-210-56-186-76-132V-30Z', '#F4DCAE');
  const roll = pen.at(110, -70);
  roll.path(
    'M-130 40C-160-20-90-90 0-92C90-90 160-20 130 40C110 10 70-14 0-14S-110 10-130 40Z',
    lit('#D98F40', -92, 40),
  );
  roll.line(
    'M-70-70C-80-40-92-20-106 6M-24-88C-30-60-34-40-36-14M24-88C30-60 34-40 36-14M70-70C80-40 92-20 106 6',
    7,
    '#A8682A',
  );
}

export function drawMooncakes(pen: Pen): void {
  drawPlate(pen, 280, '#DCE6DC');
  for (const [x, y] of [
    [-130, -26],
    [120, -26],
    [-6, -108],
  ] as const) {
    const cake = pen.at(x, y);
    cake.path('M-110-40V0C-110 40 110 40 110 0V-40Z', upright('#B97A3A', 110));
    for (let notch = -96; notch <= 96; notch += 24)
      cake.line(`M${notch}-34V${20 - Math.abs(notch) / 8}`, 5, '#95602B', 0.7);
    for (let turn = 0; turn < 360; turn += 30)
      cake
        .at(0, -44, { stretch: 0.5, rotate: 0 })
        .circle(
          Math.cos((turn * Math.PI) / 180) * 92,
          Math.sin((turn * Math.PI) / 180) * 92,
          26,
          '#D69A50',
        );
    cake.ellipse(0, -44, 98, 50, '#DDA45A');
    cake.ellipse(0, -46, 76, 37, '#C98D45');
    for (let petal = 0; petal < 8; petal += 1)
      cake
        .at(0, -46, { stretch: 0.48 })
        .at(0, 0, { rotate: petal * 45 })
        .ellipse(0, -40, 15, 28, '#E8BC78');
    cake.ellipse(0, -46, 18, 9, '#A8702F');
  }
}

/** Rice wrapped in leaves and tied up. */
export function drawZongzi(pen: Pen): void {
  drawPlate(pen, 270, '#E9E2D2');
  for (const [x, y, turn, scale] of [
    [-110, -20, -6, 1],
    [120, -16, 8, 0.92],
    [10, -40, 0, 1.06],
  ] as const) {
    const one = pen.at(x, y, { rotate: turn, scale });
    one.path(
      'M0-210C40-150 110-60 126-10C60 20-60 20-126-10C-110-60-40-150 0-210Z',
      lit('#5E8C4A', -210, 10),
    );
    one.path('M0-210C40-150 110-60 126-10C90 6 60 8 40 8C40-70 20-150 0-210Z', '#47723A', 0.8);
    one.line('M-40-150C-50-90-60-40-70 4M-14-176C-20-100-24-50-26 12', 4, '#8FB56A', 0.8);
    one.line(
      'M-74-88C-20-60 40-64 90-70M-104-40C-30-10 50-16 116-36M-30-160C0-90 30-40 60 8',
      8,
      '#E7D5A8',
    );
    one.line(
      'M10-66C-20-96-50-92-40-70C-30-56 0-60 10-66C30-96 60-90 52-70C44-56 24-60 10-66',
      6,
      '#E7D5A8',
    );
  }
}

/** Candied haws on sticks. */
export function drawHaws(pen: Pen): void {
  castShadow(pen, 130);
  pen.path('M-92-150L-64-4H64L92-150Z', upright('#E8E2D4', 90));
  pen.line('M-82-100H82', 10, '#C9563A');
  for (const [x, turn] of [
    [-46, -16],
    [0, 0],
    [46, 16],
  ] as const) {
    const stick = pen.at(x, -130, { rotate: turn });
    stick.line('M0 60V-340', 8, '#D9B98A');
    for (let fruit = 0; fruit < 5; fruit += 1) {
      const y = -60 - fruit * 62;
      stick.circle(0, y, 36, ball('#C92A2A', 0, y, 36));
      stick.ellipse(-12, y - 14, 10, 7, '#FFFFFF', 0.75);
    }
  }
  pen.path('M-92-150C-60-136 60-136 92-150L88-120C60-108-60-108-88-120Z', '#D8D0BE');
}

/** Milk tea with pearls. */
export function drawMilkTea(pen: Pen, color: string | null): void {
  const tea = color ?? '#C99A6A';
  castShadow(pen, 110);
  pen.at(34, -300, { rotate: 10 }).rect(-13, -170, 26, 330, upright('#D9506A', 13), 6);
  pen.path('M-126-300L-92-10C-60 4 60 4 92-10L126-300Z', upright(tea, 120));
  pen.path('M-126-300L-118-236C-60-220 60-252 118-236L126-300Z', '#F6EEE2', 0.9);
  pen.path(
    'M-108-150C-90-100-80-60-92-10C-40 2 20 0 40-6C20-60-40-120-108-150Z',
    lighter(tea, 0.3),
    0.5,
  );
  for (const [x, y] of [
    [-66, -24],
    [-32, -40],
    [4, -22],
    [38, -42],
    [68, -24],
    [-50, -66],
    [-12, -70],
    [26, -76],
    [60, -66],
    [-30, -100],
    [34, -108],
  ] as const)
    pen.circle(x, y, 18, ball('#3A241C', x, y, 18));
  pen.rect(-136, -322, 272, 26, '#FFFFFF', 10);
  pen.path('M-120-322C-120-392 120-392 120-322Z', '#FFFFFF', 0.5);
  pen.line('M-100-270L-78-60', 9, '#FFFFFF', 0.5);
  pen.ellipse(0, -170, 48, 48, '#FFFFFF', 0.85);
  pen.path(
    'M0-146C-30-166-30-196-12-196C-4-196 0-188 0-186C0-188 4-196 12-196C30-196 30-166 0-146Z',
    '#D9506A',
  );
}

/** A cocktail and a glass of beer. */
export function drawDrinks(pen: Pen, color: string | null): void {
  const drink = color ?? '#E8704A';
  const left = pen.at(-120, 0);
  castShadow(left, 90);
  left.ellipse(0, -6, 78, 14, '#D5E2E6');
  left.rect(-6, -190, 12, 186, '#DCE8EC');
  left.path('M-120-370H120L8-180H-8Z', '#EAF3F5', 0.7);
  left.path('M-96-336H96L6-186H-6Z', lit(drink, -336, -186), 0.95);
  left.ellipse(0, -336, 96, 16, lighter(drink, 0.4));
  left.circle(96, -372, 44, '#F4C44A');
  left.circle(96, -372, 36, '#FBE39A');
  left.line('M96-408V-336M60-372H132M70-398L122-346M122-398L70-346', 4, '#F4C44A');
  left.line('M-30-340L-76-450', 7, '#7FB35A');
  const right = pen.at(130, 0);
  castShadow(right, 110);
  right.line('M90-220C170-220 170-70 88-76', 22, '#D9E2E4');
  right.rect(-92, -280, 184, 280, upright('#E9A52C', 92), 16);
  for (const x of [-56, 0, 56]) right.rect(x - 14, -230, 28, 200, '#F6C65A', 12, 0.6);
  for (const [x, y, r] of [
    [-70, -290, 40],
    [-20, -308, 48],
    [36, -304, 44],
    [76, -286, 36],
    [0, -276, 50],
  ] as const)
    right.circle(x, y, r, '#FFFBF0');
  right.path('M40-280C44-240 70-240 72-280Z', '#FFFBF0');
}
