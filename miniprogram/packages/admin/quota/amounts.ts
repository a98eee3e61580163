import type { QuotaFeature } from '../../../../cloudfunctions/shared/contracts/values';
import { fromGigabytes, sizeName, toGigabytes } from '../../../utils/bytes';
import { featureLabel } from '../../../utils/labels';

/** The largest amount of the contract, for every feature; a test compares the two. */
export const maxAmount = 1_000_000_000_000_000;

export const features: { id: QuotaFeature; name: string; unit: string }[] = [
  { id: 'image_daily', name: featureLabel('image_daily'), unit: '次/天' },
  { id: 'studio_daily', name: featureLabel('studio_daily'), unit: '张/天' },
  { id: 'chat_ap_monthly', name: featureLabel('chat_ap_monthly'), unit: 'AP/月' },
  { id: 'storage_bytes', name: featureLabel('storage_bytes'), unit: 'GB' },
];

/** `200 次`, `1500 AP`, `20 GB` */
export function amountName(feature: QuotaFeature, value: number): string {
  if (feature === 'image_daily') return `${value} 次`;
  if (feature === 'studio_daily') return `${value} 张`;
  return feature === 'chat_ap_monthly' ? `${value} AP` : sizeName(value);
}

/** The typed amount in the unit of the contract; null for what is not an amount. */
export function toAmount(feature: QuotaFeature, text: string): number | null {
  const amount = read(feature, text);
  return amount !== null && amount <= maxAmount ? amount : null;
}

/** Why the typed text is not an amount. */
export function explainAmount(feature: QuotaFeature, text: string): string {
  const isSize = feature === 'storage_bytes';
  if (read(feature, text) === null) return isSize ? '请填数字' : '请填整数';
  return `太大了，最多 ${isSize ? `${toGigabytes(maxAmount)} GB` : amountName(feature, maxAmount)}`;
}

function read(feature: QuotaFeature, text: string): number | null {
  const typed = text.trim();
  if (feature === 'storage_bytes') return fromGigabytes(typed);
  return /^\d+$/.test(typed) ? Number(typed) : null;
}

export function isFeature(value: string): value is QuotaFeature {
  return features.some(({ id }) => id === value);
}
