import type { Context } from './context';
import type { Member } from './data/members';
import { avatarPath, mostAvatarBytes, requireOwnAvatar, unfitAvatar } from './domain/avatar';
import type { Avatar } from './domain/avatar';
import { requireStorage } from './domain/storage';
import { describeError } from './log';
import { isWholePicture } from './pictures/picture';
import { countRemoved, countStored } from './storage-count';
import { requireCleanText } from './text-check';

/** As it was asked for: the avatar as the id of a file that the phone has uploaded. */
export type WantedProfile = { nickname?: string | undefined; avatar?: string | undefined };
/** As it may stand. */
export type FitProfile = { nickname?: string | undefined; avatar?: Avatar | undefined };

/**
 * What others may see of a person: a clean name, and a picture of one's own. Changes no row. `member` is null for who signs
 * in for the first time.
 */
export async function examineProfile(
  { nickname, avatar: fileId }: WantedProfile,
  member: Member | null,
  context: Context,
): Promise<FitProfile> {
  if (fileId !== undefined) requireOwnAvatar(fileId, context.caller.userId);
  if (nickname !== undefined) await requireCleanText(nickname, 'profile', context);
  if (fileId === undefined || fileId === member?.user.avatar) return { nickname };
  if (fileId === '') return { nickname, avatar: { fileId, bytes: 0 } };
  return { nickname, avatar: await examineAvatar(fileId, member, context) };
}

/** Keeps what was examined. A new avatar is counted, and the one that it replaces removed and counted no longer. */
export async function keepProfile(
  { nickname, avatar }: FitProfile,
  member: Member,
  context: Context,
): Promise<Member> {
  const { users, clock } = context;
  const { id, nickname: standing } = member.user;
  const user = { ...member.user, nickname: nickname ?? standing };
  if (avatar !== undefined) {
    const replaced = await users.changeProfile(id, { nickname, avatar }, clock.now());
    if (replaced.fileId !== avatar.fileId) await countChange(id, replaced, avatar, context);
    return { ...member, user: { ...user, avatar: avatar.fileId, avatarBytes: avatar.bytes } };
  }
  if (nickname !== undefined) await users.rename(id, nickname, clock.now());
  return { ...member, user };
}

async function countChange(
  userId: string,
  from: Avatar,
  to: Avatar,
  context: Context,
): Promise<void> {
  if (to.fileId !== '') await countStored(userId, avatarPath(to.fileId), to.bytes, context);
  if (from.fileId === '') return;
  await removeFile(from.fileId, context);
  // One that was kept before avatars were counted has no size.
  if (from.bytes > 0) await countRemoved(userId, avatarPath(from.fileId), from.bytes, context);
}

/**
 * The bytes say what they are; neither the name nor the phone is believed. Removes what no call could ever keep, and
 * nothing else: the same file may just be kept by another call, whose answer was lost.
 */
async function examineAvatar(
  fileId: string,
  member: Member | null,
  context: Context,
): Promise<Avatar> {
  const { clock, files } = context;
  let bytes: Buffer;
  try {
    bytes = await files.download(fileId);
  } catch (error) {
    throw unfitAvatar('图片没有收到，请重试或重新选择', error);
  }
  const problem = problemOf(bytes);
  if (problem !== null) {
    await removeFile(fileId, context);
    throw unfitAvatar(problem);
  }
  // Who is full may still take a smaller one.
  if (member !== null && bytes.length > member.user.avatarBytes) {
    requireStorage(member.facts, member.storage.usedBytes, clock.now());
  }
  return { fileId, bytes: bytes.length };
}

function problemOf(bytes: Buffer): string | null {
  if (bytes.length > mostAvatarBytes) return '图片不能超过 2 MB';
  return isWholePicture(bytes) ? null : '请选择 PNG、JPEG 或 WebP 图片';
}

async function removeFile(fileId: string, { files, log }: Context): Promise<void> {
  try {
    await files.remove([fileId]);
  } catch (error) {
    log.warn('avatar not removed', { cause: describeError(error) });
  }
}
