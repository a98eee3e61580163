import { unfitAvatar } from '../../domain/assets/avatar';
import type { Avatar } from '../../domain/assets/avatar';
import { welcome, welcomeCredits } from '../../domain/wallet/credits';
import { inviteCodeOf } from '../../domain/ids';
import { toCreditLogRow } from '../rows/credit-log';
import { parseUser, parseUserOrNull, requireUser } from '../rows/user';
import type { FormerAvatar, User } from '../rows/user';
import type { Database } from '../core/database';
import { inTransaction } from '../core/transaction';
import type { Clock } from '../../domain/time/clock';
import { toLazyRow } from '../core/lazy-row';
import type { LazyRow } from '../core/lazy-row';

const maxFormerAvatars = 16;

type Row = User & { hasAvatarsToRemove: boolean; updatedAt: Date };

/** Those still to be removed, and the latest of the others. The flag is what an index finds. */
function withFormer(standing: readonly FormerAvatar[], change: FormerAvatar) {
  const others = standing.filter(({ fileId }) => fileId !== change.fileId);
  const all = [...others, change];
  const latest = new Set(all.slice(-maxFormerAvatars));
  const formerAvatars = all.filter((former) => !former.isRemoved || latest.has(former));
  return { formerAvatars, hasAvatarsToRemove: all.some(({ isRemoved }) => !isRemoved) };
}

export type UserRepository = ReturnType<typeof createUserRepository>;

export function createUserRepository(database: Database, clock: Clock) {
  const users = () => database.collection('users');

  /** Answers the changed row. Throws SIGN_IN_REQUIRED for a user without a row. */
  function changeUser(userId: string, change: (standing: User) => Partial<Row>): Promise<User> {
    return inTransaction(database, clock, async (transaction) => {
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
      return parseUserOrNull((await users().doc(userId).get()).data);
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
      return inTransaction(database, clock, async (transaction) => {
        const reference = transaction.collection('users').doc(userId);
        const standing = parseUserOrNull((await reference.get()).data);
        if (standing !== null) return { user: standing, isNew: false };
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

    /**
     * Answers the changed row, with the replaced avatar among the former ones. A former avatar is never shown again, so
     * removing its file is safe; setting one throws INVALID_INPUT.
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

    /** The file is gone. It is remembered for a while, because a call in flight must not show it. */
    async noteRemoved(userId: string, { fileId, bytes }: Avatar): Promise<void> {
      await changeUser(userId, ({ formerAvatars }) =>
        withFormer(formerAvatars, { fileId, bytes, isRemoved: true }),
      );
    },

    /** Users whose former avatars are still there. */
    async listWithAvatarsToRemove(limit: number): Promise<LazyRow<User>[]> {
      const { data } = await users().where({ hasAvatarsToRemove: true }).limit(limit).get();
      return data.map((row) => toLazyRow(row, parseUser));
    },
  };
}
