import type { QuotaFeature } from '../../../../cloudfunctions/shared/contracts/values';
import { fromGigabytes, sizeName, toGigabytes } from '../../../utils/bytes';

/** The most that the cloud takes, of whatever feature. A test holds it against the contract. */
export const mostAmount = 1_000_000_000_000_000;

export const features: { id: QuotaFeature; name: string; unit: string }[] = [
  { id: 'image_daily', name: '每日生成', unit: '次/天' },
  { id: 'chat_ap_monthly', name: '每月 AP', unit: 'AP/月' },
  { id: 'storage_bytes', name: '存储空间', unit: 'GB' },
];

/** `200 次`, `1500 AP`, `20 GB` */
export function amountName(feature: QuotaFeature, value: number): string {
  if (feature === 'image_daily') return `${value} 次`;
  return feature === 'chat_ap_monthly' ? `${value} AP` : sizeName(value);
}

/** What was typed, in the unit of the cloud; null for what is no amount. */
export function toAmount(feature: QuotaFeature, text: string): number | null {
  const amount = read(feature, text);
  return amount !== null && amount <= mostAmount ? amount : null;
}

/** What is wrong with what was typed. */
export function explainAmount(feature: QuotaFeature, text: string): string {
  const isSize = feature === 'storage_bytes';
  if (read(feature, text) === null) return isSize ? '写一个数，最多十位小数' : '写一个整数';
  // In the unit in which it is typed.
  return `太大了，最多 ${isSize ? `${toGigabytes(mostAmount)} GB` : amountName(feature, mostAmount)}`;
}

function read(feature: QuotaFeature, text: string): number | null {
  const typed = text.trim();
  if (feature === 'storage_bytes') return fromGigabytes(typed);
  return /^\d+$/.test(typed) ? Number(typed) : null;
}

export function isFeature(value: string): value is QuotaFeature {
  return features.some(({ id }) => id === value);
}
