import * as z from 'zod';
import { dueAfter } from '../../domain/time/due';
import type { Transaction } from '../core/database';

export const nextLookId = 'next';

const Due = z.object({ dueAt: z.date() });

/**
 * Makes `tick` look once the deadline has passed, if the transaction commits. Reads the single timer row, and writes it only if
 * `tick` would look later.
 */
export async function expectDueWithin(transaction: Transaction, deadline: Date): Promise<void> {
  const reference = transaction.collection('timers').doc(nextLookId);
  const standing = Due.safeParse((await reference.get()).data);
  const dueAt = dueAfter(deadline);
  // Without a readable row, the next tick looks at once.
  if (!standing.success || standing.data.dueAt <= dueAt) return;
  await reference.update({ data: { dueAt } });
}
