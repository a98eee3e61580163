import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { createAdmissionRepository } from './admission';
import { createBackupRepository } from './backups';
import { createEndingRepository } from './ending';
import { createWorkRepository } from './works';

export type WorksArea = ReturnType<typeof createWorksArea>;

export function createWorksArea(database: Database, clock: Clock) {
  return {
    ...createWorkRepository(database),
    admission: createAdmissionRepository(database, clock),
    ending: createEndingRepository(database, clock),
    backups: createBackupRepository(database, clock),
  };
}
