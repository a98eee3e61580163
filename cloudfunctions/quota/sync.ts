import type { Context } from '../shared/context';
import type { OfferedPlan } from '../shared/data/quota/plans';
import type { QuotaFacts } from '../shared/domain/quota/quota';
import { overviewDifference, overviewOf } from '../shared/domain/quota/quota-overview';
import { describeError } from '../shared/log';

type Needed = Pick<Context, 'clock' | 'log' | 'plans' | 'quotaOverviews'>;

/** Brings what is derived up to date after a change. False: the change stands, and the next read or the timer does it. */
export async function sync(
  userId: string,
  plans: readonly OfferedPlan[],
  { clock, log, quotaOverviews }: Needed,
): Promise<boolean> {
  try {
    await quotaOverviews.rebuild(userId, plans, clock.now());
    return true;
  } catch (error) {
    log.warn('overview not rebuilt', { cause: describeError(error) });
    return false;
  }
}

/** Rebuilds the row that open pages watch when it no longer says what the rows say that decide. Never fails a read. */
export async function refresh(
  userId: string,
  facts: QuotaFacts,
  context: Needed,
  now: Date,
): Promise<void> {
  const { log, plans, quotaOverviews } = context;
  try {
    const standing = await quotaOverviews.find(userId);
    if (standing === null && facts.subscription === null) return;
    if (overviewDifference(standing, overviewOf(facts, now)) === null) return;
    await sync(userId, await plans.list(), context);
  } catch (error) {
    log.warn('overview not looked at', { cause: describeError(error) });
  }
}
