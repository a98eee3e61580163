import type { MovedToday } from '../../domain/wallet/approval';
import type { CreditChange, OwedCredits } from '../../domain/wallet/credits';
import { withRepayment } from '../../domain/wallet/credits';
import type { Command, Transaction } from '../core/database';
import { toCreditLogRow } from '../rows/credit-log';
import type { User } from '../rows/user';

type Change = Omit<CreditChange, 'before' | 'after'>;
/** `others`: further changes to the user's row. `owed`: added by a forced refund. */
type Options = { others?: DailyTotalsChange; owed?: OwedCredits };
/** What single admins have moved for the account today. */
export type DailyTotalsChange = { movedToday?: MovedToday };

/**
 * Moves credits of a user whose row was read in the same transaction: balance, ledger and the overview that open pages watch. A
 * gain first repays owed credits, in a ledger entry of its own. `isShown` false: the user has no overview yet; it must be built
 * after the commit.
 */
export async function moveCredits(
  transaction: Transaction,
  { inc, set }: Pick<Command, 'inc' | 'set'>,
  { user, openid }: { user: User; openid: string },
  change: Change,
  now: Date,
  { others = {}, owed: added }: Options = {},
): Promise<{ after: number; isShown: boolean }> {
  const gained: CreditChange = {
    ...change,
    before: user.credits,
    after: user.credits + change.amount,
  };
  if (gained.after < 0) throw new Error('A balance would become negative.');
  const { changes, repaid, owed } = withRepayment(gained, user.owed);
  const after = changes.at(-1)?.after ?? user.credits;
  const owedNow = added === undefined || added.credits === 0 ? owed : [...owed, added];
  const counted = toCountedFields({ set }, others);
  const data = { credits: after, owed: owedNow, ...counted, updatedAt: now };
  // Sequential: the cloud rejects concurrent calls in one transaction.
  await transaction.collection('users').doc(user.id).update({ data });
  const overview = transaction.collection('quota_overviews').doc(user.id);
  const shown = await overview.update({ data: { credits: after } });
  await transaction
    .collection('credit_logs')
    .add({ data: changes.map((one) => toCreditLogRow(one, openid, now)) });
  for (const { orderId, credits } of repaid) {
    const repay = { shortfallCredits: inc(-credits), updatedAt: now };
    await transaction.collection('orders').doc(orderId).update({ data: repay });
  }
  return { after, isShown: shown.stats.updated > 0 };
}

/** For an update: an object would be merged into the existing value, and there may be none. */
export function toCountedFields(
  { set }: Pick<Command, 'set'>,
  { movedToday }: DailyTotalsChange,
): object {
  return movedToday === undefined ? {} : { movedToday: set(movedToday) };
}
