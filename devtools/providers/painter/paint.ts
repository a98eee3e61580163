import { compose } from './studio/compose';
import type { Composition } from './studio/compose';
import { mirror } from './canvas';
import { drawMark } from './mark';
import { encodePng } from './png';
import { readPrompt } from './prompt';
import type { Time } from './prompt';
import { drawScene } from './scene';
import { renderStyle } from './styles/render';

export type PaintRequest = {
  prompt: string;
  width: number;
  height: number;
  hasWatermark: boolean;
  /** Selects one of several different but similar pictures of a prompt; the default is 0. */
  variant?: number;
  /** The submitted pictures, and what to make from them. */
  composition?: Composition | undefined;
};

const hours: readonly Time[] = ['day', 'dawn', 'dusk', 'day'];

/** Paints the prompt as a PNG; the same request always gives the same bytes. */
export function paint(request: PaintRequest): Buffer {
  const { prompt, width, height, hasWatermark, composition, variant = 0 } = request;
  if (composition !== undefined) {
    const canvas = compose(composition, request);
    if (hasWatermark) drawMark(canvas);
    return encodePng(canvas);
  }
  const idea = readPrompt(prompt);
  // Scatters things differently, and mirrors the composition of every second picture.
  const varied = {
    ...idea,
    seed: (idea.seed + Math.imul(variant, 0x9e3779b1)) >>> 0,
    // When the prompt does not imply a time of day, each variant may have its own.
    time: idea.isAnyTime ? (hours[variant % hours.length] ?? idea.time) : idea.time,
  };
  const canvas = renderStyle(drawScene(varied, width, height), varied);
  if (variant % 2 === 1) mirror(canvas);
  if (hasWatermark) drawMark(canvas);
  return encodePng(canvas);
}
