import { only, shared } from './mutant';
import type { Mutant } from './mutant';

/** Guards of the ownership of works. */
export const rights: Mutant[] = [
  only(
    'ownership of the work that is read',
    `${shared}/data/works/works.ts`,
    '.where(requireDefined({ _id: workId, userId, deletedAt: null }))\n        .limit(1)',
    '.where(requireDefined({ _id: workId, deletedAt: null }))\n        .limit(1)',
  ),
  only(
    'ownership of the work that is changed',
    `${shared}/data/works/works.ts`,
    'const condition = requireDefined({ _id: workId, userId, deletedAt: null });',
    'const condition = requireDefined({ _id: workId, deletedAt: null });',
  ),
];
