import * as z from 'zod';
import { AppError } from '../error';
import type { Avatar } from '../domain/avatar';
import { welcome, welcomeCredits } from '../domain/credits';
import { inviteCodeOf } from '../domain/ids';
import type { UserType } from '../domain/tier';
import { creditLogRow } from './credit-logs';
import type { Database } from './database';
import { inTransaction } from './transaction';
import type { Pace } from './transaction';

export type User = {
  id: string;
  nickname: string;
  avatar: string;
  avatarBytes: number;
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

    /** Answers the avatar that stood there until now, so that of two changes at once each replaces another one. */
    async changeProfile(
      userId: string,
      { nickname, avatar }: { nickname?: string | undefined; avatar: Avatar },
      now: Date,
    ): Promise<Avatar> {
      let replaced = avatar;
      await inTransaction(database, pace, async (transaction) => {
        const reference = transaction.collection('users').doc(userId);
        const standing = requireUser((await reference.get()).data);
        // Ours stands already where the answer of an earlier try was lost; what it replaced is known from then.
        if (standing.avatar !== avatar.fileId) {
          replaced = { fileId: standing.avatar, bytes: standing.avatarBytes };
        }
        await reference.update({
          data: {
            ...(nickname === undefined ? {} : { nickname }),
            ...{ avatar: avatar.fileId, avatarBytes: avatar.bytes, updatedAt: now },
          },
        });
      });
      return replaced;
    },

    /** Derived data: `generateCount` of a tier that pays none follows its finished works. */
    async countGenerated(userId: string, works: number, now: Date): Promise<void> {
      await users()
        .doc(userId)
        .update({ data: { generateCount: database.command.inc(works), updatedAt: now } });
    },
  };
}
