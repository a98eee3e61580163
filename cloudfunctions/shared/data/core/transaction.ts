import type { Clock } from '../../domain/time/clock';
import { AppError } from '../../error';
import type { Database, Transaction } from './database';
import { isConflict, isDuplicateKey } from './database-error';
import { backOff, retry } from './retry';

const usualConflicts = 24;
const maxFaults = 2;
const waitMs = backOff({ firstMs: 40, maxMs: 400 });

/** `beforeRetry` runs before each further attempt. `maxConflicts`: for rows that many calls of one user write at once. */
type Options = { beforeRetry?: () => Promise<void>; maxConflicts?: number };

/**
 * Runs `body` in a transaction, again after a conflict or a lost answer, a bounded number of times with jitter:
 * wx-server-sdk itself does not repeat a conflict raised by an operation inside the transaction.
 * `body` may run several times, so it touches nothing but the transaction, and it must recognise its own earlier
 * commit whose answer was lost. Throws BUSY when the bounds are reached.
 */
export async function inTransaction<Result>(
  database: Database,
  clock: Clock,
  body: (transaction: Transaction) => Promise<Result>,
  { beforeRetry, maxConflicts = usualConflicts }: Options = {},
): Promise<Result> {
  let conflicts = 0;
  let faults = 0;
  const isRetryable = (error: unknown): boolean => {
    if (isConflict(error)) conflicts += 1;
    else if (isTransient(error)) faults += 1;
    else return false;
    if (conflicts > maxConflicts || faults > maxFaults)
      throw new AppError('BUSY', { cause: error });
    return true;
  };
  return retry(clock, { attempts: Infinity, waitMs, isRetryable }, async (attempt) => {
    if (attempt > 1) await beforeRetry?.();
    return runOnce(database, body);
  });
}

async function runOnce<Result>(
  database: Database,
  body: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const transaction = await database.startTransaction();
  try {
    const result = await body(transaction);
    await transaction.commit();
    return result;
  } catch (error) {
    // The SDK's rollback needs a reason; a conflict has ended the transaction already, so its failure says nothing.
    // A commit that never arrived has left it open, and its rows locked for 30 s; one that did arrive is final.
    await transaction.rollback({ reason: 'refused' }).catch(() => undefined);
    throw error;
  }
}

function isTransient(error: unknown): boolean {
  return !(error instanceof AppError) && !isDuplicateKey(error) && !isProgramError(error);
}

/** Rows that do not parse, and bugs: another attempt would fail in the same way. */
function isProgramError(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(InvalidRowError|ZodError|TypeError|RangeError|ReferenceError)$/.test(error.name)
  );
}
