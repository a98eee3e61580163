import type { Clock } from '../../domain/time/clock';
import { wrapRequests } from './around';
import type { RequestRunner } from './around';
import type { Database } from './database';
import { isConflict } from './database-error';
import { retry } from './retry';

/** After a slow failure there is no time for another attempt. */
const retriedWithinMs = 3_000;
const waitMs = 150;

/**
 * Wraps a database so that a read that fails quickly is repeated once: reads are idempotent. Writes are repeated by callers that
 * know whether they are idempotent, transactions by `inTransaction`.
 */
export function withRetriedReads(database: Database, clock: Clock): Database {
  const retried: RequestRunner = (ask) =>
    retry(
      clock,
      {
        attempts: 2,
        waitMs: (_attempt, random) => waitMs + Math.round(random() * waitMs),
        deadline: new Date(clock.now().getTime() + retriedWithinMs),
        isRetryable: (error) => !isConflict(error),
      },
      ask,
    );
  return wrapRequests(database, { read: retried, write: (ask) => ask() });
}
