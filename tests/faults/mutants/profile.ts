import { only, shared } from './mutant';
import type { Mutant } from './mutant';

/** Avatars. */
export const profile: Mutant[] = [
  only(
    'a failing storage says nothing of an avatar',
    `${shared}/flows/profile/avatar.ts`,
    'await files.downloadUpTo(fileId, maxUploadBytes);',
    "await files.downloadUpTo(fileId, maxUploadBytes).catch(() => 'missing' as const);",
  ),
  only(
    'an empty body is asked for again',
    `${shared}/flows/profile/avatar.ts`,
    'isEmpty(upload) && attempt < storageWaits.attempts',
    'isEmpty(upload) && attempt < 0',
  ),
  only(
    'former avatars removed with the change',
    `${shared}/data/users/avatars.ts`,
    'formerAvatars: withFormer(replaced, toFormer(pendingAvatar.source, 0)),',
    'formerAvatars: withFormer(formerAvatars, toFormer(pendingAvatar.source, 0)),',
  ),
];
