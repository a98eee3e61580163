import type { Files } from '../../data/core/files';
import type { UsersArea } from '../../data/users/area';
import {
  maxUploadBytes,
  shownFileId,
  storagePath,
  userIdOfSubject,
} from '../../domain/assets/avatar';
import type { JudgedMedia } from '../moderation/verdict';
import type { MediaOutcome } from '../../domain/moderation/media-check';
import { isAppError } from '../../error';
import { countStored } from '../storage-count';
import { removeFormerAvatars } from './former-avatars';
import type { FormerAvatarNeeds } from './former-avatars';
import type { User } from '../../data/rows/user';

export type AvatarVerdictNeeds = FormerAvatarNeeds & {
  files: Pick<Files, 'downloadUpTo' | 'remove' | 'upload'>;
  users: Pick<UsersArea, 'find' | 'refuseCopy' | 'showAvatar'>;
};

/**
 * Shows an avatar that has passed, and removes one that has not; until then the previous avatar stays. Idempotent and safe to run
 * concurrently.
 */
export async function applyAvatarVerdict(
  media: JudgedMedia,
  outcome: MediaOutcome,
  needs: AvatarVerdictNeeds,
): Promise<void> {
  const { fileId } = media;
  const { files, users } = needs;
  const user = await users.find(userIdOfSubject(media));
  if (user === null) {
    // The account was deleted meanwhile.
    await files.remove([fileId, shownFileId(fileId)]);
    return;
  }
  if (outcome === 'pass') await show(fileId, user, needs);
  else await refuse(fileId, user, outcome, needs);
}

async function show(fileId: string, user: User, needs: AvatarVerdictNeeds): Promise<void> {
  const { files, users } = needs;
  const shownId = shownFileId(fileId);
  if (user.pendingAvatar?.fileId === fileId) {
    const jpeg = await files.downloadUpTo(fileId, maxUploadBytes);
    if (typeof jpeg === 'string') return refuse(fileId, user, 'expired', needs);
    await files.upload(storagePath(shownId), jpeg);
    try {
      user = await users.showAvatar(user.id, fileId, shownId);
    } catch (error) {
      if (!isAppError(error) || error.failure !== 'SIGN_IN_REQUIRED') throw error;
      // The account was deleted while its copy was written, and the deletion cannot have seen the file.
      await files.remove([fileId, shownId]);
      return;
    }
  }
  if (user.avatar === shownId) await finishShown(user, needs);
  // Another avatar has taken its place, perhaps after a call that wrote this one and died.
  else await files.remove([shownId]);
}

async function refuse(
  fileId: string,
  { id }: User,
  outcome: Exclude<MediaOutcome, 'pass'>,
  needs: AvatarVerdictNeeds,
): Promise<void> {
  const { clock, files, users } = needs;
  const shownId = shownFileId(fileId);
  const refusal = { outcome, at: clock.now() };
  const user = await users.refuseCopy(id, { fileId, shownId }, refusal);
  await removeFormerAvatars(user, needs);
  // A verdict after an earlier pass may race with a call that is about to show the avatar.
  if (user.avatar !== shownId) await files.remove([shownId]);
}

/** Does what remains once an avatar is shown. Idempotent: if a call dies here, the next one completes it. */
export async function finishShown(user: User, needs: FormerAvatarNeeds): Promise<User> {
  const { id, avatar, avatarBytes } = user;
  if (avatarBytes > 0) await countStored(id, storagePath(avatar), avatarBytes, needs);
  await removeFormerAvatars(user, needs);
  return user;
}
