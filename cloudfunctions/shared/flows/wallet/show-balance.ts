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
  needs: ShowBalanceNeeds,
  known?: number,
): Promise<void> {
  try {
    const isShown = await needs.quota.overviews.showCredits(userId, known);
    // Pages watch for the first row of a user who has none.
    if (!isShown) await showBalance(userId, needs);
  } catch (error) {
    needs.log.warn('balance not shown', { cause: describeError(error) });
  }
}
