import { darker, lighter } from '../color';
import type { Ink, Pen } from '../pen';

/** Light from the left on an upright shape that is `half` wide to each side. */
export const upright = (color: string, half: number): Ink => ({
  from: [-half, 0],
  to: [half, 0],
  stops: [
    [0, lighter(color, 0.12)],
    [0.45, lighter(color, 0.22)],
    [1, darker(color, 0.2)],
  ],
});

/** Light from above on a shape between two y. */
export const lit = (color: string, top: number, bottom = 0): Ink => ({
  from: [0, top],
  to: [0, bottom],
  stops: [
    [0, lighter(color, 0.2)],
    [0.5, color],
    [1, darker(color, 0.2)],
  ],
});

/** A ball, lit from the upper left. */
export const ball = (color: string, x: number, y: number, radius: number): Ink => ({
  center: [x - radius * 0.35, y - radius * 0.4],
  radius: radius * 1.5,
  stops: [
    [0, lighter(color, 0.42)],
    [0.55, color],
    [1, darker(color, 0.26)],
  ],
});

/** A shadow on the ground below a standing shape. */
export function castShadow(pen: Pen, half: number, strength = 0.18): void {
  pen.ellipse(0, 2, half, half * 0.1, '#101820', strength);
}

/** Steam over something warm. */
export function drawSteam(pen: Pen, y: number): void {
  for (const x of [-56, 4, 62])
    pen.line(
      `M${x} ${y}C${x - 22} ${y - 34} ${x + 22} ${y - 60} ${x} ${y - 96}`,
      9,
      '#FFFFFF',
      0.45,
    );
}

export function drawPlate(pen: Pen, half: number, color = '#F2ECE0'): void {
  pen.ellipse(0, 8, half * 1.02, half * 0.17, '#101820', 0.18);
  pen.ellipse(0, 0, half, half * 0.16, darker(color, 0.1));
  pen.ellipse(0, -5, half * 0.97, half * 0.14, lighter(color, 0.3));
  pen.ellipse(0, -3, half * 0.74, half * 0.1, darker(color, 0.05));
}
