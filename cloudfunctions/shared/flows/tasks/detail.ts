import { describeError } from '../../domain/log';
import { etaOf, maxAhead } from '../../domain/tasks/eta';
import type { Eta } from '../../domain/tasks/eta';
import { isEnded } from '../../domain/tasks/task';
import type { Task } from '../../domain/tasks/task';
import type { Work } from '../../domain/work/work';
import { usableConfigs } from './capacity';
import type { WorkNeeds } from './needs';

export type DetailNeeds = Pick<
  WorkNeeds,
  'apiConfigs' | 'clock' | 'log' | 'providers' | 'tasks' | 'works'
> & { notify: { messages: { markSeen(taskId: string): Promise<void> } } };
export type TaskDetails = { task: Task; works: Work[]; ahead: number; eta: Eta | null };

/** A user who sees the end here needs no message about it. */
async function noteSeen(taskId: string, { log, notify }: DetailNeeds): Promise<void> {
  try {
    await notify.messages.markSeen(taskId);
  } catch (error) {
    log.warn('end of a task not noted as seen', { cause: describeError(error) });
  }
}

/** The task with its works, its position in the queue and its expected time. */
export async function readDetails(task: Task, needs: DetailNeeds): Promise<TaskDetails> {
  const { tasks, works } = needs;
  const [rows, jobs] = await Promise.all([
    works.findMany(task.works.map(({ workId }) => workId)),
    isEnded(task) ? [] : tasks.jobs.listOfTask(task.id),
  ]);
  if (isEnded(task)) {
    await noteSeen(task.id, needs);
    return { task, works: rows, ahead: 0, eta: null };
  }
  const turns = jobs.filter(({ state }) => state === 'queued').map(({ turn }) => turn.getTime());
  const [ahead, durations, configs] = await Promise.all([
    turns.length === 0 ? 0 : tasks.jobs.countAhead(new Date(Math.min(...turns))),
    tasks.jobs.recentDurations(task.type),
    usableConfigs(task.type, needs),
  ]);
  const parallel = configs.reduce((sum, { maxConcurrent }) => sum + maxConcurrent, 0);
  const eta = etaOf(durations, ahead + Math.max(0, turns.length - 1), parallel);
  return { task, works: rows, ahead: Math.min(maxAhead, ahead), eta };
}
