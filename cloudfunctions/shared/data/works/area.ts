import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import type { OnInvalidRow } from '../core/rows';
import { createAdmissionRepository } from './admission';
import { createBackupRepository } from './backups';
import { createWorkMaintenance } from './maintenance';
import { createOutcomeRepository } from './outcomes';
import { createShareRepository } from './shares';
import { createWorkRepository } from './works';

export type WorksArea = ReturnType<typeof createWorksArea>;

export function createWorksArea(database: Database, clock: Clock, onInvalidRow: OnInvalidRow) {
  const works = createWorkRepository(database, onInvalidRow);
  return {
    ...works,
    admission: createAdmissionRepository(database, clock, works),
    outcomes: createOutcomeRepository(database, clock),
    backups: createBackupRepository(database, clock, onInvalidRow),
    maintenance: createWorkMaintenance(database),
    shares: createShareRepository(database, clock, onInvalidRow),
  };
}
