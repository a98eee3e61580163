import type { Database, Transaction } from './database';
import { isConflict, isDuplicateKey } from './database-error';
import { AppError } from '../../error';

/** Time and chance, as the retries need them. */
export type Pace = { sleep(ms: number): Promise<void>; random(): number };

const usualConflicts = 24;
const mostFaults = 3;
const longestWaitMs = 400;

/**
 * Runs `body` in a transaction, again after a conflict or a lost answer, a bounded number of times with jitter:
 * wx-server-sdk itself does not repeat a conflict raised by an operation inside the transaction.
 * `body` may run several times, so it touches nothing but the transaction, and it must recognise its own earlier
 * commit whose answer was lost. Throws BUSY when the bounds are reached. `mostConflicts`: more than usual, where many calls
 * of one user write the same row and each has the time to wait for its turn.
 */
export async function inTransaction<Result>(
  database: Database,
  pace: Pace,
  body: (transaction: Transaction) => Promise<Result>,
  options: { beforeRetry?: () => Promise<void>; mostConflicts?: number } = {},
): Promise<Result> {
  const { mostConflicts = usualConflicts } = options;
  let conflicts = 0;
  let faults = 0;
  for (;;) {
    try {
      return await runOnce(database, body);
    } catch (error) {
      if (!isConflict(error) && !isTransient(error)) throw error;
      if (isConflict(error)) conflicts += 1;
      else faults += 1;
      if (conflicts > mostConflicts || faults >= mostFaults) {
        throw new AppError('BUSY', { cause: error });
      }
      await pace.sleep(
        Math.round(pace.random() * Math.min(longestWaitMs, 20 * 2 ** (conflicts + faults))),
      );
      await options.beforeRetry?.();
    }
  }
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
    // A commit that never arrived has left it open, and its rows locked for 30 s; one that did arrive stands.
    await transaction.rollback({ reason: 'refused' }).catch(() => undefined);
    throw error;
  }
}

function isTransient(error: unknown): boolean {
  return !(error instanceof AppError) && !isDuplicateKey(error) && !isOurs(error);
}

/** Rows that do not parse, and bugs: the database had no part in them. */
function isOurs(error: unknown): boolean {
  return (
    error instanceof Error && /^(ZodError|TypeError|RangeError|ReferenceError)$/.test(error.name)
  );
}
