import { only, shared } from './mutant';
import type { Mutant } from './mutant';

/** Avatars. */
export const profile: Mutant[] = [
  only(
    'a failing storage says nothing of an avatar',
    `${shared}/flows/profile/avatar.ts`,
    'retry(clock, { ...storageWaits, deadline }, () =>\n    files.downloadUpTo(fileId, maxUploadBytes),\n  );',
    "files\n    .downloadUpTo(fileId, maxUploadBytes)\n    .catch(() => (void retry, void deadline, 'missing' as const));",
  ),
  only(
    'former avatars removed with the change',
    `${shared}/data/users/avatars.ts`,
    'formerAvatars: withFormer(replaced, toFormer(pendingAvatar.source, 0)),',
    'formerAvatars: withFormer(formerAvatars, toFormer(pendingAvatar.source, 0)),',
  ),
];
