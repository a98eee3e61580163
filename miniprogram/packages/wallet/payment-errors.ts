/** What became of a payment whose call failed. */
export type PaymentEnd =
  /** The user closed the sheet. */
  | { kind: 'cancelled' }
  /** The `wx.login` session has expired: sign in again and retry. */
  | { kind: 'expired' }
  /** It may have been paid nevertheless: only the cloud knows. */
  | { kind: 'unknown' }
  | { kind: 'failed'; reason: string };

const busy = '微信支付有点忙，没有扣款，请稍后再试';
const restricted = '这件商品暂时不能购买，没有扣款';
const notYet = '这件商品还没有生效，没有扣款，过一会儿再试';
const notStarted = '支付没有发起成功，没有扣款，请稍后再试';

const reasons: Record<number, string> = {
  [-4]: '微信提示这次支付有风险，没有扣款',
  [-15003]: busy,
  [-15020]: busy,
  [-15021]: busy,
  [-15008]: restricted,
  [-15017]: restricted,
  [-15018]: restricted,
  [-15019]: restricted,
  [-15009]: notYet,
  [-15010]: notYet,
  [-15014]: notYet,
  [-15012]: '微信没有下单成功，没有扣款，可以重新支付',
  [-15013]: '价格刚刚变了，没有扣款，请确认后重新支付',
};

/** By the `errCode` of `wx.requestVirtualPayment`. */
export function toPaymentEnd(errCode: unknown): PaymentEnd {
  if (errCode === -2) return { kind: 'cancelled' };
  if (errCode === -15007) return { kind: 'expired' };
  // -15002: the order number was used before, by an order of ours, which may be paid.
  if (errCode === -1 || errCode === -5 || errCode === -15002) return { kind: 'unknown' };
  if (typeof errCode !== 'number') return { kind: 'unknown' };
  return { kind: 'failed', reason: reasons[errCode] ?? notStarted };
}
