import type { Context } from './context';
import type { Profile } from './data/users';
import { requireOwnAvatar } from './domain/avatar';
import { requireCleanText } from './text-check';

/** What others may see of a person: a clean name, and a picture of one's own. */
export async function requireFitProfile(profile: Profile, context: Context): Promise<void> {
  const { nickname, avatar } = profile;
  if (avatar !== undefined) requireOwnAvatar(avatar, context.caller.userId);
  if (nickname !== undefined) await requireCleanText(nickname, 'profile', context);
}
