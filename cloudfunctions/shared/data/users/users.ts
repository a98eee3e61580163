import * as z from 'zod';
import { AppError } from '../../error';
import { unfitAvatar } from '../../domain/assets/avatar';
import type { Avatar } from '../../domain/assets/avatar';
import { welcome, welcomeCredits } from '../../domain/wallet/credits';
import { inviteCodeOf } from '../../domain/ids';
import type { UserType } from '../../domain/quota/tier';
import { creditLogRow } from '../credits/credit-logs';
import type { Database } from '../core/database';
import { inTransaction } from '../core/transaction';
import type { Pace } from '../core/transaction';
import { unread } from '../core/lazy-row';
import type { Unread } from '../core/lazy-row';

export type User = {
  id: string;
  nickname: string;
  avatar: string;
  avatarBytes: number;
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

/** A file that was shown, or refused; it is never shown again. */
export type FormerAvatar = Avatar & { isRemoved: boolean };

const rememberedAvatars = 16;

type Row = User & { hasAvatarsToRemove: boolean; updatedAt: Date };

/** Those still to be removed, and the latest of the others. The flag is what an index finds. */
function withFormer(standing: readonly FormerAvatar[], change: FormerAvatar) {
  const others = standing.filter(({ fileId }) => fileId !== change.fileId);
  const all = [...others, change];
  const latest = new Set(all.slice(-rememberedAvatars));
  const formerAvatars = all.filter((former) => !former.isRemoved || latest.has(former));
  return { formerAvatars, hasAvatarsToRemove: all.some(({ isRemoved }) => !isRemoved) };
}

export type UserRepository = ReturnType<typeof createUserRepository>;

export function createUserRepository(database: Database, pace: Pace) {
  const users = () => database.collection('users');

  /** Answers the row as it stands then. Throws SIGN_IN_REQUIRED for who has none. */
  function changeUser(userId: string, change: (standing: User) => Partial<Row>): Promise<User> {
    return inTransaction(database, pace, async (transaction) => {
      const reference = transaction.collection('users').doc(userId);
      const standing = requireUser((await reference.get()).data);
      const data = change(standing);
      if (Object.keys(data).length > 0) await reference.update({ data });
      const { hasAvatarsToRemove: _, updatedAt: __, ...changed } = data;
      return { ...standing, ...changed };
    });
  }

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

    /**
     * Answers the row as it stands then, with the avatar that was replaced among the former ones. None of these is ever shown
     * again, so that whoever removes one takes it from nobody; throws INVALID_INPUT.
     */
    changeProfile(
      userId: string,
      { nickname, avatar }: { nickname?: string | undefined; avatar: Avatar },
      now: Date,
    ): Promise<User> {
      return changeUser(userId, (standing) => {
        const { avatar: fileId, avatarBytes: bytes, formerAvatars } = standing;
        if (formerAvatars.some((former) => former.fileId === avatar.fileId)) {
          throw unfitAvatar('图片没有收到，请重新选择');
        }
        const isReplaced = fileId !== '' && fileId !== avatar.fileId;
        return {
          ...(nickname === undefined ? {} : { nickname }),
          ...{ avatar: avatar.fileId, avatarBytes: avatar.bytes, updatedAt: now },
          ...(isReplaced && withFormer(formerAvatars, { fileId, bytes, isRemoved: false })),
        };
      });
    },

    /** Makes a refused file a former one, unless it is shown: an earlier call may have kept it. */
    refuseAvatar(userId: string, fileId: string): Promise<User> {
      return changeUser(userId, ({ avatar, formerAvatars }) =>
        avatar === fileId || formerAvatars.some((former) => former.fileId === fileId)
          ? {}
          : withFormer(formerAvatars, { fileId, bytes: 0, isRemoved: false }),
      );
    },

    /** The file is gone. It is remembered for a while: a call that is under way must not show it. */
    async noteRemoved(userId: string, { fileId, bytes }: Avatar): Promise<void> {
      await changeUser(userId, ({ formerAvatars }) =>
        withFormer(formerAvatars, { fileId, bytes, isRemoved: true }),
      );
    },

    /** Users whose former avatars are still there. */
    async listWithAvatarsToRemove(limit: number): Promise<Unread<User>[]> {
      const { data } = await users().where({ hasAvatarsToRemove: true }).limit(limit).get();
      return data.map((row) => unread(row, requireUser));
    },

    /** Derived data: `generateCount` of a tier that pays none follows its finished works. */
    async countGenerated(userId: string, works: number, now: Date): Promise<void> {
      await users()
        .doc(userId)
        .update({ data: { generateCount: database.command.inc(works), updatedAt: now } });
    },
  };
}
