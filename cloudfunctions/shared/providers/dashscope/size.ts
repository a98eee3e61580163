import { areaProblem } from '../size';

/** Of the edits; a try-on has the size of its photo. */
export function sizeProblem(_model: string, size: string): string | null {
  return areaProblem(size, { leastPixels: 512 ** 2, mostPixels: 2048 ** 2, mostRatio: 8 });
}
