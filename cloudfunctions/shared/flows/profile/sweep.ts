import { maxPendingMs } from '../../domain/assets/avatar';
import type { UsersArea } from '../../data/users/area';
import type { Sweep } from '../due/sweep';
import { sweepAvatars } from './former-avatars';
import type { FormerAvatarNeeds } from './former-avatars';

/** Removes uploads and copies that are never shown again, and copies left behind by calls that died. */
export const sweepFormerAvatars: Sweep<
  FormerAvatarNeeds & { users: Pick<UsersArea, 'avatarSign' | 'listWithAvatarsToRemove'> }
> = {
  name: 'former avatars',
  counts: [],
  signs: ({ users }) => [users.avatarSign()],
  run: (needs, run) =>
    run.throughAll(
      'users',
      (limit) => needs.users.listWithAvatarsToRemove(limit),
      async (row) => {
        const { pendingAvatar } = await sweepAvatars(row.read(), needs);
        if (pendingAvatar === null) return;
        run.expectAt(new Date(pendingAvatar.since.getTime() + maxPendingMs));
      },
    ),
};
