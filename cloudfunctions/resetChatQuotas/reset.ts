import type { ChatArea } from '../shared/data/chat/area';
import { fixedWaits, retry } from '../shared/data/core/retry';
import type { RetryPolicy } from '../shared/data/core/retry';
import type { ResetRun } from '../shared/data/rows/chat-quota-reset';
import { describeError } from '../shared/domain/log';
import type { Log } from '../shared/domain/log';
import type { Clock } from '../shared/domain/time/clock';

/** The rest of the function's 60 s is for the batch in flight and the record of the run. */
const runMs = 45_000;
const batch = 500;

export type ResetNeeds = { chat: Pick<ChatArea, 'quotas' | 'resets'>; clock: Clock; log: Log };

/**
 * Starts a new month in every row whose month is over, batch by batch. No user depends on it: each row is also reset by its next
 * question. Idempotent and safe to run concurrently.
 */
export async function reset(needs: ResetNeeds): Promise<ResetRun> {
  const { chat, clock, log } = needs;
  const startedAt = clock.now();
  const endAt = startedAt.getTime() + runMs;
  const policy: RetryPolicy = {
    ...fixedWaits(500, 1_500),
    onRetry: (error) => log.warn('reset retried', { cause: describeError(error) }),
  };
  const retried = <Result>(step: () => Promise<Result>) => retry(clock, policy, step);
  let reset = 0;
  try {
    while (clock.now().getTime() < endAt) {
      const userIds = await retried(() => chat.quotas.listDue(clock.now(), batch));
      if (userIds.length === 0) break;
      await retried(() => chat.quotas.resetDue(userIds, clock.now()));
      reset += userIds.length;
    }
  } catch (error) {
    log.error('chat quotas not reset', { cause: describeError(error) });
  }
  // Retried at the next run, or reset by their next question.
  const failed = await retried(() => chat.quotas.countDue(clock.now()));
  if (failed > 0) log.alarm('chat quotas not reset', { failed });
  const run = { startedAt, endedAt: clock.now(), reset, failed };
  await retried(() => chat.resets.put(run));
  return run;
}

/** Like `reset`, for a timer, whose answer consists of numbers. */
export async function resetDue(needs: ResetNeeds): Promise<Pick<ResetRun, 'reset' | 'failed'>> {
  const { reset: rows, failed } = await reset(needs);
  return { reset: rows, failed };
}
