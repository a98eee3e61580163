import { maxPendingMs, missingUpload } from '../../domain/assets/avatar';
import type { Avatar } from '../../domain/assets/avatar';
import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { toLazyRow } from '../core/lazy-row';
import type { LazyRow } from '../core/lazy-row';
import { inTransaction } from '../core/transaction';
import { expectDueWithin } from '../timers/expect-due';
import type { Sign } from '../timers/sign';
import { parseUser, requireUser } from '../rows/user';
import type { AvatarRefusal, FormerAvatar, PendingAvatar, User } from '../rows/user';

/** Removed files that are remembered, so that a call still in flight does not show one again. */
const maxRemembered = 16;

type Change = Partial<
  Pick<
    User,
    | ('nickname' | 'avatar' | 'avatarBytes' | 'avatarSource')
    | ('pendingAvatar' | 'formerAvatars' | 'avatarRefusal')
  >
>;

/**
 * The avatar of a user: an upload is copied (pending), the copy is submitted for moderation, and shown once it has passed. The
 * upload and the previous avatar become former files, which are removed and never shown again.
 */
export function createAvatarRepository(database: Database, clock: Clock) {
  const users = () => database.collection('users');

  /** Returns the row after the change. Throws SIGN_IN_REQUIRED for a missing row. */
  function changeUser(userId: string, change: (user: User) => Change): Promise<User> {
    return inTransaction(database, clock, async (transaction) => {
      const reference = transaction.collection('users').doc(userId);
      const user = requireUser((await reference.get()).data);
      const changed = change(user);
      if (Object.keys(changed).length === 0) return user;
      const after = { ...user, ...changed };
      const hasAvatarsToRemove =
        after.pendingAvatar?.isSubmitted === false ||
        after.formerAvatars.some(({ isRemoved }) => !isRemoved);
      const { pendingAvatar, avatarRefusal, ...fields } = changed;
      // Set as a whole: an update sets an object field by field, and cannot replace it with null.
      const whole = (value: unknown) => database.command.set(value);
      const data = {
        ...{ ...fields, hasAvatarsToRemove, updatedAt: clock.now() },
        ...(pendingAvatar !== undefined && { pendingAvatar: whole(pendingAvatar) }),
        ...(avatarRefusal !== undefined && { avatarRefusal: whole(avatarRefusal) }),
      };
      if (hasAvatarsToRemove) {
        const since = after.pendingAvatar?.since ?? clock.now();
        await expectDueWithin(transaction, new Date(since.getTime() + maxPendingMs));
      }
      await reference.update({ data });
      return after;
    });
  }

  return {
    /**
     * Records a copy before it is written. Of two concurrent ones the later one wins. Changes nothing if its upload is the source
     * of the avatar, or of a copy that is being checked; throws INVALID_INPUT if the upload is to be removed.
     */
    beginAvatar(userId: string, pending: PendingAvatar): Promise<User> {
      return changeUser(userId, ({ avatarSource, pendingAvatar, formerAvatars }) => {
        const isKnown = avatarSource === pending.source || isBeingChecked(pendingAvatar, pending);
        // The second condition: the answer of our own commit was lost.
        if (isKnown || pendingAvatar?.fileId === pending.fileId) return {};
        if (isFormer(formerAvatars, pending.source)) {
          throw missingUpload();
        }
        const replaced = withFormer(formerAvatars, pendingAvatar?.fileId);
        const isSameUpload = pendingAvatar?.source === pending.source;
        return {
          pendingAvatar: pending,
          avatarRefusal: null,
          formerAvatars: isSameUpload ? replaced : withFormer(replaced, pendingAvatar?.source),
        };
      });
    },

    /** The moderation of the copy has begun, so its upload is no longer needed. */
    noteSubmitted(userId: string, fileId: string, nickname: string | undefined): Promise<User> {
      return changeUser(userId, ({ pendingAvatar, formerAvatars }) => {
        const name = nickname === undefined ? {} : { nickname };
        if (pendingAvatar?.fileId !== fileId) return name;
        return {
          ...name,
          pendingAvatar: { ...pendingAvatar, isSubmitted: true },
          formerAvatars: withFormer(formerAvatars, pendingAvatar.source),
        };
      });
    },

    /** Shows the pending copy under `shownId`, unless another one has taken its place. */
    showAvatar(userId: string, fileId: string, shownId: string): Promise<User> {
      return changeUser(userId, ({ avatar, avatarBytes, formerAvatars, pendingAvatar }) => {
        if (pendingAvatar?.fileId !== fileId) return {};
        const { bytes, source } = pendingAvatar;
        const former = withFormer(withFormer(formerAvatars, avatar, avatarBytes), source);
        return {
          ...{ avatar: shownId, avatarBytes: bytes, avatarSource: source, pendingAvatar: null },
          formerAvatars: withFormer(former, fileId),
        };
      });
    },

    /** Removes the avatar and any pending copy. */
    clearAvatar(userId: string, nickname: string | undefined): Promise<User> {
      return changeUser(userId, (user) => ({
        ...(nickname === undefined ? {} : { nickname }),
        ...withoutAvatar(user),
        ...withoutPending({ ...user, ...withoutAvatar(user) }),
        avatarRefusal: null,
      }));
    },

    /** The copy was refused: it is removed, whether pending or already shown. An earlier avatar stays. */
    refuseCopy(
      userId: string,
      copy: { fileId: string; shownId: string },
      refusal: AvatarRefusal,
    ): Promise<User> {
      return changeUser(userId, (user) => {
        if (user.pendingAvatar?.fileId === copy.fileId) {
          return { ...withoutPending(user), avatarRefusal: refusal };
        }
        if (user.avatar === copy.shownId) return { ...withoutAvatar(user), avatarRefusal: refusal };
        return {};
      });
    },

    /** Makes a refused upload a former file, unless an earlier call has shown or submitted it. */
    refuseAvatar(userId: string, fileId: string): Promise<User> {
      return changeUser(userId, ({ avatar, avatarSource, pendingAvatar, formerAvatars }) =>
        [avatar, avatarSource, pendingAvatar?.source].includes(fileId) ||
        isFormer(formerAvatars, fileId)
          ? {}
          : { formerAvatars: withFormer(formerAvatars, fileId) },
      );
    },

    /**
     * Makes a copy left behind by its call a former file. A copy dated in the future is stale, too: its clock was wrong. One that
     * is being checked waits for its verdict.
     */
    abandonPending(userId: string): Promise<User> {
      return changeUser(userId, ({ pendingAvatar, formerAvatars }) => {
        if (pendingAvatar === null || pendingAvatar.isSubmitted) return {};
        const ageMs = Math.abs(clock.now().getTime() - pendingAvatar.since.getTime());
        if (ageMs <= maxPendingMs) return {};
        return {
          pendingAvatar: null,
          formerAvatars: withFormer(formerAvatars, pendingAvatar.fileId),
        };
      });
    },

    /** The file was removed. */
    async noteRemoved(userId: string, { fileId, bytes }: Avatar): Promise<void> {
      await changeUser(userId, ({ formerAvatars }) => ({
        formerAvatars: remembered([
          ...formerAvatars.filter((former) => former.fileId !== fileId),
          { fileId, bytes, isRemoved: true },
        ]),
      }));
    },

    avatarSign(): Sign {
      return { collection: 'users', where: { hasAvatarsToRemove: true } };
    },

    /** Users with former files that still exist, or a copy that is not submitted yet. */
    async listWithAvatarsToRemove(limit: number): Promise<LazyRow<User>[]> {
      const { data } = await users().where({ hasAvatarsToRemove: true }).limit(limit).get();
      return data.map((row) => toLazyRow(row, parseUser));
    },
  };
}

function isBeingChecked(standing: PendingAvatar | null, { source }: PendingAvatar): boolean {
  return standing?.isSubmitted === true && standing.source === source;
}

function withoutAvatar({ avatar, avatarBytes, formerAvatars }: User): Change {
  return {
    ...{ avatar: '', avatarBytes: 0, avatarSource: '' },
    formerAvatars: withFormer(formerAvatars, avatar, avatarBytes),
  };
}

function withoutPending({ pendingAvatar, formerAvatars }: User): Change {
  const { fileId, source } = pendingAvatar ?? {};
  return {
    pendingAvatar: null,
    formerAvatars: withFormer(withFormer(formerAvatars, fileId), source),
  };
}

function isFormer(formerAvatars: readonly FormerAvatar[], fileId: string): boolean {
  return formerAvatars.some((former) => former.fileId === fileId);
}

/** Adds one more file to remove, unless it is already listed. */
function withFormer(
  formerAvatars: readonly FormerAvatar[],
  fileId = '',
  bytes = 0,
): FormerAvatar[] {
  if (fileId === '' || isFormer(formerAvatars, fileId)) return [...formerAvatars];
  return remembered([...formerAvatars, { fileId, bytes, isRemoved: false }]);
}

/** All files still to be removed, and the latest of the others. */
function remembered(all: FormerAvatar[]): FormerAvatar[] {
  const latest = new Set(all.slice(-maxRemembered));
  return all.filter((former) => !former.isRemoved || latest.has(former));
}
