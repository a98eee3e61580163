import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { createFormerUserRepository } from './former-users';
import { createOwnedRowRepository } from './owned-rows';

export type AccountArea = ReturnType<typeof createAccountArea>;

/** What the deletion of an account works with. */
export function createAccountArea(database: Database, clock: Clock) {
  return {
    formerUsers: createFormerUserRepository(database, clock),
    ownedRows: createOwnedRowRepository(database),
  };
}
