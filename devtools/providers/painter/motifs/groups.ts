import { lighter } from '../color';
import type { Pen } from '../pen';
import { drawPerson } from './people';
import type { Garment, Hair } from './people';
import { drawHeart } from './things';

/* Several people on the ground around 0, 0. */

type Member = readonly [x: number, scale: number, hair: Hair, garment: Garment, color: string];
export type Group = (pen: Pen, color: string | null, isTurned: boolean) => void;

const line =
  (members: readonly Member[], between = ''): Group =>
  (pen, color, isTurned) => {
    for (const [index, [x, scale, hair, garment, own]] of members.entries())
      drawPerson(pen.at(x, index % 2 === 0 ? 0 : 14, { scale }), {
        ...{ hair, garment, isTurned },
        color: index === 0 && color !== null ? color : own,
      });
    if (between === 'heart') drawHeart(pen.at(0, -560, { scale: 0.34 }), '#D9506A');
  };

const family = line([
  [-196, 1, 'short', 'coat', '#34567A'],
  [190, 0.94, 'long', 'dress', '#C4533C'],
  [-66, 0.62, 'short', 'coat', '#E3A23B'],
  [64, 0.56, 'bob', 'dress', '#7FA08C'],
]);

const couple = line(
  [
    [-112, 1.02, 'short', 'coat', '#2F5578'],
    [112, 0.96, 'long', 'dress', '#D9506A'],
  ],
  'heart',
);

const friends = line([
  [-230, 0.92, 'bob', 'dress', '#E3A23B'],
  [230, 0.92, 'short', 'coat', '#5F8F6A'],
  [0, 0.98, 'long', 'coat', '#7A5BA6'],
]);

const children: Group = (pen, color, isTurned) => {
  line([
    [-240, 0.64, 'short', 'coat', '#D5603F'],
    [-80, 0.7, 'bob', 'dress', '#E9B83F'],
    [84, 0.66, 'short', 'coat', '#4F8FC0'],
    [240, 0.62, 'long', 'dress', '#E08AA0'],
  ])(pen, color, isTurned);
};

const elders = line([
  [-110, 0.98, 'gray', 'robe', '#4A5A6A'],
  [110, 0.9, 'bun', 'robe', '#8E5A6A'],
]);

/** Two rows; the back row is smaller and paler. */
const crowd: Group = (pen, color, isTurned) => {
  const tones = ['#C4533C', '#34567A', '#E3A23B', '#5F8F6A', '#7A5BA6', '#D98AA0', '#4F8FC0'];
  const hairs: readonly Hair[] = ['short', 'long', 'bob', 'gray', 'bun', 'short', 'long'];
  for (const [row, scale, y, count] of [
    [0, 0.5, -150, 7],
    [1, 0.62, -70, 6],
    [2, 0.76, 6, 5],
  ] as const)
    for (let index = 0; index < count; index += 1) {
      const tone = tones[(index * 3 + row * 2) % tones.length] ?? '#34567A';
      drawPerson(pen.at((index - (count - 1) / 2) * (116 + row * 34), y, { scale }), {
        hair: hairs[(index + row * 2) % hairs.length] ?? 'short',
        garment: index % 3 === 1 ? 'dress' : 'coat',
        color:
          row === 2 && index === 2 && color !== null ? color : lighter(tone, 0.24 - row * 0.12),
        isTurned,
      });
    }
};

export const groups: Record<string, Group> = { family, couple, friends, children, elders, crowd };
