import * as z from 'zod';
import { maxJobWaitMs } from '../../domain/alarms/alarm';
import type { Figures } from '../../domain/alarms/alarm';
import { openJobStates } from '../../domain/tasks/job';
import { businessDay } from '../../domain/time/business-day';
import { isOwnersFailure } from '../../domain/work/failure';
import type { Database } from '../core/database';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseBudget, parseBudgetDay } from '../rows/budget';

const dayMs = 24 * 3_600_000;
const noMoment = z.date().nullable().catch(null);
const Moments = z.object({ createdAt: noMoment, paidAt: noMoment.default(null) });
const Ended = z.object({ createdAt: z.date(), errorCode: z.string().catch('') });

export type FiguresRepository = ReturnType<typeof createFigures>;

/** Counts and earliest moments from a few index ranges; whole rows are not read. */
export function createFigures(database: Database, onInvalidRow: OnInvalidRow, judgedWorks: number) {
  const { command } = database;
  const budgetReader = createRowReader(parseBudget, onInvalidRow);
  const dayReader = createRowReader(parseBudgetDay, onInvalidRow);

  async function count(collection: string, condition: object): Promise<number> {
    return (await database.collection(collection).where(condition).count()).total;
  }

  async function earliest(collection: string, condition: object): Promise<Date | null> {
    const { data } = await database
      .collection(collection)
      .where(condition)
      .orderBy('createdAt', 'asc')
      .field({ createdAt: true, paidAt: true })
      .limit(1)
      .get();
    const { createdAt, paidAt } = Moments.parse(data[0] ?? {});
    return paidAt ?? createdAt;
  }

  async function listEnded(status: 'completed' | 'failed', now: Date) {
    const { data } = await database
      .collection('works')
      .where({ status, createdAt: command.gte(new Date(now.getTime() - dayMs)) })
      .orderBy('createdAt', 'desc')
      .field({ createdAt: true, errorCode: true })
      .limit(judgedWorks)
      .get();
    return data.flatMap((row) => {
      const parsed = Ended.safeParse(row);
      return parsed.success ? [{ status, ...parsed.data }] : [];
    });
  }

  async function countEnded(now: Date): Promise<Figures['ended']> {
    const [completed, failed] = await Promise.all([
      listEnded('completed', now),
      listEnded('failed', now),
    ]);
    const judged = [...completed, ...failed.filter(({ errorCode }) => !isOwnersFailure(errorCode))]
      .sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime())
      .slice(0, judgedWorks);
    const done = judged.filter(({ status }) => status === 'completed').length;
    return { completed: done, failed: judged.length - done };
  }

  async function readBudget(now: Date): Promise<Figures['budget']> {
    const [limit, day] = await Promise.all([
      database.collection('app_config').doc('budget').get(),
      database.collection('studio_budget_days').doc(businessDay(now)).get(),
    ]);
    const budget = budgetReader.readOptional(limit.data);
    if (budget === null) return null;
    return { ...budget, spentFen: dayReader.readOptional(day.data)?.startedFen ?? 0 };
  }

  return {
    /** `timerFailures` comes from the caller, who has read the timer's row. */
    async measure(now: Date): Promise<Omit<Figures, 'timerFailures'>> {
      // Jobs that wait for tomorrow's budget have an alarm of their own.
      const soon = command.lte(new Date(now.getTime() + maxJobWaitMs));
      const [oldestJobAt, oldestPaidAt, parkedOrders, deadJobs, waitingBackups, ended, budget] =
        await Promise.all([
          earliest('task_jobs', { state: command.in(openJobStates), dueAt: soon }),
          earliest('orders', { status: 'paid' }),
          count('orders', { status: 'needs_review' }),
          count('task_jobs', { state: 'dead', discardedAt: null }),
          count('emergency_backup', { isRecovered: false }),
          countEnded(now),
          readBudget(now),
        ]);
      return { oldestJobAt, oldestPaidAt, parkedOrders, deadJobs, waitingBackups, ended, budget };
    },
  };
}
