import type { QuotaArea } from '../shared/data/quota/area';
import type { OfferedPlan } from '../shared/data/quota/plan-reader';
import type { QuotaFacts } from '../shared/domain/quota/quota';
import { overviewDifference, overviewOf } from '../shared/domain/quota/quota-overview';
import { describeError } from '../shared/domain/log';
import type { Log } from '../shared/domain/log';
import type { Clock } from '../shared/domain/time/clock';

export type SyncNeeds = {
  clock: Clock;
  log: Log;
  quota: Pick<QuotaArea, 'plans' | 'overviews'>;
};

/** Updates derived data after a change. False: the change is saved, and the next read or the timer updates it. */
export async function sync(
  userId: string,
  plans: readonly OfferedPlan[],
  { clock, log, quota }: Pick<SyncNeeds, 'clock' | 'log'> & { quota: Pick<QuotaArea, 'overviews'> },
): Promise<boolean> {
  try {
    await quota.overviews.rebuild(userId, plans, clock.now());
    return true;
  } catch (error) {
    log.warn('overview not rebuilt', { cause: describeError(error) });
    return false;
  }
}

/** Rebuilds the row that open pages watch if it differs from the authoritative rows. Never fails a read. */
export async function refresh(
  userId: string,
  facts: QuotaFacts,
  needs: SyncNeeds,
  now: Date,
): Promise<void> {
  const { log, quota } = needs;
  try {
    const standing = await quota.overviews.find(userId);
    if (standing === null && facts.subscription === null) return;
    if (overviewDifference(standing, overviewOf(facts, now)) === null) return;
    await sync(userId, await quota.plans.list(), needs);
  } catch (error) {
    log.warn('overview not looked at', { cause: describeError(error) });
  }
}
