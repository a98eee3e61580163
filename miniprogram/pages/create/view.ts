import type {
  Character,
  Prices,
  Size,
  Style,
} from '../../../cloudfunctions/shared/contracts/aiGenerate';
import type { TextToImageWork, Tier } from '../../../cloudfunctions/shared/contracts/values';
import type { GenerateOptions } from '../../services/ai-generate';
import type { Draft } from '../../utils/draft';
import { modeLabel, qualityLabel } from '../../utils/labels';
import { joined } from '../../utils/names';
import { priceLabel, priceOf, totalOf } from '../../utils/price';
import { ratioName } from '../../utils/size';
import { lengthOf, maxLengths } from '../../utils/text';

const modeIds: TextToImageWork['mode'][] = ['single', 'double'];
export const modes = modeIds.map((id) => ({ id, name: modeLabel(id) }));

export const libraryTabs = [
  { id: 'all', name: '全部' },
  { id: 'people', name: '人物' },
  { id: 'pets', name: '动物' },
  { id: 'other', name: '其他' },
] as const;
export type LibraryTab = (typeof libraryTabs)[number]['id'];

export type GenerateButton = {
  text: string;
  price: string;
  label: string;
  isEnabled: boolean;
  /** The button waits for a valid description. */
  isPromptMissing: boolean;
};

/** The number of works that one tap makes. */
export function workCount(draft: Pick<Draft, 'mode'>): number {
  return draft.mode === 'double' ? 2 : 1;
}

/** `单张 · 3:4 · 标准` */
export function toSummary(draft: Draft): string {
  return joined(modeLabel(draft.mode), ratioName(draft.size), qualityLabel(draft.quality));
}

/** The primary button with its price, once user and prices are known. */
export function toButton(
  draft: Draft,
  user: { tier: Tier; credits: number } | null,
  prices: Prices | null,
  isSending: boolean,
): GenerateButton {
  if (isSending) {
    return {
      text: '提交中…',
      price: '',
      label: '提交中',
      isEnabled: false,
      isPromptMissing: false,
    };
  }
  const count = workCount(draft);
  const text = count > 1 ? `生成 ${count} 张` : '生成';
  const total = priceLabel(totalOf(priceOf(prices, user?.tier), count));
  const hasBalance = total !== '' && count > 1 && user !== null;
  const price = hasBalance ? `${total} · 余 ${user.credits}` : total;

  const length = lengthOf(draft.prompt.trim());
  if (length === 0) {
    return {
      text,
      price,
      label: `${joined(text, price)}，先写下描述`,
      isEnabled: false,
      isPromptMissing: true,
    };
  }
  if (length > maxLengths.prompt) {
    const label = `${joined(text, price)}，描述超过 ${maxLengths.prompt} 字`;
    return { text, price, label, isEnabled: false, isPromptMissing: true };
  }
  return { text, price, label: joined(text, price), isEnabled: true, isPromptMissing: false };
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

/** The options as the page shows them, with the choices of the draft. */
export function toChoices(
  { characters, styles, emotions, sizes, qualities }: Omit<GenerateOptions, 'examples' | 'prices'>,
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

/** The strip: recent characters first, then the recommended, then the others; the chosen one is always in it. */
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

/** 自动 comes first, with a mosaic of several styles as its picture; the cloud represents it by the absence of a style. */
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
