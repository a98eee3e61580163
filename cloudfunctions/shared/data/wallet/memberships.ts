import type { Plan } from '../../domain/quota/quota';
import { withSegment, withShorterSegment } from '../../domain/quota/segments';
import type { Order } from '../../domain/wallet/order';
import type { OpenSubscription } from '../quota/subscription-writes';

/** Grants the membership that an order has bought. */
export async function grantMembership(
  { standing, write }: OpenSubscription,
  { id: orderId, package: { planId, days } }: Order,
  plans: readonly Plan[],
  now: Date,
): Promise<void> {
  if (planId === null || days === null) throw new Error('The order names no plan.');
  await write(withSegment(standing, { planId, days, orderId }, plans, now));
}

/** Takes days off the end of what an order has bought; returns how many could be taken. */
export async function shortenMembership(
  { standing, write }: OpenSubscription,
  { id: orderId }: Order,
  days: number,
  plans: readonly Plan[],
  now: Date,
): Promise<number> {
  const { subscription, taken } = withShorterSegment(standing, { orderId, days }, plans, now);
  if (taken > 0) await write(subscription);
  return taken;
}
