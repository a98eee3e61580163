import { creatures } from './motifs/creatures';
import { drawCrown, drawHat } from './motifs/finery';
import { drawHeadphones } from './motifs/music-sport';
import { personNames } from './motifs/people';
import { drawGlasses } from './motifs/tools';
import type { Pen } from './pen';

type Fit = { draw: (pen: Pen, color: string | null) => void; rise: number; scale: number };

/** Things worn on the head; `rise` is its height above the head's middle, in half heads. */
const fits: Record<string, Fit> = {
  hat: { draw: drawHat, rise: 0.55, scale: 0.56 },
  crown: { draw: drawCrown, rise: 0.86, scale: 0.36 },
  glasses: { draw: drawGlasses, rise: -0.5, scale: 0.4 },
  headphones: { draw: drawHeadphones, rise: -0.95, scale: 0.66 },
};

/** Things that a person wears, so they are not drawn next to the person. */
export const isWorn = (name: string): boolean =>
  name in fits || ['shoes', 'bag', 'ring', 'cosmetics'].includes(name);

/** Draws a worn thing on a figure that stands at 0, 0 and faces the viewer. */
export function drawWorn(pen: Pen, name: string, motifs: readonly string[]): void {
  const head = headOf(name);
  if (head === null) return;
  for (const motif of motifs) {
    const fit = fits[motif];
    if (fit === undefined) continue;
    fit.draw(
      pen.at(0, -head.y - fit.rise * head.half, { scale: (fit.scale * head.half) / 100 }),
      null,
    );
  }
}

function headOf(name: string): { y: number; half: number } | null {
  if (name in creatures) return { y: 292, half: 112 };
  if (personNames.includes(name) || ['doctor', 'singer', 'bride'].includes(name))
    return { y: 372, half: 98 };
  return name === 'robot' ? { y: 336, half: 110 } : null;
}
