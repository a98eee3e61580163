import { compose } from './studio/compose';
import type { Composition } from './studio/compose';
import { drawMark } from './mark';
import { encodePng } from './png';
import { readPrompt } from './prompt';
import { drawScene } from './scene';
import { renderStyle } from './styles/render';

export type PaintRequest = {
  prompt: string;
  width: number;
  height: number;
  hasWatermark: boolean;
  /** Pictures that were handed in, and what is made of them. */
  composition?: Composition | undefined;
};

/** A PNG of the prompt; the same request always gives the same bytes. */
export function paint(request: PaintRequest): Buffer {
  const { prompt, width, height, hasWatermark, composition } = request;
  if (composition !== undefined) {
    const canvas = compose(composition, request);
    if (hasWatermark) drawMark(canvas);
    return encodePng(canvas);
  }
  const idea = readPrompt(prompt);
  const canvas = renderStyle(drawScene(idea, width, height), idea);
  if (hasWatermark) drawMark(canvas);
  return encodePng(canvas);
}
