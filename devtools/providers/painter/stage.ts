import type { Palette } from './palette';
import type { Pen } from './pen';
import type { Idea } from './prompt';
import type { Random } from './random';
import { subjects } from './subjects';
import type { Spot } from './subjects';

/** The shared input of all parts of a scene. Lengths are relative to the picture's shorter side, which is 1000. */
export type Stage = {
  idea: Idea;
  palette: Palette;
  random: Random;
  width: number;
  height: number;
  /** Far things stand at `horizon`, the subject at `floor`. */
  horizon: number;
  floor: number;
  has: (...names: string[]) => boolean;
};

export type Place = 'open' | 'indoor' | 'water' | 'pond' | 'space';

export function choosePlace({ idea: { motifs } }: { idea: Idea }): Place {
  const has = (...names: string[]): boolean => names.some((name) => motifs.includes(name));
  const isAt = (spot: Spot): boolean => motifs.some((name) => subjects.get(name)?.spot === spot);
  const hasBeing = motifs.some((name) => subjects.get(name)?.isAlive === true);
  if (has('koi') || (has('fish') && has('lotus', 'lake'))) return 'pond';
  if (
    has('jellyfish', 'turtle') ||
    (isAt('deep') && !hasBeing && !has('boat', 'ship', 'girl', 'boy', 'man')) ||
    (has('fish') && !has('boat', 'man', 'person', 'girl', 'boy', 'cat'))
  ) {
    return 'water';
  }
  if (has('planet') || (has('astronaut', 'rocket') && !has('city', 'sea', 'forest', 'street'))) {
    return 'space';
  }
  const isStill =
    isAt('table') ||
    has('tea', 'coffee', 'cake', 'vase', 'fruit', 'noodles', 'dress', 'book', 'lamp');
  const isOutside = has(
    'mountain',
    'sea',
    'forest',
    'street',
    'grass',
    'city',
    'river',
    'lake',
    'umbrella',
    'house',
    'pine',
    'bamboo',
    'temple',
    'bridge',
    'sun',
  );
  if (has('indoor', 'window', 'cafe') && !has('street', 'house', 'forest')) return 'indoor';
  return isStill && !isOutside && !hasBeing && !has('girl', 'man', 'boy') ? 'indoor' : 'open';
}

export type Draw = (pen: Pen, stage: Stage) => void;
