import type { Cloud } from '../../context';
import type { User } from '../../data/users/users';
import { avatarPath } from '../../domain/assets/avatar';
import { describeError } from '../../log';
import { countRemoved } from '../storage-count';

type Needed = Pick<Cloud, 'clock' | 'files' | 'log' | 'storageUsage' | 'users'>;

/** Removes files that are shown no longer, and counts them no longer. What fails is left to the sweeper; twice is once. */
export async function removeFormerAvatars(user: User, cloud: Needed): Promise<void> {
  for (const { fileId, bytes, isRemoved } of user.formerAvatars) {
    if (isRemoved) continue;
    try {
      await cloud.files.remove([fileId]);
      if (bytes > 0) await countRemoved(user.id, avatarPath(fileId), bytes, cloud);
      await cloud.users.noteRemoved(user.id, { fileId, bytes });
    } catch (error) {
      cloud.log.warn('avatar not removed yet', { cause: describeError(error) });
    }
  }
}
