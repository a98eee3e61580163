import { describeError } from './domain/log';
import { toRefusal } from './refusal';
import { toInvocation } from './function';
import type { Invocation } from './function';
import { describeTally } from './trace';

type Main = (event: unknown, invocation?: unknown) => Promise<unknown>;
type Summary = Readonly<Record<string, number>>;

/** A function that only a timer may start. It returns and logs counts of what it did. */
export function createTimer<Opened>(
  task: (opened: Opened) => Promise<Summary>,
  openTimer: (invocation: Invocation) => Opened,
) {
  return async (_event: unknown, raw?: unknown): Promise<Summary | { error: string }> => {
    const invocation = toInvocation(raw);
    const { cold, log, tally } = invocation;
    const startedAt = performance.now();
    try {
      const summary = await task(openTimer(invocation));
      const ms = Math.round(performance.now() - startedAt);
      log.info('timer', { ...summary, ...describeTally(tally), cold, ms });
      return summary;
    } catch (error) {
      const { failure } = toRefusal(error);
      log.error('timer', { error: failure, cause: describeError(error) });
      return { error: failure };
    }
  };
}

/** A function started by a timer and by callers. The platform tells which one it is; the event could claim either. */
export function createTimedFunction(isTimer: () => boolean, timer: Main, calls: Main): Main {
  return (event, raw) => (isTimer() ? timer(event, raw) : calls(event, raw));
}
