import { darker, lighter } from '../color';
import type { Pen } from '../pen';
import type { Random } from '../random';
import type { Garment } from './garment';

export type Look = {
  isMale: boolean;
  skin: string;
  hair: 'long' | 'bob' | 'bun' | 'short';
  hairColor: string;
  /** Which leg bears the weight: −1, 0 or 1. */
  stance: number;
};

/**
 * In units of the figure: its feet are at 0, and it is about 700 high. Shoulders, hips and ankles are where garments
 * are fitted.
 */
export const modelHeight = 700;
export const modelBody = { shoulders: -533, hips: -340, ankles: -14, half: 62 };

const skins = ['#F0CDB0', '#EBC3A2', '#DDAE88', '#C99772'] as const;
const hairColors = ['#2A211E', '#1E1A1C', '#4A3228', '#5B4636'] as const;

/** Chooses one model for all pictures of an order. */
export function castModel(random: Random, isMale: boolean): Look {
  return {
    isMale,
    skin: random.pick(skins),
    hair: isMale ? 'short' : random.pick(['long', 'bob', 'bun']),
    hairColor: random.pick(hairColors),
    stance: 0,
  };
}

/** Draws what is under the garment: body, arms, and plain clothes where the garment does not cover them. */
export function drawModel(pen: Pen, look: Look, { kind, isSkirt }: Garment): void {
  const isBare = isSkirt && !look.isMale;
  const { skin, stance } = look;
  const shade = darker(skin, 0.14);
  pen.ellipse(0, 2, 128, 15, '#101418', 0.1);
  pen.ellipse(0, 2, 92, 10, '#101418', 0.14);
  if (look.hair === 'long') drawBackHair(pen, look);
  // Legs; the free one is set slightly aside.
  const free = 6 * stance;
  const legs = `M-52-346C-54-230-50-120-${44 - free}-12H-${14 - free}C-12-120-8-230-2-320C4-230 10-120 ${14 + free}-12H${44 + free}C50-120 54-230 52-346Z`;
  if (isBare) {
    pen.path(legs.replace(/52/g, '46'), skin);
    pen.path(`M6-320C8-230 12-120 ${14 + free}-12H${22 + free}C20-120 14-230 6-320Z`, shade, 0.5);
  } else {
    pen.path(legs, {
      from: [-50, 0],
      to: [50, 0],
      stops: [
        [0, '#3E4D5E'],
        [0.5, '#516277'],
        [1, '#364453'],
      ],
    });
  }
  for (const side of [-1, 1]) {
    const x = side * 30 + free;
    pen.path(
      `M${x - 18}-16h32c6 10 10 14 12 18h-46c-2-8 0-14 2-18z`,
      isBare ? '#4A332B' : '#EDE9E2',
    );
  }
  // The arms hang next to the trunk, so that hands show below sleeves of any length.
  for (const side of [-1, 1]) {
    const arm = pen.at(0, 0, { flip: side < 0 });
    arm.path(
      'M58-530C84-520 92-470 96-420C102-370 104-330 106-300C106-288 84-288 84-300C80-340 74-380 70-420C66-460 58-500 50-510Z',
      skin,
    );
    arm.path('M84-304C84-284 88-262 95-256C104-256 108-284 106-304Z', skin);
    arm.path('M96-420C102-370 104-330 106-300L100-300C98-340 94-380 88-420Z', shade, 0.5);
  }
  pen.path(
    'M-64-533C-40-546 40-546 64-533C66-470 60-420 56-400C58-380 60-360 60-338H-60C-60-360-58-380-56-400C-60-420-66-470-64-533Z',
    kind === 'bottom' ? '#F4F1EA' : skin,
  );
  if (kind === 'bottom') {
    pen.path(
      'M-62-535C-84-524-92-480-96-434L-62-424L-52-500ZM62-535C84-524 92-480 96-434L62-424L52-500Z',
      '#F4F1EA',
    );
    pen.path('M-24-541C-12-524 12-524 24-541', lighter('#D9D4C8', 0.1));
  }
  pen.path('M-19-600h38v58c0 18-38 18-38 0z', shade);
}

/** Draws what is over the garment: neck, head, and hair in front of the shoulders. */
export function drawModelHead(pen: Pen, { isMale, skin, hair, hairColor, stance }: Look): void {
  const head = pen.at(0, -632, { rotate: stance * 2.4 });
  const shade = darker(skin, 0.14);
  if (hair === 'long') {
    head.path(
      'M-44-14C-58 40-62 92-54 126C-38 132-30 96-34 40ZM44-14C58 40 62 92 54 126C38 132 30 96 34 40Z',
      hairColor,
    );
  }
  if (hair === 'bob') head.path('M-46-16C-56 20-54 50-44 58H44C54 50 56 20 46-16Z', hairColor);
  if (hair === 'bun') head.circle(0, -62, 21, hairColor);
  const jaw = isMale ? 40 : 38;
  head.path(
    `M-${jaw} 0C-${jaw} 44-20 66 0 66S${jaw} 44 ${jaw} 0C${jaw}-46-${jaw}-46-${jaw} 0Z`,
    skin,
  );
  head.path(`M${jaw - 2}-4C${jaw - 2} 40 20 64 0 66C26 56 30 24 30-6Z`, shade, 0.35);
  head.circle(-jaw + 1, 8, 7, skin);
  head.circle(jaw - 1, 8, 7, skin);
  head.path(
    isMale
      ? 'M-42 2C-48-54-18-66 4-64C36-62 48-34 42 4C38-10 34-22 24-30C4-24-20-24-30-26C-36-18-40-8-42 2Z'
      : 'M-43 12C-50-46-22-62 0-62S50-46 43 12C36-12 20-24 4-32C-10-18-34-10-43 12Z',
    hairColor,
  );
  const line = '#3A2A24';
  head.line('M-23 12c4 4 11 4 15 0M8 12c4 4 11 4 15 0', 3.2, line);
  head.line('M-24-3c5-3 11-3 15-1M9-4c4-2 10-2 15 1', 2.6, hairColor, 0.8);
  head.line('M0 16c2 6 3 10-2 13', 2.2, shade);
  head.path('M-9 42c6 6 12 6 18 0c-4-4-14-4-18 0z', isMale ? '#B06A54' : '#C25B46');
  head.circle(-24, 30, 8, '#E58F70', 0.22);
  head.circle(24, 30, 8, '#E58F70', 0.22);
}

function drawBackHair(pen: Pen, { hairColor }: Look): void {
  pen.path(
    'M-46-640C-62-570-60-520-54-490C-20-470 20-470 54-490C60-520 62-570 46-640Z',
    darker(hairColor, 0.2),
  );
}
