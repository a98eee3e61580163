import { priceLabel, totalOf } from '../../../utils/price';
import type { Photo } from '../photos/view';
import type { Choices, Model, Range } from '../orders/remembered';
import { rangeName } from '../orders/price';
import { joined } from '../../../utils/names';

export const models: { id: Model; name: string }[] = [
  { id: 'female', name: '女' },
  { id: 'male', name: '男' },
  { id: 'none', name: '不出镜' },
];

export const maxNote = 100;

/** What the order still needs. The button names it, and a tap leads there. */
export type Missing = '' | 'photo' | 'upload' | 'scene' | 'note';

export type Foot = {
  price: string;
  line: string;
  text: string;
  label: string;
  isEnabled: boolean;
  missing: Missing;
};

export function toFoot(order: {
  photo: Photo | null;
  choices: Choices;
  noteLength: number;
  /** Credits for one picture; null while the cloud has not named it. */
  price: number | null;
  credits: number;
  range: Range | null;
  isSending: boolean;
}): Foot {
  const { photo, choices, price, credits, range, isSending } = order;
  const hasPhoto = photo !== null && photo.assetId !== '';
  const total = priceLabel(totalOf(price, choices.count));
  const unit = priceLabel(price);
  const foot = {
    price:
      price === null ? '' : unit === '' ? `${choices.count} 张` : hasPhoto ? total : `${unit}/张`,
    line: joined(credits >= 0 ? `余 ${credits}` : '', rangeName(range)),
    isEnabled: false,
  };
  const missing = missingOf(photo, choices, order.noteLength);
  if (isSending) return { ...foot, text: '提交中…', label: '提交中', missing: '' };
  const text = missing === '' ? '提交拍摄' : missingWords[missing];
  const isEnabled = missing === '';
  const label = isEnabled ? joined('提交拍摄', total) : `提交拍摄，${text}`;
  return { ...foot, text, label, isEnabled, missing };
}

function missingOf(photo: Photo | null, { sceneId }: Choices, noteLength: number): Missing {
  if (photo === null) return 'photo';
  if (photo.assetId === '') return photo.state === 'uploading' ? 'upload' : 'photo';
  if (sceneId === '') return 'scene';
  return noteLength > maxNote ? 'note' : '';
}

const missingWords: Record<Exclude<Missing, ''>, string> = {
  photo: '先放照片',
  upload: '照片上传中…',
  scene: '先选场景',
  note: `补充要求最多 ${maxNote} 字`,
};
