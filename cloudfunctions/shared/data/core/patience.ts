import type { Clock } from '../../domain/time/clock';
import { around } from './around';
import type { Asking } from './around';
import type { Database } from './database';
import { isOverLimit } from './database-error';
import { retry } from './retry';

const attempts = 6;
/** The platform counts by the second: most of the next one is free again. */
const waitMs = 300;

/**
 * The same database, for a plan whose requests a second or connections are used up: what is refused for that has not been done, be it a
 * read, a write or a commit, and is asked again a little later. Waits five seconds at most.
 */
export function withPatience(database: Database, clock: Clock): Database {
  const patient: Asking = (ask) =>
    retry(
      clock,
      {
        attempts,
        waitMs: (_attempt, random) => waitMs + Math.round(random() * 2 * waitMs),
        isRetryable: isOverLimit,
      },
      ask,
    );
  return around(database, { read: patient, write: patient });
}
