import type { UsersArea } from '../../data/users/area';
import type { Sweep } from '../sweep';
import { removeFormerAvatars } from './former-avatars';
import type { FormerAvatarNeeds } from './former-avatars';

/** Files of avatars that are shown no longer are removed. */
export const sweepFormerAvatars: Sweep<
  FormerAvatarNeeds & { users: Pick<UsersArea, 'listWithAvatarsToRemove'> }
> = {
  counts: [],
  run: (needs, run) =>
    run.throughAll(
      'users',
      (limit) => needs.users.listWithAvatarsToRemove(limit),
      (row) => removeFormerAvatars(row.read(), needs),
    ),
};
