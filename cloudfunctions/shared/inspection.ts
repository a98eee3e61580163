import type { Robot } from './domain/alarms/robot';
import type { Clock } from './domain/time/clock';
import type { AdminDatabase } from './integrity/admin-database';
import type { Log } from './domain/log';
import type { MissingFiles } from './data/core/missing-files';

/** What the integrity check works with: the database as it is, because it reads all of it. */
export type Inspection = {
  clock: Clock;
  log: Log;
  database: AdminDatabase;
  findMissing: MissingFiles;
  /** Null where none is configured. */
  robot: Robot | null;
};
