import type { Character, Size, Style } from '../../../cloudfunctions/shared/contracts/aiGenerate';
import type { Tier } from '../../../cloudfunctions/shared/contracts/values';
import type { GenerateOptions } from '../../services/ai-generate';
import type { Draft } from '../../utils/draft';
import { joined, qualityNames } from '../../utils/names';
import { ratioName } from '../../utils/size';
import { lengthOf, maxLengths } from '../../utils/text';

export const modes = [
  { id: 'single', name: '单张' },
  { id: 'double', name: '双张' },
];

export const libraryTabs = [
  { id: 'all', name: '全部' },
  { id: 'people', name: '人物' },
  { id: 'pets', name: '动物' },
  { id: 'other', name: '其他' },
] as const;
export type LibraryTab = (typeof libraryTabs)[number]['id'];

export type GenerateButton = { text: string; price: string; label: string; isEnabled: boolean };

/** How many works one tap makes. */
export function workCount(draft: Pick<Draft, 'mode'>): number {
  return draft.mode === 'double' ? 2 : 1;
}

/** `单张 · 3:4 · 标准` */
export function toSummary(draft: Draft): string {
  const mode = draft.mode === 'double' ? '双张' : '单张';
  return joined(mode, ratioName(draft.size), qualityNames[draft.quality]);
}

/** The primary button with its price on it. `user` is null until the sign-in answered. */
export function toButton(
  draft: Draft,
  user: { tier: Tier; credits: number } | null,
  isSending: boolean,
): GenerateButton {
  if (isSending) return { text: '提交中…', price: '', label: '提交中', isEnabled: false };
  const count = workCount(draft);
  const text = count === 2 ? '生成 2 张' : '生成';
  const pays = user === null || user.tier === 'free';
  const price = !pays
    ? ''
    : user !== null && count === 2
      ? `${count} 积分 · 余 ${user.credits}`
      : `${count} 积分`;

  const length = lengthOf(draft.prompt.trim());
  if (length === 0) return { text, price, label: `${text}，先写下描述`, isEnabled: false };
  if (length > maxLengths.prompt) {
    const label = `${text}，描述超过 ${maxLengths.prompt} 字`;
    return { text, price, label, isEnabled: false };
  }
  return { text, price, label: joined(text, price), isEnabled: true };
}

/** `id` empty: 不指定. */
export type Choice = { id: string; name: string };

export type Choices = {
  characters: Character[];
  strip: Character[];
  styles: StyleChoice[];
  emotions: Choice[];
  sizes: Size[];
  qualities: Choice[];
  pixels: string;
};

/** The options as they stand on the page, around what the draft has chosen. */
export function toChoices(
  { characters, styles, emotions, sizes, qualities }: Omit<GenerateOptions, 'examples'>,
  recent: string[],
  { character, size }: Pick<Draft, 'character' | 'size'>,
): Choices {
  return {
    characters,
    strip: toStrip(characters, recent, character),
    styles: toStyles(styles),
    emotions: [{ id: '', name: '不指定' }, ...emotions],
    sizes,
    qualities,
    pixels: pixelLine(sizes, size),
  };
}

/** The strip: used lately first, then the recommended, then the rest; the chosen one is never missing. */
export function toStrip(characters: Character[], recent: string[], chosen: string): Character[] {
  const rank = ({ id, isRecommended }: Character) => {
    const place = recent.indexOf(id);
    if (place >= 0) return place;
    return isRecommended ? recent.length : recent.length + 1;
  };
  const sorted = [...characters].sort((a, b) => rank(a) - rank(b));
  const strip = sorted.slice(0, 8);
  const missing = sorted.slice(8).find(({ id }) => id === chosen);
  return missing ? [missing, ...strip] : strip;
}

export function findCharacters(
  characters: Character[],
  tab: LibraryTab,
  search: string,
): Character[] {
  const wanted = search.trim();
  return characters.filter(
    ({ category, name }) => (tab === 'all' || category === tab) && name.includes(wanted),
  );
}

export type StyleChoice = Style & { quarters: string[] };

/** 自动 stands first, with a quarter of several styles for a picture; the cloud knows it as no style. */
export function toStyles(styles: Style[]): StyleChoice[] {
  const quarters = styles.slice(0, 4).map(({ imageUrl }) => imageUrl);
  const automatic = { id: '', name: '自动', imageUrl: '', quarters };
  return [automatic, ...styles.map((style) => ({ ...style, quarters: [] }))];
}

/** `864 × 1152` */
export function pixelLine(sizes: Size[], id: string): string {
  const size = sizes.find((candidate) => candidate.id === id);
  return size ? `${size.width} × ${size.height}` : '';
}
