import type { Prices } from '../../cloudfunctions/shared/contracts/aiGenerate';
import type { Tier } from '../../cloudfunctions/shared/contracts/values';

/** Credits for one work; null while the cloud has not named it. */
export function priceOf(prices: Prices | null, tier: Tier | undefined): number | null {
  const isNamed =
    prices !== null && tier !== undefined && Object.prototype.hasOwnProperty.call(prices, tier);
  return isNamed ? prices[tier] : null;
}

/** Credits for several works. */
export function totalOf(price: number | null, count: number): number | null {
  return price === null ? null : price * count;
}

/** `2 积分`; empty where nothing is paid, or the price is not known. */
export function priceLabel(credits: number | null): string {
  return credits === null || credits === 0 ? '' : `${credits} 积分`;
}

/** What a work costs, in a sentence; empty while it is not known. */
export function priceNote(price: number | null): string {
  if (price === null) return '';
  return price === 0 ? '生成不扣积分' : `每张 ${price} 积分，没画成会退回`;
}

/** The balance to show; -1 hides it from tiers that pay no credits. */
export function shownCredits(
  user: { tier: Tier; credits: number } | null,
  prices: Prices | null,
): number {
  const price = priceOf(prices, user?.tier);
  return user === null || price === null || price === 0 ? -1 : user.credits;
}
