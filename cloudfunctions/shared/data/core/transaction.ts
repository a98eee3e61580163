import type { Clock } from '../../domain/time/clock';
import { AppError } from '../../error';
import type { Database, StartedTransaction, Transaction } from './database';
import { isConflict, isDuplicateKey } from './database-error';
import { backOff, retry } from './retry';

const usualConflicts = 24;
const maxFaults = 2;
const waitMs = backOff({ firstMs: 40, maxMs: 400 });

/** `beforeRetry` runs before each further attempt. `maxConflicts` is for rows that many concurrent calls of one user write. */
type Options = { beforeRetry?: () => Promise<void>; maxConflicts?: number };

/**
 * Runs `body` in a transaction, and retries it after a conflict or a lost answer, a bounded number of times with jitter:
 * wx-server-sdk itself does not retry a conflict raised by an operation inside the transaction. `body` may run several times, so
 * it must touch nothing but the transaction, and must recognise its own earlier commit whose answer was lost. Throws BUSY when
 * the bounds are reached.
 */
export async function inTransaction<Result>(
  database: Database,
  clock: Clock,
  body: (transaction: Transaction) => Promise<Result>,
  { beforeRetry, ...options }: Options = {},
): Promise<Result> {
  return repeated(clock, options, async (attempt) => {
    if (attempt > 1) await beforeRetry?.();
    return conclude(await database.startTransaction(), body);
  });
}

/** A transaction that has started reading while its caller waits for something else. */
export type BegunTransaction<Read> = {
  /** May be called once. If a row has changed since it was read, there is a conflict: `body` runs again on freshly read rows. */
  finish<Result>(body: (transaction: Transaction, read: Read) => Promise<Result>): Promise<Result>;
  /** Ends it without a write, unless it was finished. Never throws. */
  abandon(): Promise<void>;
};

/** Like `inTransaction`, with reads that overlap with another wait of the caller. */
export function beginTransaction<Read>(
  database: Database,
  clock: Clock,
  read: (transaction: Transaction) => Promise<Read>,
): BegunTransaction<Read> {
  const begin = async () => {
    const transaction = await database.startTransaction();
    return { transaction, found: await orRollBack(transaction, read) };
  };
  const first = begin();
  // Its failure is handled by `finish`, if that is ever called.
  first.catch(() => undefined);
  let isOver = false;
  return {
    finish(body) {
      isOver = true;
      return repeated(clock, {}, async (attempt) => {
        const { transaction, found } = await (attempt === 1 ? first : begin());
        return conclude(transaction, () => body(transaction, found));
      });
    },
    async abandon() {
      if (isOver) return;
      isOver = true;
      await first.then(({ transaction }) => rollBack(transaction)).catch(() => undefined);
    },
  };
}

function repeated<Result>(
  clock: Clock,
  { maxConflicts = usualConflicts }: Pick<Options, 'maxConflicts'>,
  step: (attempt: number) => Promise<Result>,
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
  return retry(clock, { attempts: Infinity, waitMs, isRetryable }, step);
}

function conclude<Result>(
  transaction: StartedTransaction,
  body: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return orRollBack(transaction, async () => {
    const result = await body(transaction);
    await transaction.commit();
    return result;
  });
}

async function orRollBack<Result>(
  transaction: StartedTransaction,
  step: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  try {
    return await step(transaction);
  } catch (error) {
    await rollBack(transaction);
    throw error;
  }
}

/**
 * The SDK's rollback requires a reason. After a conflict the transaction has already ended, so a failed rollback means nothing. A
 * commit that never arrived leaves it open, with its rows locked for 30 s; one that arrived is final.
 */
async function rollBack(transaction: StartedTransaction): Promise<void> {
  await transaction.rollback({ reason: 'refused' }).catch(() => undefined);
}

function isTransient(error: unknown): boolean {
  return !(error instanceof AppError) && !isDuplicateKey(error) && !isProgramError(error);
}

/** Unparsable rows and bugs: another attempt would fail in the same way. */
function isProgramError(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(InvalidRowError|ZodError|TypeError|RangeError|ReferenceError)$/.test(error.name)
  );
}
