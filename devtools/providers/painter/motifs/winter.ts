import type { Pen } from '../pen';
import { ball, castShadow, lit } from './shading';

/* Stand on the ground at 0, 0. */

export function drawChristmasTree(pen: Pen, color: string | null): void {
  const needles = color ?? '#2F6B4A';
  castShadow(pen, 210);
  pen.rect(-30, -80, 60, 80, '#6B4A36');
  for (const [half, top, foot] of [
    [240, -320, -60],
    [196, -440, -210],
    [146, -550, -340],
  ] as const)
    pen.path(
      `M0 ${top}C${half * 0.4} ${top + 90} ${half * 0.7} ${foot - 40} ${half} ${foot}C${half * 0.6} ${foot + 26} ${half * 0.3} ${foot - 6} 0 ${foot + 22}C${-half * 0.3} ${foot - 6} ${-half * 0.6} ${foot + 26} ${-half} ${foot}C${-half * 0.7} ${foot - 40} ${-half * 0.4} ${top + 90} 0 ${top}Z`,
      lit(needles, top, foot),
    );
  pen.line(
    'M-110-430C-30-380 60-390 130-420M-150-280C-40-220 80-230 170-272M-200-130C-60-70 90-70 210-126',
    8,
    '#F2D36A',
    0.9,
  );
  for (const [x, y, tone] of [
    [-60, -420, '#D5392C'],
    [60, -380, '#F2C33B'],
    [0, -320, '#5FA6D8'],
    [-110, -260, '#F2C33B'],
    [100, -240, '#D5392C'],
    [10, -200, '#E08AA0'],
    [-150, -110, '#D5392C'],
    [-40, -110, '#5FA6D8'],
    [70, -120, '#F2C33B'],
    [170, -104, '#E08AA0'],
  ] as const)
    pen.circle(x, y, 22, ball(tone, x, y, 22));
  pen.circle(0, -570, 110, {
    center: [0, -570],
    radius: 110,
    stops: [
      [0, '#FFE9A8B0'],
      [1, '#FFE9A800'],
    ],
  });
  pen.path('M0-630L16-588L60-586L26-558L38-514L0-540L-38-514L-26-558L-60-586L-16-588Z', '#F6D04A');
  for (const [x, tone, wide] of [
    [-190, '#D5392C', 84],
    [170, '#4F8FC0', 96],
  ] as const) {
    pen.rect(x - wide / 2, -76, wide, 80, lit(tone, -76, 4), 6);
    pen.rect(x - 9, -76, 18, 80, '#F6E3A0');
    pen.path(
      `M${x}-76C${x - 40}-120 ${x - 50}-80 ${x}-76C${x + 40}-120 ${x + 50}-80 ${x}-76Z`,
      '#F6E3A0',
    );
  }
}

export function drawSnowman(pen: Pen): void {
  castShadow(pen, 190);
  pen.line('M-110-260L-240-330M-200-310L-220-360M110-260L240-330M200-310L230-350', 13, '#6B4A36');
  for (const [y, r] of [
    [-130, 150],
    [-320, 108],
  ] as const)
    pen.circle(0, y, r, {
      center: [-r * 0.3, y - r * 0.4],
      radius: r * 1.7,
      stops: [
        [0, '#FFFFFF'],
        [0.6, '#EAF1F6'],
        [1, '#B4C6D6'],
      ],
    });
  for (const side of [-1, 1]) {
    pen.circle(side * 40, -350, 14, '#23282E');
    pen.circle(side * 66, -310, 17, '#F2A79A', 0.5);
  }
  pen.path('M-4-334L-96-306L0-304Z', lit('#EC8A30', -334, -304));
  pen.line('M-30-272C-10-258 14-258 34-274', 7, '#23282E');
  pen.path('M-104-256C-40-220 40-220 104-256L112-220C40-184-40-184-112-220Z', '#C93F2E');
  pen.path('M50-214L96-90L50-76L16-196Z', '#B23626');
  for (const y of [-170, -120, -70]) pen.circle(0, y, 13, '#23282E');
  pen.path('M-130-412C-60-432 60-432 130-412L126-392C60-410-60-410-126-392Z', '#2B3138');
  pen.path(
    'M-84-414L-76-530C-30-542 30-542 76-530L84-414C30-426-30-426-84-414Z',
    lit('#343B44', -540, -410),
  );
  pen.path('M-82-446C-30-460 30-460 82-446L84-418C30-430-30-430-84-418Z', '#C93F2E');
}
