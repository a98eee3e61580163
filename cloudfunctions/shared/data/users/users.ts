import * as z from 'zod';
import { AppError } from '../../error';
import type { Avatar } from '../../domain/assets/avatar';
import { welcome, welcomeCredits } from '../../domain/wallet/credits';
import { inviteCodeOf } from '../../domain/ids';
import type { UserType } from '../../domain/quota/tier';
import { creditLogRow } from '../credits/credit-logs';
import type { Database } from '../core/database';
import { inTransaction } from '../core/transaction';
import type { Pace } from '../core/transaction';

/** A file that was shown, copied or refused; it is never shown again. */
export type FormerAvatar = Avatar & { isRemoved: boolean };
/** A copy of the upload `source` that is not shown yet. */
export type PendingAvatar = Avatar & { source: string; since: Date };

export type User = {
  id: string;
  nickname: string;
  avatar: string;
  avatarBytes: number;
  /** The upload of which the avatar is a copy; empty when there is none. */
  avatarSource: string;
  pendingAvatar: PendingAvatar | null;
  formerAvatars: FormerAvatar[];
  userType: UserType;
  vipLevel: number;
  credits: number;
  generateCount: number;
  inviteCode: string;
  createdAt: Date;
};

const UserRow = z.object({
  _id: z.string(),
  nickname: z.string().default(''),
  avatar: z.string().default(''),
  avatarBytes: z.number().int().catch(0),
  avatarSource: z.string().catch(''),
  pendingAvatar: z
    .object({
      ...{ fileId: z.string(), bytes: z.number().int() },
      ...{ source: z.string(), since: z.date() },
    })
    .nullable()
    .catch(null),
  formerAvatars: z
    .array(z.object({ fileId: z.string(), bytes: z.number().int(), isRemoved: z.boolean() }))
    .catch([]),
  userType: z.enum(['wechat', 'admin']).catch('wechat'),
  vipLevel: z.number().int().min(0).catch(0),
  credits: z.number().int(),
  generateCount: z.number().int().catch(0),
  inviteCode: z.string().default(''),
  createdAt: z.date(),
});

export function parseUser(row: unknown): User | null {
  if (row === null || row === undefined) return null;
  const { _id: id, ...user } = UserRow.parse(row);
  return { id, ...user };
}

/** For places that cannot go on without the row: whoever has none has never signed in. */
export function requireUser(row: unknown): User {
  const user = parseUser(row);
  if (user === null) throw new AppError('SIGN_IN_REQUIRED');
  return user;
}

export type UserRepository = ReturnType<typeof createUserRepository>;

export function createUserRepository(database: Database, pace: Pace) {
  const users = () => database.collection('users');

  return {
    async find(userId: string): Promise<User | null> {
      return parseUser((await users().doc(userId).get()).data);
    },

    /** Creates the user with the welcome credits unless the row stands already. */
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
        userType: 'wechat' as const,
        vipLevel: 0,
        credits: welcomeCredits,
        generateCount: 0,
        inviteCode: inviteCodeOf(userId),
        createdAt: now,
      };
      return inTransaction(database, pace, async (transaction) => {
        const reference = transaction.collection('users').doc(userId);
        const standing = parseUser((await reference.get()).data);
        if (standing !== null) return { user: standing, isNew: false };
        await reference.set({ data: { ...row, _openid: openid, updatedAt: now } });
        await transaction
          .collection('credit_logs')
          .add({ data: creditLogRow(welcome(userId), openid, now) });
        return { user: { id: userId, ...row }, isNew: true };
      });
    },

    async rename(userId: string, nickname: string, now: Date): Promise<void> {
      await users()
        .doc(userId)
        .update({ data: { nickname, updatedAt: now } });
    },

    /** Derived data: `generateCount` of a tier that pays none follows its finished works. */
    async countGenerated(userId: string, works: number, now: Date): Promise<void> {
      await users()
        .doc(userId)
        .update({ data: { generateCount: database.command.inc(works), updatedAt: now } });
    },
  };
}
