import { maxPendingMs, unfitAvatar } from '../../domain/assets/avatar';
import type { Avatar } from '../../domain/assets/avatar';
import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { toLazyRow } from '../core/lazy-row';
import type { LazyRow } from '../core/lazy-row';
import { inTransaction } from '../core/transaction';
import { parseUser, requireUser } from '../rows/user';
import type { FormerAvatar, PendingAvatar, User } from '../rows/user';

/** Removed files that are remembered, so that a call still in flight does not show one again. */
const maxRemembered = 16;

type Change = Partial<
  Pick<
    User,
    'nickname' | 'avatar' | 'avatarBytes' | 'avatarSource' | 'pendingAvatar' | 'formerAvatars'
  >
>;

/**
 * The avatar of a user: an upload is copied (pending), then the copy is shown, and the upload and the copy before it become
 * former files, which are removed and never shown again.
 */
export function createAvatarRepository(database: Database, clock: Clock) {
  const users = () => database.collection('users');

  /** Answers the row as it stands then. Throws SIGN_IN_REQUIRED for a user without one. */
  function changeUser(userId: string, change: (user: User) => Change): Promise<User> {
    return inTransaction(database, clock, async (transaction) => {
      const reference = transaction.collection('users').doc(userId);
      const user = requireUser((await reference.get()).data);
      const changed = change(user);
      if (Object.keys(changed).length === 0) return user;
      const after = { ...user, ...changed };
      const hasAvatarsToRemove =
        after.pendingAvatar !== null || after.formerAvatars.some(({ isRemoved }) => !isRemoved);
      const { pendingAvatar, ...fields } = changed;
      const data = {
        ...{ ...fields, hasAvatarsToRemove, updatedAt: clock.now() },
        // As a whole: the fields of an object are set one by one, and null has none.
        ...(pendingAvatar !== undefined && { pendingAvatar: database.command.set(pendingAvatar) }),
      };
      await reference.update({ data });
      return after;
    });
  }

  return {
    /**
     * Notes a copy before it is written. Of two at once the later one stays. Changes nothing when its upload is the source of
     * the avatar already; throws INVALID_INPUT when the upload is to be removed.
     */
    beginAvatar(userId: string, pending: PendingAvatar): Promise<User> {
      return changeUser(userId, ({ avatarSource, pendingAvatar, formerAvatars }) => {
        // The second: the answer of our own commit was lost.
        if (avatarSource === pending.source || pendingAvatar?.fileId === pending.fileId) return {};
        if (isFormer(formerAvatars, pending.source)) {
          throw unfitAvatar('图片没有收到，请重新选择');
        }
        return {
          pendingAvatar: pending,
          formerAvatars: withFormer(formerAvatars, toFormer(pendingAvatar?.fileId ?? '', 0)),
        };
      });
    },

    /** Shows the pending copy, unless a later one has taken its place. The answer of a commit may have been lost. */
    showAvatar(userId: string, fileId: string, nickname: string | undefined): Promise<User> {
      return changeUser(userId, (user) => {
        const { avatar, avatarBytes, formerAvatars, pendingAvatar } = user;
        const name = nickname === undefined ? {} : { nickname };
        if (pendingAvatar?.fileId !== fileId) return name;
        const replaced = withFormer(formerAvatars, toFormer(avatar, avatarBytes));
        return {
          ...name,
          avatar: fileId,
          avatarBytes: pendingAvatar.bytes,
          avatarSource: pendingAvatar.source,
          pendingAvatar: null,
          formerAvatars: withFormer(replaced, toFormer(pendingAvatar.source, 0)),
        };
      });
    },

    /** Takes the avatar away. */
    clearAvatar(userId: string, nickname: string | undefined): Promise<User> {
      return changeUser(userId, ({ avatar, avatarBytes, formerAvatars, pendingAvatar }) => {
        const replaced = withFormer(formerAvatars, toFormer(avatar, avatarBytes));
        return {
          ...(nickname === undefined ? {} : { nickname }),
          ...{ avatar: '', avatarBytes: 0, avatarSource: '', pendingAvatar: null },
          formerAvatars: withFormer(replaced, toFormer(pendingAvatar?.fileId ?? '', 0)),
        };
      });
    },

    /** Makes a refused upload a former file, unless an earlier call has shown it. */
    refuseAvatar(userId: string, fileId: string): Promise<User> {
      return changeUser(userId, ({ avatar, avatarSource, formerAvatars }) =>
        [avatar, avatarSource].includes(fileId) || isFormer(formerAvatars, fileId)
          ? {}
          : { formerAvatars: withFormer(formerAvatars, toFormer(fileId, 0)) },
      );
    },

    /** Makes a copy that its call has left behind a former file. One that is noted for the future is as stale: its clock was wrong. */
    abandonPending(userId: string): Promise<User> {
      return changeUser(userId, ({ pendingAvatar, formerAvatars }) => {
        if (pendingAvatar === null) return {};
        const ageMs = Math.abs(clock.now().getTime() - pendingAvatar.since.getTime());
        if (ageMs <= maxPendingMs) return {};
        return {
          pendingAvatar: null,
          formerAvatars: withFormer(formerAvatars, toFormer(pendingAvatar.fileId, 0)),
        };
      });
    },

    /** The file is gone. */
    async noteRemoved(userId: string, { fileId, bytes }: Avatar): Promise<void> {
      await changeUser(userId, ({ formerAvatars }) => ({
        formerAvatars: withFormer(formerAvatars, { fileId, bytes, isRemoved: true }),
      }));
    },

    /** Users with former files that are still there, or a copy that is not shown yet. */
    async listWithAvatarsToRemove(limit: number): Promise<LazyRow<User>[]> {
      const { data } = await users().where({ hasAvatarsToRemove: true }).limit(limit).get();
      return data.map((row) => toLazyRow(row, parseUser));
    },
  };
}

function toFormer(fileId: string, bytes: number): FormerAvatar {
  return { fileId, bytes, isRemoved: false };
}

function isFormer(formerAvatars: readonly FormerAvatar[], fileId: string): boolean {
  return formerAvatars.some((former) => former.fileId === fileId);
}

/** All that are still to be removed, and the latest of the others. */
function withFormer(formerAvatars: readonly FormerAvatar[], change: FormerAvatar): FormerAvatar[] {
  if (change.fileId === '') return [...formerAvatars];
  const all = [...formerAvatars.filter(({ fileId }) => fileId !== change.fileId), change];
  const latest = new Set(all.slice(-maxRemembered));
  return all.filter((former) => !former.isRemoved || latest.has(former));
}
