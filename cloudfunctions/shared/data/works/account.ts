import { charge, refund } from '../../domain/wallet/credits';
import type { Work } from '../../domain/work/work';
import { toCreditLogRow } from '../rows/credit-log';
import type { Command, Transaction } from '../core/database';
import { parseUserOrNull, requireUser } from '../rows/user';

/**
 * The only writes of works to their owner's row: credits, and `generateCount` with them. If a work is charged, the charge counts
 * it and the refund uncounts it; if it is free, it is counted when it completes.
 */

/** The remaining credits; null if nothing was charged. */
export async function chargeOwner(
  transaction: Transaction,
  works: readonly Work[],
  now: Date,
): Promise<number | null> {
  const [first] = works;
  if (first === undefined || works.every((work) => work.cost === 0)) return null;
  // The user's row comes first, so that a conflict shows before anything else is written.
  const reference = transaction.collection('users').doc(first.userId);
  const user = requireUser((await reference.get()).data);
  const changes = charge(user.credits, works);
  const credits = changes.at(-1)?.after ?? user.credits;
  const generateCount = user.generateCount + works.length;
  await reference.update({ data: { credits, generateCount, updatedAt: now } });
  for (const change of changes) {
    await transaction
      .collection('credit_logs')
      .add({ data: toCreditLogRow(change, first.openid, now) });
  }
  return credits;
}

/**
 * Runs `writeWork` with the refunded amount, between reading and changing the user's row. 0 if the user is gone: there is nobody
 * to refund, and the work must still end.
 */
export async function refundOwner(
  transaction: Transaction,
  work: Work,
  now: Date,
  writeWork: (refundedCredits: number) => Promise<void>,
): Promise<void> {
  const reference = transaction.collection('users').doc(work.userId);
  const user = parseUserOrNull((await reference.get()).data);
  if (user === null) return writeWork(0);
  const change = refund(user.credits, work);
  await writeWork(work.cost);
  await reference.update({
    data: {
      credits: change.after,
      generateCount: Math.max(0, user.generateCount - 1),
      updatedAt: now,
    },
  });
  await transaction
    .collection('credit_logs')
    .add({ data: toCreditLogRow(change, work.openid, now) });
}

/** Refunds a delivered work: it keeps its seat, and still counts. Does nothing if the user is gone. */
export async function giveBack(transaction: Transaction, work: Work, now: Date): Promise<void> {
  const reference = transaction.collection('users').doc(work.userId);
  const user = parseUserOrNull((await reference.get()).data);
  if (user === null) return;
  const change = refund(user.credits, work);
  await reference.update({ data: { credits: change.after, updatedAt: now } });
  await transaction
    .collection('credit_logs')
    .add({ data: toCreditLogRow(change, work.openid, now) });
}

/** For a completed work without a charge, with or without a transaction. Derived data: a missing user is ignored. */
export async function countCompleted(
  collections: Pick<Transaction, 'collection'>,
  { inc }: Pick<Command, 'inc'>,
  { userId, cost }: Work,
  now: Date,
): Promise<void> {
  if (cost > 0) return;
  await collections
    .collection('users')
    .doc(userId)
    .update({ data: { generateCount: inc(1), updatedAt: now } });
}
