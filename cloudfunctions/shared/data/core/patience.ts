import type { Clock } from '../../domain/time/clock';
import { around } from './around';
import type { Asking } from './around';
import type { Database } from './database';
import { isOverLimit } from './database-error';
import { retry } from './retry';

const attempts = 6;
/** The platform counts per second: most of the next second's budget is free again. */
const waitMs = 300;

/**
 * Wraps a database for when the plan's limit of requests per second or of connections is reached. A refused request, be it a
 * read, a write or a commit, was not executed and is retried shortly after. Waits five seconds at most.
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
