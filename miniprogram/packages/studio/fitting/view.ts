import type { GarmentPart } from '../../../../cloudfunctions/shared/contracts/fitting';
import { joined } from '../../../utils/names';
import { priceLabel } from '../../../utils/price';
import type { Photo } from '../photos/view';

export type Part = GarmentPart;

const partNames: Record<Part, string> = {
  dress: '连衣裙',
  top: '上装',
  bottom: '下装',
  outer: '外套',
};

export const parts = (['dress', 'top', 'bottom', 'outer'] as const).map((id) => ({
  id,
  name: partNames[id],
}));

/** What can be worn with each part; a dress is worn alone. */
const beside: Record<Part, Part[]> = {
  dress: [],
  top: ['bottom'],
  outer: ['bottom'],
  bottom: ['top', 'outer'],
};

export function partsBeside(part: Part): { id: Part; name: string }[] {
  return parts.filter(({ id }) => beside[part].includes(id));
}

export function canAdd(part: Part): boolean {
  return beside[part].length > 0;
}

/** Guesses from the name of a sample; the user can correct it. */
export function guessPart(name: string): Part {
  if (/连衣裙|旗袍|礼服/.test(name)) return 'dress';
  if (/风衣|外套|大衣|夹克|羽绒/.test(name)) return 'outer';
  return /裙|裤/.test(name) ? 'bottom' : 'top';
}

export type Garment = { photo: Photo | null; part: Part };

/** `连衣裙`, `毛衣 + 下装` */
export function toTitle(garments: Garment[]): string {
  return garments.map(({ photo, part }) => photo?.name || partNames[part]).join(' + ');
}

export type Missing = '' | 'person' | 'garment' | 'upload';

export type FittingButton = {
  text: string;
  price: string;
  label: string;
  isEnabled: boolean;
  missing: Missing;
};

export function toButton(order: {
  person: Photo | null;
  first: Photo | null;
  second: Photo | null;
  price: number | null;
  credits: number;
  isSending: boolean;
}): FittingButton {
  const { person, first, second, price, credits, isSending } = order;
  const button = { text: '开始试衣', price: '', label: '提交中', isEnabled: false };
  if (isSending) return { ...button, text: '提交中…', missing: '' };
  const cost = priceLabel(price);
  const shown = cost === '' ? '' : joined(cost, credits >= 0 ? `余 ${credits}` : '');
  const missing = missingOf(person, first, second);
  if (missing !== '') {
    const text = missingWords[missing];
    return { ...button, text, label: `开始试衣，${text}`, missing };
  }
  return { ...button, price: shown, label: joined('开始试衣', shown), isEnabled: true, missing };
}

function missingOf(person: Photo | null, first: Photo | null, second: Photo | null): Missing {
  const photos = [person, first, second].filter((photo) => photo !== null);
  if (photos.some(({ state }) => state === 'uploading')) return 'upload';
  if (person === null || person.assetId === '') return 'person';
  return first === null || photos.some(({ assetId }) => assetId === '') ? 'garment' : '';
}

const missingWords: Record<Exclude<Missing, ''>, string> = {
  person: '先放人物照',
  garment: '先放服装照',
  upload: '照片上传中…',
};
