import type { Task } from '../../domain/tasks/task';
import { AppError } from '../../error';
import type { WorkNeeds } from './needs';

/** Another user's task answers like a missing one. */
export async function requireOwnTask(
  taskId: string,
  userId: string,
  { tasks }: Pick<WorkNeeds, 'tasks'>,
): Promise<Task> {
  const task = await tasks.findOwn(taskId, userId);
  if (task === null) throw new AppError('NOT_FOUND');
  return task;
}
