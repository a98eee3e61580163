import { describeError } from '../../domain/log';
import type { WorkNeeds } from './needs';

export type AssetSettledNeeds = Pick<WorkNeeds, 'clock' | 'log' | 'tasks' | 'timers'> & {
  assets: { listUses(assetId: string): Promise<{ taskId: string; endedAt: Date | null }[]> };
};

/**
 * A photo has its verdict or is gone: makes the jobs waiting for it due now. Idempotent and never throws: a job that was not
 * woken looks by itself within minutes.
 */
export async function assetSettled(assetId: string, needs: AssetSettledNeeds): Promise<void> {
  const { assets, clock, log, tasks, timers } = needs;
  try {
    const now = clock.now();
    const open = (await assets.listUses(assetId)).filter(({ endedAt }) => endedAt === null);
    if (open.length === 0) return;
    await timers.expectDue(now);
    for (const { taskId } of open) {
      const jobs = await tasks.jobs.listOfTask(taskId);
      await tasks.jobs.wake(
        jobs.map(({ id }) => id),
        now,
      );
    }
  } catch (error) {
    log.warn('tasks of a photo not told', { cause: describeError(error) });
  }
}
