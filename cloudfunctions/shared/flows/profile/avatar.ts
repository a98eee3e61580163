import { randomBytes } from 'node:crypto';
import type { Files } from '../../data/core/files';
import { fixedWaits, retry } from '../../data/core/retry';
import type { UsersArea } from '../../data/users/area';
import type { Member } from '../../data/users/members';
import type { User } from '../../data/rows/user';
import {
  avatarSide,
  avatarSubject,
  maxUploadBytes,
  pendingPath,
  siblingFileId,
  unfitAvatar,
} from '../../domain/assets/avatar';
import type { Clock } from '../../domain/time/clock';
import { requireStorage } from '../../domain/quota/storage';
import { PictureError } from '../../pictures/picture-error';
import type { PictureProblem } from '../../pictures/picture-error';
import { uprightSquareJpeg } from '../../pictures/upright';
import { isSettled } from '../../domain/moderation/media-check';
import { submitMediaCheck } from '../moderation/submit';
import type { SubmitNeeds } from '../moderation/submit';
import { applyAvatarVerdict, finishShown } from './avatar-verdict';
import type { AvatarVerdictNeeds } from './avatar-verdict';
import { removeFormerAvatars } from './former-avatars';

/** What the server made of an upload: the picture alone, as it is seen, without anything that the file held beside it. */
export type AvatarCopy = { source: string; jpeg: Buffer };

export type FetchNeeds = { clock: Clock; files: Pick<Files, 'downloadUpTo'> };
export type SubmitCopyNeeds = AvatarVerdictNeeds &
  SubmitNeeds & {
    caller: { openid: string };
    users: Pick<UsersArea, 'beginAvatar' | 'noteSubmitted'>;
  };

const maxFetchMs = 5_000;
const storageWaits = fixedWaits(200, 600);

const sentences: Record<PictureProblem, string> = {
  notPicture: '请选择 PNG、JPEG 或 WebP 图片',
  animated: '请选择不会动的图片',
  tooLarge: '图片尺寸太大，请换一张小一点的',
  damaged: '图片打不开，请换一张',
  noPixels: '图片打不开，请换一张',
  unsupported: '图片打不开，请换一张',
};

/** The bytes of an upload. Any failure but `missing` and `tooLarge` says nothing about the picture. */
export async function fetchUpload(
  fileId: string,
  { clock, files }: FetchNeeds,
): Promise<Buffer | 'missing' | 'tooLarge'> {
  const deadline = new Date(clock.now().getTime() + maxFetchMs);
  let emptyAnswers = 0;
  const fetched = await retry(clock, { ...storageWaits, deadline }, async () => {
    const upload = await files.downloadUpTo(fileId, maxUploadBytes);
    if (!isEmpty(upload)) return upload;
    // An empty body is more often a lost answer than an empty file, unless every attempt has found the same.
    emptyAnswers += 1;
    if (emptyAnswers < storageWaits.attempts) throw new Error('The upload is empty.');
    return upload;
  });
  return isEmpty(fetched) ? 'missing' : fetched;
}

function isEmpty(upload: Buffer | 'missing' | 'tooLarge'): boolean {
  return Buffer.isBuffer(upload) && upload.length === 0;
}

/** Throws INVALID_INPUT for what is no picture, STORAGE_FULL when it may not be kept. */
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
    if (error instanceof PictureError) throw unfitAvatar(sentences[error.problem], error);
    throw error;
  }
}

/**
 * Stores the copy where no phone reads and has it moderated; it is shown once it has passed, and until then the avatar before it.
 * Of two at once the later one stays.
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
  // Recorded first: the sweeper finds a copy whose call died.
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
  // The push came before the answer of its call.
  await applyAvatarVerdict({ ...subject, fileId, openid: caller.openid }, state, needs);
  return (await users.find(user.id)) ?? noted;
}
