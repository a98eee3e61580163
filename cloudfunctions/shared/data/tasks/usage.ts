import { withFidelityAction } from '../../domain/tasks/usage';
import type { StudioUsage } from '../../domain/tasks/usage';
import { businessDay } from '../../domain/time/business-day';
import { AppError } from '../../error';
import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { inTransaction } from '../core/transaction';
import { studioUsageOf } from '../rows/studio-usage';

export type StudioUsageRepository = ReturnType<typeof createStudioUsageRepository>;

const nudgeMs = 2_000;

export function createStudioUsageRepository(database: Database, clock: Clock) {
  const { command } = database;
  const usages = () => database.collection('studio_usage');
  return {
    /** Throws COUNT_UNAVAILABLE rather than guess. */
    async find(userId: string): Promise<StudioUsage> {
      try {
        return studioUsageOf(userId, (await usages().doc(userId).get()).data);
      } catch (error) {
        throw new AppError('COUNT_UNAVAILABLE', { cause: error });
      }
    },

    /** Takes one action of the fidelity check. False: the user's daily limit is reached. */
    takeGuardAct(userId: string, key: string): Promise<boolean> {
      return inTransaction(database, clock, async (transaction) => {
        const now = clock.now();
        const reference = transaction.collection('studio_usage').doc(userId);
        const usage = studioUsageOf(userId, (await reference.get()).data);
        const changed = withFidelityAction(usage, key, businessDay(now));
        if (changed === null) return false;
        if (changed !== usage)
          await reference.update({
            data: { guardDay: changed.guardDay, guardActs: changed.guardActs },
          });
        return true;
      });
    },

    /** False: the user nudged a moment ago, or has nothing in the studio. */
    async mayNudge(userId: string): Promise<boolean> {
      const now = clock.now();
      const before = new Date(now.getTime() - nudgeMs);
      const update = (nudgedAt: unknown) =>
        usages()
          .where({ _id: userId, unfinished: command.gt(0), nudgedAt })
          .update({ data: { nudgedAt: now } });
      if ((await update(command.lte(before))).stats.updated > 0) return true;
      return (await update(null)).stats.updated > 0;
    },
  };
}
