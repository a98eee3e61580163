import type { Files } from '../../data/core/files';
import type { UsersArea } from '../../data/users/area';
import type { User } from '../../data/rows/user';
import { storagePath } from '../../domain/assets/avatar';
import { describeError } from '../../domain/log';
import { countRemoved } from '../storage-count';
import type { StorageCountNeeds } from '../storage-count';

export type FormerAvatarNeeds = StorageCountNeeds & {
  files: Pick<Files, 'remove'>;
  users: Pick<UsersArea, 'abandonPending' | 'noteRemoved'>;
};

/**
 * Removes files that are never shown again, and subtracts them from the owner's storage. Returns false if a removal failed and is
 * left to the sweeper. Idempotent.
 */
export async function removeFormerAvatars(user: User, needs: FormerAvatarNeeds): Promise<boolean> {
  let isDone = true;
  for (const { fileId, bytes, isRemoved } of user.formerAvatars) {
    if (isRemoved) continue;
    try {
      await needs.files.remove([fileId]);
      if (bytes > 0) await countRemoved(user.id, storagePath(fileId), bytes, needs);
      await needs.users.noteRemoved(user.id, { fileId, bytes });
    } catch (error) {
      isDone = false;
      needs.log.warn('avatar not removed yet', { cause: describeError(error) });
    }
  }
  return isDone;
}

/**
 * Like `removeFormerAvatars`, and also removes copies left behind by calls that died. Returns the row as it was before the
 * removal. Throws if some are left.
 */
export async function sweepAvatars(user: User, needs: FormerAvatarNeeds): Promise<User> {
  const swept = user.pendingAvatar === null ? user : await needs.users.abandonPending(user.id);
  if (!(await removeFormerAvatars(swept, needs))) throw new Error('Some avatars are left.');
  return swept;
}
