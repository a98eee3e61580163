import type { UsersArea } from '../../data/users/area';
import type { Member } from '../../data/users/members';
import {
  avatarPath,
  mostAvatarBytes,
  requireOwnAvatar,
  unfitAvatar,
} from '../../domain/assets/avatar';
import type { Avatar } from '../../domain/assets/avatar';
import { requireStorage } from '../../domain/quota/storage';
import { isAppError } from '../../error';
import { describeError } from '../../domain/log';
import { isWholePicture } from '../../pictures/picture';
import { removeFormerAvatars } from './former-avatars';
import type { FormerAvatarNeeds } from './former-avatars';
import { countStored } from '../storage-count';
import { requireCleanText } from '../text-check';
import type { TextCheckNeeds } from '../text-check';

export type ProfileNeeds = KeepNeeds & ExamineNeeds;
type KeepNeeds = FormerAvatarNeeds & { users: Pick<UsersArea, 'changeProfile' | 'rename'> };
type ExamineNeeds = FormerAvatarNeeds &
  TextCheckNeeds & {
    caller: { userId: string };
    users: Pick<UsersArea, 'refuseAvatar'>;
  };

/** As it was asked for: the avatar as the id of a file that the phone has uploaded. */
export type WantedProfile = { nickname?: string | undefined; avatar?: string | undefined };
/** As it may stand. */
export type FitProfile = { nickname?: string | undefined; avatar?: Avatar | undefined };

/**
 * What others may see of a person: a clean name, and a picture of one's own. Keeps nothing; what is refused is removed, because
 * nobody would ever show it. `member` is null for who signs in for the first time, and has no
 * row yet that could note a refused file.
 */
export async function examineProfile(
  { nickname, avatar: fileId }: WantedProfile,
  member: Member | null,
  context: ExamineNeeds,
): Promise<FitProfile> {
  if (fileId !== undefined) requireOwnAvatar(fileId, context.caller.userId);
  try {
    if (nickname !== undefined) await requireCleanText(nickname, 'profile', context);
    if (fileId === undefined) return { nickname };
    return { nickname, avatar: await examineAvatar(fileId, member, context) };
  } catch (refusal) {
    const isOver = isAppError(refusal) && refusal.failure !== 'CHECK_UNAVAILABLE';
    if (isOver && member !== null && fileId !== undefined && fileId !== '') {
      await removeRefused(fileId, context);
    }
    throw refusal;
  }
}

/** Keeps what was examined. A new avatar is counted, and the one that it replaces removed and counted no longer. */
export async function keepProfile(
  { nickname, avatar }: FitProfile,
  member: Member,
  context: KeepNeeds,
): Promise<Member> {
  const { users, clock } = context;
  const { id } = member.user;
  if (avatar !== undefined) {
    const user = await users.changeProfile(id, { nickname, avatar }, clock.now());
    if (avatar.bytes > 0) await countStored(id, avatarPath(avatar.fileId), avatar.bytes, context);
    await removeFormerAvatars(user, context);
    return { ...member, user };
  }
  if (nickname === undefined) return member;
  await users.rename(id, nickname, clock.now());
  return { ...member, user: { ...member.user, nickname } };
}

/** The bytes say what they are; neither the name nor the phone is believed. */
async function examineAvatar(
  fileId: string,
  member: Member | null,
  { clock, files }: ExamineNeeds,
): Promise<Avatar> {
  if (fileId === '') return { fileId, bytes: 0 };
  // The same once more: what it replaced may still be there.
  if (fileId === member?.user.avatar) return { fileId, bytes: member.user.avatarBytes };
  let bytes: Buffer;
  try {
    bytes = await files.download(fileId);
  } catch (error) {
    throw unfitAvatar('图片没有收到，请重新选择', error);
  }
  if (bytes.length > mostAvatarBytes) throw unfitAvatar('图片不能超过 2 MB');
  if (!isWholePicture(bytes)) throw unfitAvatar('请选择 PNG、JPEG 或 WebP 图片');
  // Who is full may still take a smaller one.
  if (member !== null && bytes.length > member.user.avatarBytes) {
    requireStorage(member.facts, member.storage.usedBytes, clock.now());
  }
  return { fileId, bytes: bytes.length };
}

async function removeRefused(fileId: string, context: ExamineNeeds): Promise<void> {
  try {
    await removeFormerAvatars(
      await context.users.refuseAvatar(context.caller.userId, fileId),
      context,
    );
  } catch (error) {
    context.log.warn('refused avatar not noted', { cause: describeError(error) });
  }
}
