import { randomBytes } from 'node:crypto';
import { retry } from '../../data/core/retry';
import type { UsersArea } from '../../data/users/area';
import type { Member } from '../../data/users/members';
import type { User } from '../../data/rows/user';
import {
  avatarSide,
  avatarSubject,
  pendingPath,
  siblingFileId,
  unfitAvatar,
} from '../../domain/assets/avatar';
import { requireStorage } from '../../domain/quota/storage';
import { PictureError } from '../../pictures/picture-error';
import { uprightSquareJpeg } from '../../pictures/upright';
import { isSettled } from '../../domain/moderation/media-check';
import { pictureSentences, storageWaits } from '../fetch-upload';
import { submitMediaCheck } from '../moderation/submit';
import type { SubmitNeeds } from '../moderation/submit';
import { applyAvatarVerdict, finishShown } from './avatar-verdict';
import type { AvatarVerdictNeeds } from './avatar-verdict';
import { removeFormerAvatars } from './former-avatars';

/** What the server made of an upload: only the upright picture, without metadata. */
export type AvatarCopy = { source: string; jpeg: Buffer };

export type SubmitCopyNeeds = AvatarVerdictNeeds &
  SubmitNeeds & {
    caller: { openid: string };
    users: Pick<UsersArea, 'beginAvatar' | 'noteSubmitted'>;
  };

/** Throws INVALID_INPUT if the upload is no picture, STORAGE_FULL if there is no room for it. */
export function copyUpload(
  source: string,
  upload: Buffer | 'tooLarge',
  member: Member | null,
  now: Date,
): AvatarCopy {
  if (upload === 'tooLarge') throw unfitAvatar('图片不能超过 2 MB');
  const jpeg = toSquareJpeg(upload);
  // Users at their quota may switch to a smaller avatar.
  if (member !== null && jpeg.length > member.user.avatarBytes) {
    requireStorage(member.facts, member.storage.usedBytes, now);
  }
  return { source, jpeg };
}

function toSquareJpeg(upload: Buffer): Buffer {
  try {
    return uprightSquareJpeg(upload, avatarSide).jpeg;
  } catch (error) {
    if (error instanceof PictureError) throw unfitAvatar(pictureSentences[error.problem], error);
    throw error;
  }
}

/**
 * Stores the copy where clients cannot read it and submits it to moderation; it is shown once it has passed, and until then the
 * previous avatar stays. Of two concurrent uploads the later one wins.
 */
export async function submitCopy(
  { source, jpeg }: AvatarCopy,
  nickname: string | undefined,
  user: User,
  needs: SubmitCopyNeeds,
): Promise<User> {
  const { caller, clock, files, users } = needs;
  const path = pendingPath(user.id, randomBytes(16).toString('hex'));
  const fileId = siblingFileId(source, path);
  const pending = { fileId, bytes: jpeg.length, source, since: clock.now(), isSubmitted: false };
  // Recorded first, so that the sweeper finds the copy if this call dies.
  const begun = await users.beginAvatar(user.id, pending);
  if (begun.pendingAvatar?.fileId !== fileId) return finishShown(begun, needs);
  await retry(clock, storageWaits, () => files.upload(path, jpeg));
  const subject = avatarSubject(user.id, fileId);
  const { state } = await submitMediaCheck(needs, { subject, fileId, openid: caller.openid });
  const noted = await users.noteSubmitted(user.id, fileId, nickname);
  // A later call that took its place may have removed it before it was written.
  if (noted.pendingAvatar?.fileId !== fileId) await files.remove([fileId]);
  await removeFormerAvatars(noted, needs);
  if (!isSettled(state)) return noted;
  // The push of WeChat arrived before the answer of our call.
  await applyAvatarVerdict({ ...subject, fileId, openid: caller.openid }, state, needs);
  return (await users.find(user.id)) ?? noted;
}
