import { isOpen } from '../../domain/tasks/job';
import type { Task } from '../../domain/tasks/task';
import { endJob, failed } from './end';
import type { WorkNeeds } from './needs';
import { requireOwnTask } from './own';
import { showFace } from './show';

/**
 * Cancels a task for its owner. Pictures that no vendor has accepted end at once and are refunded; for the others the vendor is
 * asked to stop, and what it cannot stop is delivered. Idempotent.
 */
export async function cancelTask(taskId: string, userId: string, needs: WorkNeeds): Promise<Task> {
  const { clock, tasks, timers } = needs;
  await requireOwnTask(taskId, userId, needs);
  await timers.expectDue(clock.now());
  for (const job of (await tasks.jobs.listOfTask(taskId)).filter(isOpen)) {
    if (job.state === 'queued') {
      const { job: standing } = await endJob(
        job,
        { ...failed('CANCELLED'), state: 'cancelled' },
        needs,
        'owner',
      );
      if (!isOpen(standing)) continue;
    }
    // It has begun by now: cancelling is only requested.
    await tasks.jobs.requestCancel(job.id, clock.now());
    await showFace(job, needs);
  }
  return requireOwnTask(taskId, userId, needs);
}
