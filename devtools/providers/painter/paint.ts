import { drawMark } from './mark';
import { encodePng } from './png';
import { readPrompt } from './prompt';
import { drawScene } from './scene';
import { renderStyle } from './styles/render';

export type PaintRequest = { prompt: string; width: number; height: number; hasWatermark: boolean };

/** A PNG of the prompt; the same request always gives the same bytes. */
export function paint({ prompt, width, height, hasWatermark }: PaintRequest): Buffer {
  const idea = readPrompt(prompt);
  const canvas = renderStyle(drawScene(idea, width, height), idea);
  if (hasWatermark) drawMark(canvas);
  return encodePng(canvas);
}
