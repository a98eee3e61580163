import { only, shared } from './mutant';
import type { Mutant } from './mutant';

/** Whose work it is. */
export const rights: Mutant[] = [
  only(
    'ownership of the work that is read',
    'cloudfunctions/workManage/actions.ts',
    'if (work?.userId !== caller.userId || work.deletedAt !== null)',
    'if (work === null || caller.userId === "" || work.deletedAt !== null)',
  ),
  only(
    'ownership of the work that is changed',
    `${shared}/data/works/works.ts`,
    'exactly({ _id: workId, userId, deletedAt: null })',
    'exactly({ _id: workId, deletedAt: null })',
  ),
];
