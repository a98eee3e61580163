import { only, shared } from './mutant';
import type { Mutant } from './mutant';

const guards: Mutant[] = [
  only(
    'a failing storage says nothing of an avatar',
    `${shared}/flows/fetch-upload.ts`,
    'await files.downloadUpTo(fileId, maxBytes);',
    "await files.downloadUpTo(fileId, maxBytes).catch(() => 'missing' as const);",
  ),
  only(
    'an empty body is asked for again',
    `${shared}/flows/fetch-upload.ts`,
    'if (emptyAnswers < storageWaits.attempts)',
    'if (emptyAnswers < 1)',
  ),
  only(
    'former avatars removed with the change',
    `${shared}/data/users/avatars.ts`,
    'const former = withFormer(withFormer(formerAvatars, avatar, avatarBytes), source);',
    'const former = withFormer(formerAvatars, source);',
  ),
  only(
    'an avatar waits where nobody reads',
    `${shared}/domain/assets/avatar.ts`,
    'return `private/${shownPath(userId, unguessable)}`;',
    'return shownPath(userId, unguessable);',
  ),
];

export const profile: Mutant[] = guards.map((mutant) => ({ ...mutant, isAbout: 'avatars' }));
