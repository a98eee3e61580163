import type { UsersArea } from '../../data/users/area';
import type { User } from '../../data/rows/user';
import type { Member } from '../../data/users/members';
import { maxUploadBytes, missingUpload, requireOwnUpload } from '../../domain/assets/avatar';
import { describeError } from '../../domain/log';
import { isAppError } from '../../error';
import { requireCleanText } from '../text-check';
import type { TextCheckNeeds } from '../text-check';
import { fetchUpload } from '../fetch-upload';
import type { FetchNeeds } from '../fetch-upload';
import { copyUpload, submitCopy } from './avatar';
import type { AvatarCopy, SubmitCopyNeeds } from './avatar';
import { finishShown } from './avatar-verdict';
import { removeFormerAvatars } from './former-avatars';
import type { FormerAvatarNeeds } from './former-avatars';

/** `avatar` is the id of a file that the phone has uploaded, or empty to show none. */
export type ProfileChange = { nickname?: string | undefined; avatar?: string | undefined };
/** A checked change that others may see. `known`: the named avatar is already shown or being checked. */
export type CheckedProfile = {
  nickname?: string | undefined;
  avatar?: AvatarCopy | 'known' | 'none';
};

export type ProfileNeeds = CheckNeeds & KeepNeeds;
type KeepNeeds = SubmitCopyNeeds & { users: Pick<UsersArea, 'clearAvatar' | 'rename'> };
type CheckNeeds = FetchNeeds &
  FormerAvatarNeeds &
  TextCheckNeeds & {
    caller: { userId: string };
    users: Pick<UsersArea, 'find' | 'refuseAvatar'>;
  };

/**
 * Checks what others will see of a user: a clean nickname, and a picture of the user's own. Stores nothing. `member` is null at
 * the first sign-in, when there is no row yet to record a refused file.
 */
export async function checkProfile(
  { nickname, avatar: fileId }: ProfileChange,
  member: Member | null,
  context: CheckNeeds,
): Promise<CheckedProfile> {
  const { caller, clock, users } = context;
  const check = async (avatar?: 'known' | 'none'): Promise<CheckedProfile> => {
    if (nickname !== undefined) await requireCleanText(nickname, 'profile', context);
    return avatar === undefined ? { nickname } : { nickname, avatar };
  };
  if (fileId === undefined) return check();
  if (fileId === '') return check('none');
  if (isKnown(fileId, member?.user)) return check('known');
  requireOwnUpload(fileId, caller.userId);
  const upload = await fetchUpload(fileId, maxUploadBytes, context);
  if (upload === 'missing') {
    // An identical concurrent request may have taken over the upload meanwhile.
    if (isKnown(fileId, await users.find(caller.userId))) return check('known');
    throw missingUpload();
  }
  try {
    if (nickname !== undefined) await requireCleanText(nickname, 'profile', context);
    return { nickname, avatar: copyUpload(fileId, upload, member, clock.now()) };
  } catch (error) {
    if (member !== null && isVerdict(error)) await removeRefused(fileId, context);
    throw error;
  }
}

/** True for a repeated request, for example after a lost answer. */
function isKnown(fileId: string, user: User | null | undefined): boolean {
  if (user === null || user === undefined) return false;
  const { avatar, avatarSource, pendingAvatar } = user;
  const isBeingChecked = pendingAvatar?.isSubmitted === true && pendingAvatar.source === fileId;
  return isBeingChecked || [avatar, avatarSource].includes(fileId);
}

/** An outage says nothing about the picture: only a verdict removes it. */
function isVerdict(error: unknown): boolean {
  return (
    isAppError(error) &&
    ['INVALID_INPUT', 'CONTENT_REFUSED', 'STORAGE_FULL'].includes(error.failure)
  );
}

/** Stores what was checked, and removes what it replaced. */
export async function keepProfile(
  { nickname, avatar }: CheckedProfile,
  member: Member,
  context: KeepNeeds,
): Promise<Member> {
  const { users, clock } = context;
  const { user } = member;
  if (avatar === 'none') {
    const cleared = await users.clearAvatar(user.id, nickname);
    await removeFormerAvatars(cleared, context);
    return { ...member, user: cleared };
  }
  if (avatar !== undefined && avatar !== 'known') {
    return { ...member, user: await submitCopy(avatar, nickname, user, context) };
  }
  // A known avatar may be newer than the row this call has read.
  const latest = avatar === 'known' ? ((await users.find(user.id)) ?? user) : user;
  if (avatar === 'known') await finishShown(latest, context);
  if (nickname === undefined) return { ...member, user: latest };
  await users.rename(user.id, nickname, clock.now());
  return { ...member, user: { ...latest, nickname } };
}

async function removeRefused(fileId: string, context: CheckNeeds): Promise<void> {
  try {
    const user = await context.users.refuseAvatar(context.caller.userId, fileId);
    await removeFormerAvatars(user, context);
  } catch (error) {
    context.log.warn('refused avatar not noted', { cause: describeError(error) });
  }
}
