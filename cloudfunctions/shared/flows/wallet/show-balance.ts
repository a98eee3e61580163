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
 * Writes the row that open pages watch, after a user's credits or membership have changed. Never throws: the authoritative rows
 * are written, and pages that miss the change ask by themselves. `plans`: passed if the caller has read them.
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

/** The same for credits alone, in fewer calls. `known` is the balance just written by the caller. Never throws. */
export async function showCredits(
  userId: string,
  needs: ShowBalanceNeeds,
  known?: number,
): Promise<void> {
  try {
    const isShown = await needs.quota.overviews.showCredits(userId, known);
    // Pages also watch for the first row of a user who has none.
    if (!isShown) await showBalance(userId, needs);
  } catch (error) {
    needs.log.warn('balance not shown', { cause: describeError(error) });
  }
}
