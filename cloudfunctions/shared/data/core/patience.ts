import type { Clock } from '../../domain/time/clock';
import { wrapRequests } from './around';
import type { RequestRunner } from './around';
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
export function withPlanRetry(database: Database, clock: Clock): Database {
  const patient: RequestRunner = (ask) =>
    retry(
      clock,
      {
        attempts,
        waitMs: (_attempt, random) => waitMs + Math.round(random() * 2 * waitMs),
        isRetryable: isOverLimit,
      },
      ask,
    );
  return wrapRequests(database, { read: patient, write: patient });
}
