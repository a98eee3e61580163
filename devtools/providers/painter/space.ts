import type { Draw } from './stage';

/** The surface of a moon under a starry sky with a planet. */
export const drawSpace: Draw = (pen, stage) => {
  const { width, height, floor, random } = stage;
  pen.rect(-10, -10, width + 20, height + 20, {
    from: [0, 0],
    to: [0, floor],
    stops: [
      [0, '#0A0F2A'],
      [0.6, '#26235A'],
      [1, '#5A3F7A'],
    ],
  });
  for (let cloud = 0; cloud < 16; cloud += 1) {
    const [x, y, radius] = [
      random.between(0, width),
      random.between(0, floor * 0.8),
      random.between(110, 240),
    ];
    const tone = random.pick(['#7A5BD0', '#3F7FC8', '#D0608F']);
    pen.circle(x, y, radius, {
      center: [x, y],
      radius,
      stops: [
        [0, `${tone}38`],
        [1, `${tone}00`],
      ],
    });
  }
  for (let star = 0; star < 220; star += 1)
    pen.circle(
      random.between(0, width),
      random.between(0, floor),
      random.next() ** 3 * 4 + 1,
      '#FFFFFF',
      random.between(0.4, 1),
    );
  const [x, y, radius] = [width * 0.74, height * 0.24, 130];
  pen.circle(x, y, radius * 1.5, {
    center: [x, y],
    radius: radius * 1.5,
    stops: [
      [0.6, '#8FC8F060'],
      [1, '#8FC8F000'],
    ],
  });
  pen.circle(x, y, radius, {
    center: [x - 40, y - 46],
    radius: radius * 1.7,
    stops: [
      [0, '#9FD8F0'],
      [0.5, '#3F86C0'],
      [1, '#173A68'],
    ],
  });
  pen.path(
    `M${x - 90} ${y - 40}C${x - 60} ${y - 100} ${x + 10} ${y - 90} ${x - 10} ${y - 40}C${x - 40} ${y - 30} ${x - 30} ${y + 20} ${x - 70} ${y + 10}ZM${x + 20} ${y}C${x + 80} ${y - 20} ${x + 100} ${y + 30} ${x + 50} ${y + 70}C${x + 10} ${y + 80} ${x} ${y + 20} ${x + 20} ${y}Z`,
    '#7FC08A',
    0.85,
  );
  pen.circle(width * 0.2, height * 0.16, 44, {
    center: [width * 0.19, height * 0.15],
    radius: 60,
    stops: [
      [0, '#FFD9A0'],
      [1, '#C9704A'],
    ],
  });
  pen.at(width * 0.2, height * 0.16, { rotate: -18 }).ellipse(0, 0, 86, 12, '#FFE6C0', 0.5);
  const top = floor - 110;
  pen.path(
    `M-10 ${top + 30}C${width * 0.3} ${top - 40} ${width * 0.7} ${top - 30} ${width + 10} ${top + 40}V${height + 10}H-10Z`,
    {
      from: [0, top - 30],
      to: [0, height],
      stops: [
        [0, '#D9D4E0'],
        [1, '#6F6A86'],
      ],
    },
  );
  for (let crater = 0; crater < 12; crater += 1) {
    const [cx, cy, size] = [
      random.between(0, width),
      random.between(top + 50, height),
      random.between(24, 80),
    ];
    pen.ellipse(cx, cy, size, size * 0.26, '#8A859C', 0.6);
    pen.ellipse(cx, cy + size * 0.06, size * 0.86, size * 0.2, '#B5B0C2', 0.8);
  }
};
