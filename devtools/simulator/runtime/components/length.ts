import { phoneWidth } from '../phone/geometry';

/** A length as attributes give it: a number of px, or text in px or rpx. */
export function toPx(value: unknown): number {
  const text = String(value);
  const amount = parseFloat(text) || 0;
  return text.endsWith('rpx') ? (amount * phoneWidth()) / 750 : amount;
}
