import { AppError } from '../../error';
import { welcome, welcomeCredits } from '../../domain/wallet/credits';
import { inviteCodeOf } from '../../domain/ids';
import { toCreditLogRow } from '../rows/credit-log';
import { parseFormerUser } from '../rows/former-user';
import { parseUserOrNull } from '../rows/user';
import type { User } from '../rows/user';
import type { Database } from '../core/database';
import { isMissing } from '../core/rows';
import { inTransaction } from '../core/transaction';
import type { Clock } from '../../domain/time/clock';

export type UserRepository = ReturnType<typeof createUserRepository>;

export function createUserRepository(database: Database, clock: Clock) {
  const users = () => database.collection('users');

  return {
    async find(userId: string): Promise<User | null> {
      return parseUserOrNull((await users().doc(userId).get()).data);
    },

    /**
     * Creates the user unless the row exists. Grants the welcome credits, except to a person who has deleted an account before.
     * Throws ACCOUNT_LEAVING while that account is being removed.
     */
    async create(
      identity: { userId: string; openid: string },
      now: Date,
    ): Promise<{ user: User; isNew: boolean }> {
      const { userId, openid } = identity;
      const row = {
        openid,
        nickname: '微信用户',
        avatar: '',
        avatarBytes: 0,
        avatarSource: '',
        pendingAvatar: null,
        formerAvatars: [],
        avatarRefusal: null,
        userType: 'wechat' as const,
        vipLevel: 0,
        credits: welcomeCredits,
        owed: [],
        movedToday: null,
        generateCount: 0,
        inviteCode: inviteCodeOf(userId),
        createdAt: now,
      };
      return inTransaction(database, clock, async (transaction) => {
        const reference = transaction.collection('users').doc(userId);
        const existing = parseUserOrNull((await reference.get()).data);
        if (existing !== null) return { user: existing, isNew: false };
        const { data: left } = await transaction.collection('former_users').doc(userId).get();
        if (!isMissing(left)) {
          const { state, generateCount } = parseFormerUser(left);
          if (state === 'leaving') throw new AppError('ACCOUNT_LEAVING');
          const again = { ...row, credits: 0, generateCount };
          await reference.set({ data: { ...again, _openid: openid, updatedAt: now } });
          return { user: { id: userId, ...again }, isNew: true };
        }
        await reference.set({ data: { ...row, _openid: openid, updatedAt: now } });
        await transaction
          .collection('credit_logs')
          .add({ data: toCreditLogRow(welcome(userId), openid, now) });
        return { user: { id: userId, ...row }, isNew: true };
      });
    },

    async rename(userId: string, nickname: string, now: Date): Promise<void> {
      await users()
        .doc(userId)
        .update({ data: { nickname, updatedAt: now } });
    },
  };
}
