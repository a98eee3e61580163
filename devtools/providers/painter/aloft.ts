import { lit } from './motifs/shading';
import { darker } from './color';
import type { Pen } from './pen';

/** Draws a pair of wings behind a figure that stands at 0, 0, for subjects without wings of their own. */
export function drawWings(pen: Pen, color: string): void {
  for (const flip of [false, true]) {
    const wing = pen.at(0, -190, { flip });
    wing.path(
      'M-30-10C-110-150-240-190-320-150C-310-100-290-80-268-66C-280-40-260-16-236-10C-240 20-210 40-186 40C-170 70-90 60-30 40Z',
      lit(color, -190, 60),
    );
    wing.line(
      'M-50 0C-130-70-210-110-290-130M-50 14C-120-20-180-40-256-56M-50 28C-100 14-160 4-222-6',
      6,
      darker(color, 0.2),
      0.7,
    );
  }
}

/** Draws streaks of air below a flying figure. */
export function drawDraught(pen: Pen): void {
  for (const [x, y, long] of [
    [-130, 40, 90],
    [0, 60, 130],
    [120, 36, 80],
  ] as const)
    pen.line(
      `M${x} ${y}C${x - 10} ${y + long * 0.4} ${x + 10} ${y + long * 0.7} ${x} ${y + long}`,
      7,
      '#FFFFFF',
      0.5,
    );
}
