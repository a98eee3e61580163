import { AppError } from '../../error';
import type { Task } from '../../domain/tasks/task';
import { isEnded } from '../../domain/tasks/task';
import { orderHash, submitTask } from './submit';
import type { SubmitNeeds } from './submit';

/** A new task for the pictures that were not delivered, with the same inputs. It is charged again. */
export async function retryTask(
  { taskId, requestId, expectedCost }: { taskId: string; requestId: string; expectedCost: number },
  needs: SubmitNeeds,
): Promise<Task> {
  const { caller, tasks, works } = needs;
  const task = await tasks.findOwn(taskId, caller.userId);
  if (task === null) throw new AppError('NOT_FOUND');
  const jobs = await tasks.jobs.listOfTask(taskId);
  const missing = task.works
    .filter(({ state }) => state === 'failed' || state === 'cancelled')
    .flatMap(({ workId }) => jobs.filter(({ id }) => id === workId));
  const [first] = missing;
  if (first === undefined || !isEnded(task)) throw new AppError('NOTHING_TO_RETRY');
  const work = await works.find(first.id);
  const order = {
    ...{ requestId, expectedCost, requestHash: orderHash({ retryOf: taskId, expectedCost }) },
    ...{ type: task.type, title: work?.title ?? '', size: work?.size ?? '' },
    inputs: missing.map(({ inputs }) => inputs),
  };
  return submitTask(order, needs);
}
