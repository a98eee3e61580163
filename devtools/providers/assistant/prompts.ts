import { themes } from './themes';
import type { Theme } from './themes';
import { without } from './words';
import type { Words } from './words';

export function themeOf(text: string): Theme | null {
  return themes.find(({ words }) => words.test(text)) ?? null;
}

/** The subject, if the scene does not name it already, the scene without what is unwanted, and how it should feel. */
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
