import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import type { OnInvalidRow } from '../core/rows';
import { createAttemptRepository } from './attempts';
import { createBudgetRepository } from './budget';
import { createDeadJobRepository } from './dead-jobs';
import { createEndingRepository } from './endings';
import { createFaceRepository } from './faces';
import { createHealthRepository } from './health';
import { createJobRepository } from './jobs';
import { createSlotRepository } from './slots';
import { createTaskRepository } from './tasks';
import { createStudioUsageRepository } from './usage';

export type TasksArea = ReturnType<typeof createTasksArea>;

export function createTasksArea(database: Database, clock: Clock, onInvalidRow: OnInvalidRow) {
  return {
    ...createTaskRepository(database, onInvalidRow),
    jobs: createJobRepository(database, clock, onInvalidRow),
    attempts: createAttemptRepository(database, clock, onInvalidRow),
    endings: createEndingRepository(database, clock),
    faces: createFaceRepository(database, clock),
    slots: createSlotRepository(database, clock, onInvalidRow),
    health: createHealthRepository(database, clock, onInvalidRow),
    budget: createBudgetRepository(database, clock, onInvalidRow),
    usage: createStudioUsageRepository(database, clock),
    dead: createDeadJobRepository(database, clock),
  };
}
