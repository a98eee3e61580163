import type { Pixels } from '../../../../cloudfunctions/shared/pictures/pixels';
import type { Canvas } from '../canvas';
import { flatten, drawScene } from '../scene';
import { readPrompt } from '../prompt';

export type ComposedInput = {
  pixels: Pixels;
  part: 'person' | 'garment' | 'top' | 'bottom';
};

export type Composition = {
  kind: 'photograph' | 'tryon';
  /** Pictures of one order are kin, but not equal. */
  variation: number;
  inputs: ComposedInput[];
};

export function compose(
  _composition: Composition,
  { prompt, width, height }: { prompt: string; width: number; height: number },
): Canvas {
  return flatten(drawScene(readPrompt(prompt), width, height));
}
