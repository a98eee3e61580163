import type { QuotaArea } from '../shared/data/quota/area';
import { describeError } from '../shared/domain/log';
import type { Log } from '../shared/domain/log';
import type { Clock } from '../shared/domain/time/clock';

/** What remains of the function's 60 s is for the rows in flight. */
const runMs = 45_000;
const batch = 50;
const concurrency = 5;

type Needs = {
  clock: Clock;
  log: Log;
  quota: Pick<QuotaArea, 'overviews' | 'plans' | 'subscriptions'>;
};
type Summary = { expired: number; synced: number; errors: number };

/**
 * Records what has expired and completes what an adjustment left undone. Limits do not depend on it: they are resolved
 * from the rows and the time. Idempotent, and safe to run concurrently.
 */
export async function syncQuotas({ clock, log, quota }: Needs): Promise<Summary> {
  const { overviews, subscriptions } = quota;
  const endAt = clock.now().getTime() + runMs;
  const summary = { expired: 0, synced: 0, errors: 0 };
  const plans = await quota.plans.list();

  await throughAll(
    (after) => subscriptions.listExpired(clock.now(), after, batch),
    async (userId) => {
      if (await subscriptions.expire(userId, plans, clock.now())) summary.expired += 1;
    },
  );
  await throughAll(
    (after) => subscriptions.listUnsynced(after, batch),
    async (userId) => {
      await overviews.rebuild(userId, plans, clock.now());
      summary.synced += 1;
    },
  );
  return summary;

  /** In the order of the ids, so that a row that fails stops no other; it comes again with the next run. */
  async function throughAll(
    list: (after: string) => Promise<string[]>,
    step: (userId: string) => Promise<void>,
  ): Promise<void> {
    let after = '';
    while (hasTime()) {
      const userIds = await list(after);
      for (let start = 0; start < userIds.length && hasTime(); start += concurrency) {
        await Promise.all(
          userIds.slice(start, start + concurrency).map((userId) => attempt(() => step(userId))),
        );
      }
      const last = userIds.at(-1);
      if (last === undefined || userIds.length < batch) return;
      after = last;
    }
  }

  async function attempt(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      summary.errors += 1;
      log.error('quota not synced', { cause: describeError(error) });
    }
  }

  function hasTime(): boolean {
    return clock.now().getTime() < endAt;
  }
}
