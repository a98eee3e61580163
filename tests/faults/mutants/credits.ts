import { only, shared } from './mutant';
import type { Mutant } from './mutant';

/** Guards of charges and refunds. */
export const credits: Mutant[] = [
  only(
    'credits checked before they are taken',
    `${shared}/domain/wallet/credits.ts`,
    'if (credits < required) {',
    'if (credits < required - 1_000_000) {',
  ),
  only(
    'credits given back with the failure',
    `${shared}/data/works/account.ts`,
    'credits: change.after,\n      generateCount',
    'credits: user.credits,\n      generateCount',
  ),
  only(
    'adjustment named by its request',
    `${shared}/data/credits/credit-logs.ts`,
    'const logId = creditLogIds.adjust(change.userId, change.requestId);',
    'const logId = creditLogIds.adjust(change.userId, String(Math.random()));',
  ),
  only(
    'own retry around transactions',
    `${shared}/data/core/transaction.ts`,
    'const usualConflicts = 24;',
    'const usualConflicts = 0;',
  ),
];
