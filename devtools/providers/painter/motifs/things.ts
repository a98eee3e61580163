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

/** Open, lying, 320 wide. */
export function drawBook(pen: Pen, color: string): void {
  pen.path(
    'M-180-10C-100-40-40-30 0 0C40-30 100-40 180-10V20C100 0 40 10 0 34C-40 10-100 0-180 20Z',
    color,
  );
  pen.path(
    'M-170-110C-100-140-40-130 0-96C40-130 100-140 170-110V0C100-30 40-20 0 14C-40-20-100-30-170 0Z',
    '#FBF6EA',
  );
  pen.line('M0-96V14', 4, '#C9BCA4');
  pen.line(
    'M-146-92C-100-108-56-104-24-84M-146-66C-100-82-56-78-24-58M-146-40C-100-56-56-52-24-32M146-92C100-108 56-104 24-84M146-66C100-82 56-78 24-58M146-40C100-56 56-52 24-32',
    4,
    '#B8AC98',
    0.8,
  );
}

export function drawLamp(pen: Pen): void {
  pen.circle(0, -330, 340, {
    center: [0, -300],
    radius: 340,
    stops: [
      [0, '#FFE2A0AA'],
      [1, '#FFE2A000'],
    ],
  });
  pen.rect(-10, -260, 20, 250, '#6B4A36');
  pen.ellipse(0, -6, 80, 16, '#5B3C2C');
  pen.path('M-60-400H60L130-250H-130Z', {
    from: [0, -400],
    to: [0, -250],
    stops: [
      [0, '#FFF0C8'],
      [1, '#F4C66A'],
    ],
  });
}

export function drawStreetLamp(pen: Pen): void {
  pen.circle(0, -560, 300, {
    center: [0, -560],
    radius: 300,
    stops: [
      [0, '#FFE2A0B0'],
      [0.3, '#FFD98A55'],
      [1, '#FFD98A00'],
    ],
  });
  pen.rect(-9, -520, 18, 520, '#2A333B');
  pen.rect(-26, -20, 52, 24, '#2A333B', 6);
  pen.path('M-40-600H40L28-520H-28Z', '#FFEFC0');
  pen.path('M-52-600L0-650L52-600Z', '#2A333B');
}

/** Hangs from 0, 0; about 220 high. */
export function drawLantern(pen: Pen, color = '#D0402E'): void {
  pen.circle(0, 110, 230, {
    center: [0, 110],
    radius: 230,
    stops: [
      [0, '#FFC97A88'],
      [1, '#FFC97A00'],
    ],
  });
  pen.line('M0 0V36', 5, '#4A3B32');
  pen.ellipse(0, 110, 96, 78, {
    center: [0, 110],
    radius: 100,
    stops: [
      [0, '#FFB45A'],
      [0.5, color],
      [1, darker(color, 0.2)],
    ],
  });
  pen.line(
    'M-50 46C-78 90-78 130-50 174M50 46C78 90 78 130 50 174M0 34V186',
    4,
    darker(color, 0.3),
    0.7,
  );
  pen.rect(-40, 28, 80, 16, '#E3A23B', 4);
  pen.rect(-40, 176, 80, 16, '#E3A23B', 4);
  pen.line('M-16 192v44M0 192v56M16 192v44', 5, '#E3A23B');
}

export function drawBalloon(pen: Pen, color: string): void {
  pen.line('M-60 130L-30 200M60 130L30 200', 4, '#6B4A36');
  pen.path(
    'M-150-40C-150-140-80-200 0-200S150-140 150-40C150 40 70 110 60 140H-60C-70 110-150 40-150-40Z',
    color,
  );
  pen.path(
    'M-60-40C-60-140-30-200 0-200S60-140 60-40C60 50 30 110 26 140H-26C-30 110-60 50-60-40Z',
    '#FBF1DC',
  );
  pen.path(
    'M60-40C60-140 30-200 0-200C80-200 150-140 150-40C150 40 70 110 60 140H26C30 110 60 50 60-40Z',
    darker(color, 0.14),
  );
  pen.rect(-36, 200, 72, 54, '#A5713F', 8);
  pen.line('M-36 220H36M-36 238H36', 4, '#7D5430');
}

export function drawKite(pen: Pen, color: string): void {
  pen.polygon([0, -120, 80, 0, 0, 120, -80, 0], color);
  pen.polygon([0, -120, 80, 0, 0, 0], lighter(color, 0.3));
  pen.polygon([0, 120, -80, 0, 0, 0], darker(color, 0.2));
  pen.line('M0 120C40 180-30 230 20 300C40 340 0 380 10 420', 5, '#F4E8D2');
}

export function drawRocket(pen: Pen, color: string): void {
  pen.path('M-30 110C-40 170-10 200 0 250C10 200 40 170 30 110Z', {
    from: [0, 110],
    to: [0, 250],
    stops: [
      [0, '#FFE9A8'],
      [0.5, '#F6A53B'],
      [1, '#E0503000'],
    ],
  });
  pen.path('M-60 40L-120 130L-50 110ZM60 40L120 130L50 110Z', color);
  pen.path('M0-210C70-140 80-20 56 116H-56C-80-20-70-140 0-210Z', {
    from: [-70, 0],
    to: [70, 0],
    stops: [
      [0, '#FFFFFF'],
      [1, '#C9CED4'],
    ],
  });
  pen.path('M0-210C36-174 54-140 62-100H-62C-54-140-36-174 0-210Z', color);
  pen.circle(0, -30, 34, '#6F7C84');
  pen.circle(0, -30, 24, '#8FD0E0');
}

export function drawGuitar(pen: Pen): void {
  const turned = pen.at(0, -160, { rotate: 24 });
  turned.rect(-12, -300, 24, 240, '#5B3C2C');
  turned.rect(-22, -350, 44, 60, '#3A2A20', 8);
  turned.path(
    'M-60-60C-80-10-50 0-70 40C-110 100-60 170 0 170S110 100 70 40C50 0 80-10 60-60C40-90-40-90-60-60Z',
    {
      center: [-20, 20],
      radius: 170,
      stops: [
        [0, '#E9B068'],
        [1, '#B26E30'],
      ],
    },
  );
  turned.circle(0, 30, 32, '#3A2A20');
  turned.line('M-6-340V110M6-340V110', 2.5, '#F4E8D2');
  turned.rect(-36, 106, 72, 14, '#3A2A20', 4);
}

/** On a hanger, 600 high, hook at 0, 0. */
export function drawDress(pen: Pen, color: string): void {
  const shade = darker(color, 0.25);
  pen.line('M0 50V10c0-26 34-22 30 0M-92 124L0 62L92 124', 10, '#A37C58');
  pen.path(
    'M-64 102C-44 114-20 140 0 140S44 114 64 102L110 170L74 198L58 174V250C66 300 96 440 116 540C50 566-50 566-116 540C-96 440-66 300-58 250V174L-74 198L-110 170Z',
    {
      from: [-110, 0],
      to: [110, 0],
      stops: [
        [0, lighter(color, 0.1)],
        [1, darker(color, 0.08)],
      ],
    },
  );
  pen.line(
    'M-58 252C-20 264 20 264 58 252M-40 280C-52 370-62 460-72 548M0 270V560M40 280C52 370 62 460 72 548',
    4,
    shade,
  );
  for (const y of [170, 198, 226]) pen.circle(0, y, 5, '#FBF6EA');
}

export function drawHeart(pen: Pen, color: string): void {
  pen.path(
    'M0-40C-30-120-150-110-150-20C-150 60-60 110 0 160C60 110 150 60 150-20C150-110 30-120 0-40Z',
    {
      center: [-50, -40],
      radius: 240,
      stops: [
        [0, lighter(color, 0.3)],
        [1, color],
      ],
    },
  );
}
