/**
 * Runs `step` with a signal that is aborted after `timeoutMs`; the timer is cleared however the step ends. `AbortSignal.timeout`
 * does not exist in Node 16.13, the oldest runtime of the cloud, and would keep its timer.
 */
export async function withDeadline<Result>(
  timeoutMs: number,
  step: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), Math.max(1, timeoutMs));
  try {
    return await step(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
