import type { ChatArea } from '../shared/data/chat/area';
import type { ResetRun } from '../shared/data/chat/quota-resets';
import { describeError } from '../shared/domain/log';
import type { Log } from '../shared/domain/log';
import type { Clock } from '../shared/domain/time/clock';

/** What remains of the function's 60 s is for the batch under way and the record of the run. */
const runMs = 45_000;
const batch = 500;
const waitsMs = [500, 1_500];

export type ResetNeeds = { chat: Pick<ChatArea, 'quotas' | 'resets'>; clock: Clock; log: Log };

/**
 * Begins the month anew in every row whose month is over, batch by batch. Nobody waits for it: each row also begins
 * anew with its first question. Running it twice, or beside itself, changes nothing more.
 */
export async function reset(needs: ResetNeeds): Promise<ResetRun> {
  const { chat, clock, log } = needs;
  const startedAt = clock.now();
  const endAt = startedAt.getTime() + runMs;
  let reset = 0;
  try {
    while (clock.now().getTime() < endAt) {
      const userIds = await withPatience(() => chat.quotas.listDue(clock.now(), batch));
      if (userIds.length === 0) break;
      await withPatience(() => chat.quotas.resetDue(userIds, clock.now()));
      reset += userIds.length;
    }
  } catch (error) {
    log.error('chat quotas not reset', { cause: describeError(error) });
  }
  // They come again with the next run, or with their first question.
  const failed = await withPatience(() => chat.quotas.countDue(clock.now()));
  if (failed > 0) log.alarm('chat quotas not reset', { failed });
  const run = { startedAt, endedAt: clock.now(), reset, failed };
  await withPatience(() => chat.resets.put(run));
  return run;

  async function withPatience<Result>(step: () => Promise<Result>): Promise<Result> {
    for (const waitMs of waitsMs) {
      try {
        return await step();
      } catch (error) {
        log.warn('reset stumbles', { cause: describeError(error) });
        await clock.sleep(waitMs);
      }
    }
    return step();
  }
}

/** The same for a timer, whose answer is numbers. */
export async function resetDue(needs: ResetNeeds): Promise<Pick<ResetRun, 'reset' | 'failed'>> {
  const { reset: rows, failed } = await reset(needs);
  return { reset: rows, failed };
}
