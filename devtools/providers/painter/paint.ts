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
  /** Pictures of one prompt that differ and are kin; 0 without it. */
  variant?: number;
  /** Pictures that were handed in, and what is made of them. */
  composition?: Composition | undefined;
};

const hours: readonly Time[] = ['day', 'dawn', 'dusk', 'day'];

/** A PNG of the prompt; the same request always gives the same bytes. */
export function paint(request: PaintRequest): Buffer {
  const { prompt, width, height, hasWatermark, composition, variant = 0 } = request;
  if (composition !== undefined) {
    const canvas = compose(composition, request);
    if (hasWatermark) drawMark(canvas);
    return encodePng(canvas);
  }
  const idea = readPrompt(prompt);
  // What is scattered lies elsewhere, and every second picture is composed from the other side.
  const varied = {
    ...idea,
    seed: (idea.seed + Math.imul(variant, 0x9e3779b1)) >>> 0,
    // Where the text says nothing of the hour, each of them may have its own.
    time: idea.isAnyTime ? (hours[variant % hours.length] ?? idea.time) : idea.time,
  };
  const canvas = renderStyle(drawScene(varied, width, height), varied);
  if (variant % 2 === 1) mirror(canvas);
  if (hasWatermark) drawMark(canvas);
  return encodePng(canvas);
}
