import type { Plan, Subscription } from '../../domain/quota/quota';
import { emptySubscription } from '../../domain/quota/quota-change';
import { withSegment, withShorterSegment } from '../../domain/quota/segments';
import type { Order } from '../../domain/wallet/order';
import type { Transaction } from '../core/database';
import { parseSubscriptionOrNull, toSubscriptionRow } from '../rows/subscription';
import { expectDueWithin } from '../timers/expect-due';

/** The subscription of a user inside a transaction, with what writes it back. */
export async function openSubscription(transaction: Transaction, userId: string, now: Date) {
  const reference = transaction.collection('user_subscriptions').doc(userId);
  const { data: row } = await reference.get();
  await expectDueWithin(transaction, now);
  const standing = parseSubscriptionOrNull(row) ?? emptySubscription(userId);
  const { createdAt } = (row ?? {}) as { createdAt?: unknown };
  return {
    standing,
    async write(changed: Subscription): Promise<void> {
      const dates = { createdAt: createdAt instanceof Date ? createdAt : now, now };
      await reference.set({ data: toSubscriptionRow(changed, dates) });
    },
  };
}

export type OpenSubscription = Awaited<ReturnType<typeof openSubscription>>;

/** The membership that an order has bought. */
export async function grantMembership(
  { standing, write }: OpenSubscription,
  { id: orderId, package: { planId, days } }: Order,
  plans: readonly Plan[],
  now: Date,
): Promise<void> {
  if (planId === null || days === null) throw new Error('The order names no plan.');
  await write(withSegment(standing, { planId, days, orderId }, plans, now));
}

/** Takes days off the end of what an order has bought; answers how many there were to take. */
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
