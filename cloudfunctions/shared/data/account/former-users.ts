import { shownFileId } from '../../domain/assets/avatar';
import type { Clock } from '../../domain/time/clock';
import { lapse } from '../../domain/wallet/credits';
import { AppError } from '../../error';
import type { Database } from '../core/database';
import { toLazyRow } from '../core/lazy-row';
import type { LazyRow } from '../core/lazy-row';
import { isMissing } from '../core/rows';
import { expectDueWithin } from '../timers/expect-due';
import type { Sign } from '../timers/sign';
import { inTransaction } from '../core/transaction';
import { toCreditLogRow } from '../rows/credit-log';
import { parseFormerUser } from '../rows/former-user';
import type { FormerUser } from '../rows/former-user';
import { parseUserOrNull } from '../rows/user';
import type { User } from '../rows/user';

export type Departure = Pick<FormerUser, 'userId' | 'openid' | 'reason' | 'requestId'>;

export type FormerUserRepository = ReturnType<typeof createFormerUserRepository>;

export function createFormerUserRepository(database: Database, clock: Clock) {
  const formers = () => database.collection('former_users');

  return {
    /**
     * Deletes the account: from this transaction on it cannot start anything. Its credits lapse in a ledger entry of their own.
     * `requireIdle` throws while anything of the account is in flight; it runs after the user's row was read, so that a charge
     * made in between conflicts with this transaction. Idempotent by `requestId`: a repetition after the person has signed in
     * anew deletes nothing. Throws SIGN_IN_REQUIRED if there never was an account.
     */
    async leave(
      { userId, openid, reason, requestId }: Departure,
      requireIdle: () => Promise<void>,
      now: Date,
    ): Promise<FormerUser> {
      return inTransaction(database, clock, async (transaction) => {
        const formerReference = transaction.collection('former_users').doc(userId);
        const userReference = transaction.collection('users').doc(userId);
        const { data } = await formerReference.get();
        const former = isMissing(data) ? null : parseFormerUser(data);
        const user = parseUserOrNull((await userReference.get()).data);
        if (former !== null && (user === null || former.requestId === requestId)) return former;
        if (user === null) throw new AppError('SIGN_IN_REQUIRED');
        await requireIdle();
        const { generateCount, credits } = user;
        const times = (former?.times ?? 0) + 1;
        const left: FormerUser = {
          ...{ userId, openid, reason, requestId, times, generateCount },
          ...{ state: 'leaving', files: filesOf(user), deletedAt: now, leftAt: null },
        };
        const { userId: _, ...row } = left;
        await expectDueWithin(transaction, now);
        await formerReference.set({ data: row });
        const lapsed = lapse(userId, times, credits);
        if (lapsed !== null) {
          await transaction
            .collection('credit_logs')
            .add({ data: toCreditLogRow(lapsed, openid, now) });
        }
        await userReference.remove();
        return left;
      });
    },

    async find(userId: string): Promise<FormerUser | null> {
      const { data } = await formers().doc(userId).get();
      return isMissing(data) ? null : parseFormerUser(data);
    },

    /** Nothing of the account is left except what must be kept. */
    async markLeft({ userId, times }: FormerUser, now: Date): Promise<void> {
      await formers()
        .where({ _id: userId, times, state: 'leaving' })
        .update({ data: { state: 'left', files: [], leftAt: now } });
    },

    sign(): Sign {
      return { collection: 'former_users', where: { state: 'leaving' } };
    },

    async listLeaving(limit: number): Promise<LazyRow<FormerUser>[]> {
      const { data } = await formers()
        .where({ state: 'leaving' })
        .orderBy('deletedAt', 'asc')
        .limit(limit)
        .get();
      return data.map((row) => toLazyRow(row, parseFormerUser));
    },
  };
}

/** All profile files that may still exist. */
function filesOf({ avatar, avatarSource, pendingAvatar, formerAvatars }: User): string[] {
  const pending = pendingAvatar ? [pendingAvatar.fileId, pendingAvatar.source] : [];
  const shown = pendingAvatar ? [shownFileId(pendingAvatar.fileId)] : [];
  const former = formerAvatars.filter(({ isRemoved }) => !isRemoved).map(({ fileId }) => fileId);
  return [...new Set([avatar, avatarSource, ...pending, ...shown, ...former])].filter(
    (fileId) => fileId !== '',
  );
}
