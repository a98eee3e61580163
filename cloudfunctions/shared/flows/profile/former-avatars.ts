import type { Files } from '../../data/core/files';
import type { UsersArea } from '../../data/users/area';
import type { User } from '../../data/rows/user';
import { avatarPath } from '../../domain/assets/avatar';
import { describeError } from '../../domain/log';
import { countRemoved } from '../storage-count';
import type { StorageCountNeeds } from '../storage-count';

export type FormerAvatarNeeds = StorageCountNeeds & {
  files: Files;
  users: Pick<UsersArea, 'noteRemoved'>;
};

/** Removes files that are shown no longer, and counts them no longer. What fails is left to the sweeper; twice is once. */
export async function removeFormerAvatars(user: User, needs: FormerAvatarNeeds): Promise<void> {
  for (const { fileId, bytes, isRemoved } of user.formerAvatars) {
    if (isRemoved) continue;
    try {
      await needs.files.remove([fileId]);
      if (bytes > 0) await countRemoved(user.id, avatarPath(fileId), bytes, needs);
      await needs.users.noteRemoved(user.id, { fileId, bytes });
    } catch (error) {
      needs.log.warn('avatar not removed yet', { cause: describeError(error) });
    }
  }
}
