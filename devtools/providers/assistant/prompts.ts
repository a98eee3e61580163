import { themes } from './themes';
import type { Theme } from './themes';
import { without } from './words';
import type { Words } from './words';

export function themeOf(text: string): Theme | null {
  return themes.find(({ words }) => words.test(text)) ?? null;
}

/** Joins the subject (unless the scene already names it), the scene without unwanted parts, and the tones. */
export function promptOf(
  subject: string | null,
  scene: string,
  { unwanted, tones }: Pick<Words, 'unwanted' | 'tones'>,
): string {
  const seen = without(scene, unwanted);
  const isNamed = subject === null || seen.includes(subject) || unwanted.includes(subject);
  const more = tones.filter((tone) => !seen.includes(tone));
  return [...(isNamed ? [] : [subject]), seen, ...more].filter((part) => part !== '').join('，');
}
