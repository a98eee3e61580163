import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { createFormerUserRepository } from './former-users';
import { createOwnedRowRepository } from './owned-rows';

export type AccountArea = ReturnType<typeof createAccountArea>;

/** The repositories that deleting an account uses. */
export function createAccountArea(database: Database, clock: Clock) {
  return {
    formerUsers: createFormerUserRepository(database, clock),
    ownedRows: createOwnedRowRepository(database),
  };
}
