import type { Robot } from './domain/alarms/robot';
import type { Clock } from './domain/time/clock';
import type { AdminDatabase } from './integrity/admin-database';
import type { Log } from './domain/log';
import type { MissingFiles } from './data/core/missing-files';

/** The needs of the integrity check: the raw database, because it reads everything. */
export type Inspection = {
  clock: Clock;
  log: Log;
  database: AdminDatabase;
  findMissing: MissingFiles;
  /** Null if none is configured. */
  robot: Robot | null;
};
