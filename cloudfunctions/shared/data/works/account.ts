import { charge, refund } from '../../domain/wallet/credits';
import type { Work } from '../../domain/work/work';
import { toCreditLogRow } from '../rows/credit-log';
import type { Command, Transaction } from '../core/database';
import { parseUserOrNull, requireUser } from '../rows/user';

/**
 * What works do to their owner's row, and nothing else writes: credits, and `generateCount` beside them. Where a work is
 * charged, the charge counts it and the refund takes it back; where it costs nothing, it is counted when it is completed.
 */

/** The credits that are left; null when nothing was to be charged. */
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
 * Runs `writeWork` with the refund, between the read of the user's row and its change. 0 when the user is gone: there
 * is nothing to refund to, and the work must still end.
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

/** Gives back what a delivered work cost: it keeps its seat, and counts. Nothing where the user is gone. */
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

/** For a completed work without a charge, inside a transaction or not. Derived data: a missing user is no obstacle. */
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
