import type { Subscription } from '../../domain/quota/quota';
import { emptySubscription } from '../../domain/quota/quota-change';
import type { Transaction } from '../core/database';
import { parseSubscriptionOrNull, toSubscriptionRow } from '../rows/subscription';
import { expectDueWithin } from '../timers/expect-due';

/** Replaces `row`, which was read within the same transaction. */
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

/** The subscription of a user inside a transaction, with a function to write it back; `tick` then updates derived data. */
export async function openSubscription(
  transaction: Transaction,
  userId: string,
  now: Date,
): Promise<OpenSubscription> {
  const { data: row } = await transaction.collection('user_subscriptions').doc(userId).get();
  await expectDueWithin(transaction, now);
  return {
    standing: parseSubscriptionOrNull(row) ?? emptySubscription(userId),
    write: (changed) => writeSubscription(transaction, row, changed, now),
  };
}

export type OpenSubscription = {
  standing: Subscription;
  write: (changed: Subscription) => Promise<void>;
};

export async function copyLevel(
  transaction: Transaction,
  userId: string,
  vipLevel: number,
  now: Date,
): Promise<void> {
  const reference = transaction.collection('users').doc(userId);
  await reference.update({ data: { vipLevel, updatedAt: now } });
}
