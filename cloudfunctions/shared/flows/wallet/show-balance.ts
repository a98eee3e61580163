import type { QuotaArea } from '../../data/quota/area';
import type { OfferedPlan } from '../../data/quota/plan-reader';
import { describeError } from '../../domain/log';
import type { Log } from '../../domain/log';
import type { Clock } from '../../domain/time/clock';

export type ShowBalanceNeeds = {
  clock: Clock;
  log: Log;
  quota: Pick<QuotaArea, 'overviews' | 'plans'>;
};

export type ShowCreditsNeeds = { log: Log; quota: Pick<QuotaArea, 'overviews'> };

/**
 * Writes what open pages watch after credits or a membership of a user have moved. Never throws: the rows that decide are written, and
 * pages that miss it ask by themselves. `plans`: where the caller has read them.
 */
export async function showBalance(
  userId: string,
  { clock, log, quota }: ShowBalanceNeeds,
  plans?: readonly OfferedPlan[],
): Promise<void> {
  try {
    const offered = plans ?? (await quota.plans.list());
    await quota.overviews.rebuild(userId, offered, clock.now(), { isWanted: true });
  } catch (error) {
    log.warn('balance not shown', { cause: describeError(error) });
  }
}

/** The same for credits alone, in fewer calls. `known`: what the caller has just made the balance. Never throws. */
export async function showCredits(
  userId: string,
  { log, quota }: ShowCreditsNeeds,
  known?: number,
): Promise<void> {
  try {
    await quota.overviews.showCredits(userId, known);
  } catch (error) {
    log.warn('balance not shown', { cause: describeError(error) });
  }
}
