import type { Pixels } from '../../../../cloudfunctions/shared/pictures/pixels';
import type { Canvas } from '../canvas';
import { readPrompt } from '../prompt';
import { drawScene, flatten } from '../scene';
import { readGarment } from './garment';
import { photograph } from './photograph';
import { tryOn } from './try-on';

export type ComposedInput = {
  pixels: Pixels;
  part: 'person' | 'garment' | 'top' | 'bottom';
};

export type Composition = {
  kind: 'photograph' | 'tryon';
  /** Pictures of one order are similar but not equal. */
  variation: number;
  inputs: ComposedInput[];
};

type Request = { prompt: string; width: number; height: number };

/** Composes the submitted pictures: puts the garment into the scene of the prompt, or on the person. */
export function compose({ kind, inputs, variation }: Composition, request: Request): Canvas {
  const { prompt, width, height } = request;
  const person = inputs.find(({ part }) => part === 'person');
  const garments = inputs
    .filter(({ part }) => part !== 'person')
    .map(({ pixels, part }) => readGarment(pixels, part === 'bottom', prompt));
  if (kind === 'tryon' && person !== undefined) {
    return tryOn(person.pixels, garments, { width, height, variation });
  }
  const [garment] = garments;
  if (garment === undefined) return flatten(drawScene(readPrompt(prompt), width, height));
  return photograph(garment, { prompt, width, height, variation });
}
