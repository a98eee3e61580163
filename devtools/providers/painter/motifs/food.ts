import { darker, lighter } from '../color';
import type { Pen } from '../pen';

/** Stands on a table at 0, 0; about 150 high and 200 wide. */
export function drawCup(pen: Pen, color: string, drink: string): void {
  pen.ellipse(0, 0, 150, 22, darker(color, 0.12));
  pen.ellipse(0, -6, 140, 18, lighter(color, 0.1));
  pen.ring(108, -90, 34, 16, darker(color, 0.06));
  pen.path('M-110-150C-110-60-70-10 0-10S110-60 110-150Z', {
    from: [-110, 0],
    to: [110, 0],
    stops: [
      [0, color],
      [0.5, lighter(color, 0.3)],
      [1, darker(color, 0.16)],
    ],
  });
  pen.ellipse(0, -150, 110, 26, lighter(color, 0.3));
  pen.ellipse(0, -148, 98, 20, drink);
  pen.ellipse(-20, -152, 40, 7, '#FFFFFF', 0.3);
  pen.line(
    'M-40-200C-60-240-20-260-40-300M10-210C-10-250 30-270 10-320M56-200C40-236 74-250 58-286',
    8,
    '#FFFFFF',
    0.5,
  );
}

export function drawTeapot(pen: Pen, color: string): void {
  pen.ellipse(0, 0, 130, 14, '#101820', 0.16);
  pen.line('M120-120C190-130 190-40 110-40', 18, darker(color, 0.15));
  pen.path(
    'M-110-110C-160-120-170-160-210-170L-200-186C-150-180-130-150-96-140Z',
    darker(color, 0.1),
  );
  pen.path('M-120-84C-120-140-70-170 0-170S120-140 120-84C120-30 70 0 0 0S-120-30-120-84Z', {
    from: [-120, -160],
    to: [120, 0],
    stops: [
      [0, lighter(color, 0.25)],
      [1, darker(color, 0.18)],
    ],
  });
  pen.ellipse(0, -166, 60, 14, darker(color, 0.12));
  pen.circle(0, -190, 16, color);
}

export function drawCake(pen: Pen): void {
  pen.ellipse(0, 0, 250, 34, '#EDE6DA');
  pen.path('M-200-130V-14C-120 16 120 16 200-14V-130Z', {
    from: [-200, 0],
    to: [200, 0],
    stops: [
      [0, '#F0C79A'],
      [0.5, '#FBE0BC'],
      [1, '#E0AC7C'],
    ],
  });
  pen.path('M-200-90C-120-66 120-66 200-90V-66C120-40-120-40-200-66Z', '#D9556A');
  pen.ellipse(0, -140, 200, 44, '#FFF7EE');
  pen.path(
    'M-200-140C-200-100-180-90-170-110C-158-80-130-80-120-104C-104-70-70-72-60-100C-40-66 0-66 10-98C30-66 64-68 74-98C90-70 124-74 130-104C146-82 172-88 176-112C190-100 200-110 200-140Z',
    '#FFF7EE',
  );
  for (const [x, y] of [
    [-130, -152],
    [-66, -134],
    [0, -128],
    [66, -134],
    [130, -152],
  ] as const) {
    pen.path(
      `M${x - 26} ${y - 20}C${x - 24} ${y + 16} ${x - 6} ${y + 26} ${x} ${y + 28}C${x + 6} ${y + 26} ${x + 24} ${y + 16} ${x + 26} ${y - 20}C${x + 10} ${y - 30} ${x - 10} ${y - 30} ${x - 26} ${y - 20}Z`,
      '#D8384A',
    );
    pen.path(`M${x - 22} ${y - 24}L${x} ${y - 14}L${x + 22} ${y - 24}L${x} ${y - 38}Z`, '#5C9155');
  }
  for (const [x, color] of [
    [-90, '#6FB0C4'],
    [-30, '#E3A23B'],
    [30, '#E79AA6'],
    [90, '#7FA08C'],
  ] as const) {
    pen.rect(x - 7, -262, 14, 104, color, 4);
    pen.circle(x, -284, 34, {
      center: [x, -284],
      radius: 34,
      stops: [
        [0, '#FFE9A866'],
        [1, '#FFE9A800'],
      ],
    });
    pen.path(
      `M${x} -312C${x + 16} -288 ${x + 12} -266 ${x} -264C${x - 12} -266 ${x - 16} -288 ${x} -312Z`,
      '#F6B93B',
    );
  }
}

export function drawFruit(pen: Pen): void {
  pen.ellipse(0, 0, 200, 18, '#101820', 0.14);
  for (const [x, y, r, color] of [
    [-90, -80, 84, '#D8543C'],
    [90, -76, 80, '#E9A23B'],
    [0, -170, 78, '#C9BE4A'],
  ] as const) {
    pen.circle(x, y, r, {
      center: [x - 26, y - 30],
      radius: r * 1.5,
      stops: [
        [0, lighter(color, 0.4)],
        [0.6, color],
        [1, darker(color, 0.25)],
      ],
    });
    pen.line(
      `M${x} ${y - r}C${x + 4} ${y - r - 16} ${x + 12} ${y - r - 22} ${x + 16} ${y - r - 28}`,
      7,
      '#5B4132',
    );
    pen.path(
      `M${x + 10} ${y - r - 16}C${x + 40} ${y - r - 50} ${x + 70} ${y - r - 36} ${x + 80} ${y - r - 30}C${x + 60} ${y - r - 4} ${x + 30} ${y - r - 2} ${x + 10} ${y - r - 16}Z`,
      '#5C9155',
    );
  }
}

export function drawNoodles(pen: Pen): void {
  pen.ellipse(0, 0, 190, 20, '#101820', 0.16);
  pen.line('M60-190L260-330M90-180L290-310', 12, '#8A5B3C');
  pen.path('M-220-170C-210-60-120 0 0 0S210-60 220-170Z', {
    from: [-220, 0],
    to: [220, 0],
    stops: [
      [0, '#A8362A'],
      [0.5, '#D2503C'],
      [1, '#8E2B21'],
    ],
  });
  pen.ellipse(0, -170, 220, 50, '#F6EAD8');
  pen.ellipse(0, -166, 196, 40, '#D9923E');
  for (let strand = 0; strand < 9; strand += 1) {
    const x = -150 + strand * 32;
    pen.line(
      `M${x} ${-170 - (strand % 3) * 8}C${x + 30} ${-196 + (strand % 2) * 30} ${x + 50} ${-140} ${x + 84} ${-168}`,
      10,
      '#F4D791',
    );
  }
  pen.ellipse(-80, -176, 46, 26, '#FFFFFF');
  pen.ellipse(-80, -178, 24, 15, '#F0A030');
  pen.path('M40-190C90-210 130-190 150-170C120-150 70-150 40-190Z', '#5C9155');
}
