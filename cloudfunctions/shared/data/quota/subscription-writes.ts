import type { Subscription } from '../../domain/quota/quota';
import type { Transaction } from '../core/database';
import { toSubscriptionRow } from '../rows/subscription';

/** In the place of `row`, as it was read within the transaction. */
export async function writeSubscription(
  transaction: Transaction,
  row: unknown,
  after: Subscription,
  now: Date,
): Promise<void> {
  const { createdAt } = (row ?? {}) as { createdAt?: unknown };
  const since = createdAt instanceof Date ? createdAt : now;
  const reference = transaction.collection('user_subscriptions').doc(after.userId);
  await reference.set({ data: toSubscriptionRow(after, { createdAt: since, now }) });
}

export async function copyLevel(
  transaction: Transaction,
  userId: string,
  vipLevel: number,
  now: Date,
): Promise<void> {
  const reference = transaction.collection('users').doc(userId);
  await reference.update({ data: { vipLevel, updatedAt: now } });
}
