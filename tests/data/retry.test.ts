import { backOff, fixedWaits, retry } from '../../cloudfunctions/shared/data/core/retry';
import type { RetryPolicy } from '../../cloudfunctions/shared/data/core/retry';

/** A step that fails `failures` times, and a clock whose waits end at once. */
function failing(failures: number, { takesMs = 0, random = 0.5 } = {}) {
  let now = 0;
  const waits: number[] = [];
  const seen: number[] = [];
  const clock = {
    now: () => new Date(now),
    random: () => random,
    sleep: (ms: number) => {
      waits.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
  const run = (policy: RetryPolicy) =>
    retry(clock, policy, (attempt) => {
      seen.push(attempt);
      now += takesMs;
      if (attempt <= failures) return Promise.reject(new Error(`attempt ${attempt}`));
      return Promise.resolve('done');
    });
  return { run, waits, seen };
}

describe('retry', () => {
  it('answers the first success and waits between the attempts', async () => {
    const { run, waits, seen } = failing(2);

    expect(await run(fixedWaits(500, 1_500))).toBe('done');
    expect(seen).toEqual([1, 2, 3]);
    expect(waits).toEqual([500, 1_500]);
  });

  it('does not wait after a success', async () => {
    const { run, waits } = failing(0);

    expect(await run(fixedWaits(500))).toBe('done');
    expect(waits).toEqual([]);
  });

  it('throws the error of the last attempt, without a wait after it', async () => {
    const { run, waits } = failing(9);

    await expect(run(fixedWaits(500, 1_500))).rejects.toThrow('attempt 3');
    expect(waits).toEqual([500, 1_500]);
  });

  it('throws an error that is not retryable at once', async () => {
    const { run, seen } = failing(9);
    const isRetryable = (error: unknown) => (error as Error).message !== 'attempt 2';

    await expect(run({ ...fixedWaits(1, 1, 1), isRetryable })).rejects.toThrow('attempt 2');
    expect(seen).toEqual([1, 2]);
  });

  it('begins no attempt at or after the deadline', async () => {
    const { run, waits } = failing(9, { takesMs: 1_000 });
    const deadline = new Date(2_500);

    await expect(run({ ...fixedWaits(500, 500, 500), deadline })).rejects.toThrow('attempt 2');
    expect(waits).toEqual([500]);
  });

  it('makes the first attempt even when the deadline has passed', async () => {
    const { run } = failing(0);

    expect(await run({ ...fixedWaits(1), deadline: new Date(-1) })).toBe('done');
  });

  it('reports every error that is followed by another attempt', async () => {
    const { run } = failing(9);
    const told: string[] = [];
    const onRetry = (error: unknown, attempt: number) =>
      told.push(`${attempt}: ${(error as Error).message}`);

    await expect(run({ ...fixedWaits(1, 1), onRetry })).rejects.toThrow();
    expect(told).toEqual(['1: attempt 1', '2: attempt 2']);
  });

  it('backs off exponentially to a bound, with full jitter', async () => {
    const { run, waits } = failing(4, { random: 0.5 });

    await run({ attempts: 5, waitMs: backOff({ firstMs: 40, maxMs: 200 }) });

    expect(waits).toEqual([20, 40, 80, 100]);
  });
});
