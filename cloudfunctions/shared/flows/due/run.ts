import type { TimerRepository } from '../../data/timers/timers';
import { describeError } from '../../domain/log';
import type { Log } from '../../domain/log';
import type { Clock } from '../../domain/time/clock';
import { earlier } from '../../domain/time/due';
import type { DueResult, DueWork } from './due-work';

export type RunNeeds = { clock: Clock; log: Log; timers: TimerRepository };
export type RunSummary = Record<string, number> & { looks: number; errors: number };

/** Leaves a margin within the function's limit of 60 s. */
const runMs = 50_000;
/** Work due within this time is waited for in the same run. */
const maxWaitMs = 5_000;
const minWaitMs = 200;

/**
 * Records a heartbeat and, if something is due, runs all works concurrently until nothing is. A failing work does not stop the
 * others. Concurrent runs are harmless.
 */
export async function runDue<Needs>(
  works: readonly DueWork<Needs>[],
  needs: Needs & RunNeeds,
): Promise<RunSummary> {
  const { clock, log, timers } = needs;
  const summary: RunSummary = { looks: 0, errors: 0 };
  if (await timers.beat(clock.now())) return summary;
  const signs = works.flatMap(
    (work) => work.signs?.(needs, clock.now()).map((sign) => ({ work, sign })) ?? [],
  );
  const look = await timers.beginLook(
    clock.now(),
    signs.map(({ sign }) => sign),
  );
  if (look === null) return summary;
  summary.looks = 1;
  const pending = works.filter(
    (work) =>
      work.signs === undefined ||
      signs.some((one, index) => one.work === work && look.seen[index] === true),
  );
  const until = new Date(look.startedAt.getTime() + runMs);
  const moments = await Promise.all(pending.map(runToEnd));
  const nextAt = moments.reduce(earlier, null);
  await timers.endLook(look, { nextAt, hasFailed: summary.errors > 0 });
  return summary;

  /** Repeats the work while it is due, there is time and nothing fails. */
  async function runToEnd(work: DueWork<Needs>): Promise<Date | null> {
    for (;;) {
      const { nextAt, errors = 0, counts = {} } = await attempt(work);
      for (const [name, count] of Object.entries({ ...counts, errors })) {
        summary[name] = (summary[name] ?? 0) + count;
      }
      const now = clock.now().getTime();
      const waitMs = Math.max((nextAt?.getTime() ?? Infinity) - now, minWaitMs);
      if (errors > 0 || waitMs > maxWaitMs || now + waitMs >= until.getTime()) return nextAt;
      await clock.sleep(waitMs);
    }
  }

  async function attempt(work: DueWork<Needs>): Promise<DueResult> {
    try {
      return await work.run(needs, { until });
    } catch (error) {
      log.error('due work failed', { work: work.name, cause: describeError(error) });
      return { nextAt: null, errors: 1 };
    }
  }
}
