import { randomBytes } from 'node:crypto';
import type { Files } from '../../data/core/files';
import { fixedWaits, retry } from '../../data/core/retry';
import type { UsersArea } from '../../data/users/area';
import type { Member } from '../../data/users/members';
import type { User } from '../../data/rows/user';
import {
  avatarSide,
  copyPath,
  maxUploadBytes,
  siblingFileId,
  storagePath,
  unfitAvatar,
} from '../../domain/assets/avatar';
import type { Clock } from '../../domain/time/clock';
import { requireStorage } from '../../domain/quota/storage';
import { PictureError } from '../../pictures/picture-error';
import type { PictureProblem } from '../../pictures/picture-error';
import { uprightSquareJpeg } from '../../pictures/upright';
import { countStored } from '../storage-count';
import { removeFormerAvatars } from './former-avatars';
import type { FormerAvatarNeeds } from './former-avatars';

/** What the server made of an upload: the picture alone, as it is seen, without anything that the file held beside it. */
export type AvatarCopy = { source: string; jpeg: Buffer };

export type FetchNeeds = { clock: Clock; files: Pick<Files, 'downloadUpTo'> };
export type ShowNeeds = FormerAvatarNeeds & {
  files: Pick<Files, 'upload'>;
  users: Pick<UsersArea, 'beginAvatar' | 'showAvatar'>;
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

/** The bytes of an upload. Throws INVALID_INPUT when it is not there or too large; any other failure says nothing of it. */
export async function fetchUpload(
  fileId: string,
  { clock, files }: FetchNeeds,
): Promise<Buffer | 'tooLarge'> {
  const deadline = new Date(clock.now().getTime() + maxFetchMs);
  const fetched = await retry(clock, { ...storageWaits, deadline }, async (attempt) => {
    const upload = await files.downloadUpTo(fileId, maxUploadBytes);
    // An empty body is more often a lost answer than an empty file.
    if (isEmpty(upload) && attempt < storageWaits.attempts) throw new Error('The upload is empty.');
    return upload;
  });
  if (fetched === 'missing' || isEmpty(fetched)) throw unfitAvatar('图片没有收到，请重新选择');
  return fetched;
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

/** Stores the copy, then shows it; the upload and the avatar before it are removed. Of two at once the later one is shown. */
export async function showCopy(
  { source, jpeg }: AvatarCopy,
  nickname: string | undefined,
  user: User,
  needs: ShowNeeds,
): Promise<User> {
  const { clock, files, users } = needs;
  const path = copyPath(user.id, randomBytes(16).toString('hex'));
  const fileId = siblingFileId(source, path);
  const pending = { fileId, bytes: jpeg.length, source, since: clock.now() };
  // Recorded first: the sweeper finds a copy whose call died.
  const begun = await users.beginAvatar(user.id, pending);
  if (begun.pendingAvatar?.fileId !== fileId) return finishShown(begun, needs);
  await retry(clock, storageWaits, () => files.upload(path, jpeg));
  const shown = await users.showAvatar(user.id, fileId, nickname);
  // A later call that took its place may have removed it before it was written.
  if (shown.avatar !== fileId) await files.remove([fileId]);
  return finishShown(shown, needs);
}

/** What remains to be done once an avatar is shown. Idempotent: a call that died here is made up for by the next. */
export async function finishShown(user: User, needs: FormerAvatarNeeds): Promise<User> {
  const { id, avatar, avatarBytes } = user;
  if (avatarBytes > 0) await countStored(id, storagePath(avatar), avatarBytes, needs);
  await removeFormerAvatars(user, needs);
  return user;
}
