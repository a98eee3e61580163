import type { Job } from '../../domain/tasks/job';
import type { WorkNeeds } from './needs';

/** Takes one of the few re-rolls and refunds that a user gets per day; false if they are used up. */
export function takeFidelityAction(
  job: Job,
  { tasks }: Pick<WorkNeeds, 'tasks'>,
): Promise<boolean> {
  return tasks.usage.takeGuardAct(job.userId, `${job.id}:${job.hasRerolled ? 'back' : 'again'}`);
}
