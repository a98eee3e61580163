import { describeError } from '../../domain/log';
import type { Job } from '../../domain/tasks/job';
import type { TaskWait } from '../../domain/tasks/task';
import type { WorkNeeds } from './needs';

/** The owner's row follows. It is derived: it never holds the picture up, and its end writes it again. */
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
