import { describeError } from '../../domain/log';
import type { Job } from '../../domain/tasks/job';
import type { TaskWait } from '../../domain/tasks/task';
import type { WorkNeeds } from './needs';

/** Updates the owner's view of the task. It is derived data: it never delays the picture, and its end writes it again. */
export async function showFace(
  job: Job,
  { log, tasks }: Pick<WorkNeeds, 'log' | 'tasks'>,
  waitsFor: TaskWait | null = null,
): Promise<void> {
  try {
    await tasks.faces.show(job, waitsFor);
  } catch (error) {
    log.warn('face of a task not written', { cause: describeError(error) });
  }
}
