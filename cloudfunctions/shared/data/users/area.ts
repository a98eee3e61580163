import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import type { OnInvalidRow } from '../core/rows';
import { createAvatarRepository } from './avatars';
import { createUserDirectory } from './directory';
import { createMemberRepository } from './members';
import { createUserRepository } from './users';

export type UsersArea = ReturnType<typeof createUsersArea>;

export function createUsersArea(database: Database, clock: Clock, onInvalidRow: OnInvalidRow) {
  return {
    ...createUserRepository(database, clock),
    ...createAvatarRepository(database, clock),
    members: createMemberRepository(database, onInvalidRow),
    directory: createUserDirectory(database, onInvalidRow),
  };
}
