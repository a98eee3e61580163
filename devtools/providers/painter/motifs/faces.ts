import { darker, lighter } from '../color';
import type { Pen } from '../pen';
import { ball } from './shading';

type Tones = { belly: string; nose: string; fur: string };
type Face = (pen: Pen, tones: Tones) => 'whole' | 'ground';

const ink = '#2A1D16';

function drawEyesAndCheeks(pen: Pen, y: number, apart: number): void {
  for (const side of [-1, 1]) {
    pen.circle(side * apart, y, 15, ink);
    pen.circle(side * apart + 5, y - 6, 5.5, '#FFFFFF');
    pen.ellipse(side * 74, y + 36, 17, 11, '#EB8E80', 0.45);
  }
}

const snout: Face = (pen, { nose, fur }) => {
  drawEyesAndCheeks(pen, -6, 46);
  pen.ellipse(0, 34, 46, 34, darker(fur, 0.08));
  pen.ellipse(0, 30, 43, 30, lighter(fur, 0.12));
  for (const side of [-1, 1]) pen.ellipse(side * 16, 30, 7, 12, nose);
  pen.line('M-18 74c8 8 28 8 36 0', 5, nose);
  return 'whole';
};

const ape: Face = (pen, { belly, nose }) => {
  pen.path(
    'M0-44C-30-76-92-60-84-4C-82 22-70 30-70 44C-60 84 60 84 70 44C70 30 82 22 84-4C92-60 30-76 0-44Z',
    belly,
  );
  drawEyesAndCheeks(pen, -4, 38);
  for (const side of [-1, 1]) pen.ellipse(side * 9, 26, 5, 7, nose);
  pen.line('M-34 50c16 18 52 18 68 0', 6, nose);
  return 'whole';
};

const koala: Face = (pen, { nose, belly }) => {
  pen.ellipse(0, 56, 52, 30, belly, 0.8);
  drawEyesAndCheeks(pen, -2, 52);
  pen.path('M0-22C30-22 36 10 30 34C24 52-24 52-30 34C-36 10-30-22 0-22Z', ball(nose, -4, 6, 40));
  pen.ellipse(-10, -4, 7, 11, '#FFFFFF', 0.5);
  pen.line('M-18 66c10 8 26 8 36 0', 5, nose);
  return 'whole';
};

const mask: Face = (pen, { belly }) => {
  pen.path(
    'M-106 6C-70-40-30-20 0 10C30-20 70-40 106 6C96 30 60 34 40 26C20 18 10 30 0 34C-10 30-20 18-40 26C-60 34-96 30-106 6Z',
    '#33393F',
  );
  pen.path(
    'M-100-4C-70-56-36-50-18-16C-40-28-70-30-100-4ZM100-4C70-56 36-50 18-16C40-28 70-30 100-4Z',
    belly,
  );
  pen.ellipse(0, 52, 46, 32, belly);
  for (const side of [-1, 1]) pen.circle(side * 43, 2, 20, belly);
  return 'ground';
};

const cheeks: Face = (pen, { belly }) => {
  for (const side of [-1, 1]) pen.circle(side * 54, 40, 44, belly);
  pen.ellipse(0, 46, 40, 34, belly);
  return 'ground';
};

/** Shapes drawn beneath an animal's face, or instead of it. */
export const drawFaceOf: Record<string, Face> = { snout, ape, koala, mask, cheeks };
