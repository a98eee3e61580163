import { areaProblem } from '../size';

/** For edits; a try-on has the size of its photo. */
export function sizeProblem(_model: string, size: string): string | null {
  return areaProblem(size, { minPixels: 512 ** 2, maxPixels: 2048 ** 2, maxRatio: 8 });
}
