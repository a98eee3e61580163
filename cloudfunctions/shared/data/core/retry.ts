import type { Clock } from '../../domain/time/clock';

/** The wait after failed attempt number `attempt`, from 1. */
export type Wait = (attempt: number, random: () => number) => number;

export type RetryPolicy = {
  /** Total number of attempts, including the first. */
  attempts: number;
  waitMs: Wait;
  /** No further attempt begins at or after this moment. */
  deadline?: Date;
  /** By default every error is retried. */
  isRetryable?: (error: unknown) => boolean;
  /** Called before each wait, never for the error that is thrown. */
  onRetry?: (error: unknown, attempt: number) => void;
};

/** Repeats `step`, which must be idempotent, within the policy; then throws the error of the last attempt. */
export async function retry<Result>(
  clock: Clock,
  { attempts, waitMs, deadline, isRetryable = () => true, onRetry }: RetryPolicy,
  step: (attempt: number) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step(attempt);
    } catch (error) {
      if (attempt >= attempts || !isRetryable(error)) throw error;
      const wait = waitMs(attempt, () => clock.random());
      if (deadline !== undefined && clock.now().getTime() + wait >= deadline.getTime()) throw error;
      onRetry?.(error, attempt);
      await clock.sleep(wait);
    }
  }
}

/** Allows one attempt more than there are waits. */
export function fixedWaits(...waitsMs: number[]): Pick<RetryPolicy, 'attempts' | 'waitMs'> {
  return { attempts: waitsMs.length + 1, waitMs: (attempt) => waitsMs[attempt - 1] ?? 0 };
}

/** Exponential back-off with full jitter: a random wait below a bound that doubles with each attempt. */
export function backOff({ firstMs, maxMs }: { firstMs: number; maxMs: number }): Wait {
  return (attempt, random) => Math.round(random() * Math.min(maxMs, firstMs * 2 ** (attempt - 1)));
}
