import type { QuotaArea } from '../../data/quota/area';
import { describeError } from '../../domain/log';
import type { Log } from '../../domain/log';
import type { Clock } from '../../domain/time/clock';
import { fullLookMs } from '../../domain/time/due';
import type { DueWork } from '../due/due-work';

const batch = 50;
const concurrency = 5;

type Needs = {
  clock: Clock;
  log: Log;
  quota: Pick<QuotaArea, 'overviews' | 'plans' | 'subscriptions'>;
};

/**
 * Records what has expired, and completes what an adjustment could not. Limits do not wait for it: they are resolved from the
 * rows and the time. Idempotent and safe to run concurrently.
 */
export const syncQuotas: DueWork<Needs> = {
  name: 'quotas',
  signs: ({ quota }, now) => quota.subscriptions.signs(new Date(now.getTime() + fullLookMs)),
  async run({ clock, log, quota }, { until }) {
    const { overviews, subscriptions } = quota;
    const counts = { expired: 0, synced: 0 };
    let errors = 0;
    const plans = await quota.plans.list();

    await throughAll(
      (after) => subscriptions.listExpired(clock.now(), after, batch),
      async (userId) => {
        if (await subscriptions.expire(userId, plans, clock.now())) counts.expired += 1;
      },
    );
    await throughAll(
      (after) => subscriptions.listUnsynced(after, batch),
      async (userId) => {
        await overviews.rebuild(userId, plans, clock.now());
        counts.synced += 1;
      },
    );
    const now = clock.now();
    return { nextAt: hasTime() ? await subscriptions.nextExpiry(now) : now, counts, errors };

    /** In the order of the ids, so that a failing row does not hold up the others; it is retried at the next run. */
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
        errors += 1;
        log.error('quota not synced', { cause: describeError(error) });
      }
    }

    function hasTime(): boolean {
      return clock.now() < until;
    }
  },
};
