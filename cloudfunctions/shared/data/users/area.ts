import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { createUserDirectory } from './directory';
import { createMemberRepository } from './members';
import { createUserRepository } from './users';

export type UsersArea = ReturnType<typeof createUsersArea>;

export function createUsersArea(database: Database, clock: Clock) {
  return {
    ...createUserRepository(database, clock),
    members: createMemberRepository(database),
    directory: createUserDirectory(database),
  };
}
