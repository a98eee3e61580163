import { businessDay } from '../../domain/time/business-day';
import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { isDuplicateKey } from '../core/database-error';
import { fixedWaits, retry } from '../core/retry';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseBudget } from '../rows/budget';

export type BudgetRepository = ReturnType<typeof createBudgetRepository>;

/** Number of keys remembered, enough to recognise a repetition after a lost answer. */
const remembered = 256;

export function createBudgetRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const { command } = database;
  const days = () => database.collection('studio_budget_days');
  const reader = createRowReader(parseBudget, onInvalidRow);

  return {
    /** Counts an order before it is sent, once per `key`. False: it exceeds the day's budget. */
    async spend(key: string, priceFen: number): Promise<boolean> {
      const { data } = await database.collection('app_config').doc('budget').get();
      // An unreadable row stops all orders: it was meant to be a limit.
      const budget =
        data === null || data === undefined
          ? { dailyFen: Infinity }
          : (reader.readOptional(data) ?? { dailyFen: 0 });
      const now = clock.now();
      const day = businessDay(now);
      if (priceFen > budget.dailyFen) return false;
      return retry(clock, fixedWaits(100), async () => {
        if (await count()) return true;
        try {
          const first = { startedFen: priceFen, starts: 1, recent: [key], updatedAt: now };
          await days().add({ data: { _id: day, ...first } });
          return true;
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
        }
        return (await count()) || isCounted();
      });

      async function count(): Promise<boolean> {
        const room = Number.isFinite(budget.dailyFen)
          ? { startedFen: command.lte(budget.dailyFen - priceFen) }
          : {};
        const { stats } = await days()
          .where({ _id: day, recent: command.neq(key), ...room })
          .update({
            data: {
              ...{ startedFen: command.inc(priceFen), starts: command.inc(1), updatedAt: now },
              recent: command.push({ each: [key], slice: -remembered }),
            },
          });
        return stats.updated > 0;
      }

      async function isCounted(): Promise<boolean> {
        return (await days().where({ _id: day, recent: key }).count()).total > 0;
      }
    },
  };
}
