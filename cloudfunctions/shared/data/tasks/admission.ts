import type { Job } from '../../domain/tasks/job';
import type { Task } from '../../domain/tasks/task';
import { usedOn } from '../../domain/tasks/usage';
import { turnsFor } from '../../domain/tasks/turn';
import type { StudioUsage } from '../../domain/tasks/usage';
import type { BusinessDay } from '../../domain/time/business-day';
import type { Transaction } from '../core/database';
import { isMissing } from '../core/rows';
import { toJobRow } from '../rows/job';
import { studioUsageOf, toStudioUsageData } from '../rows/studio-usage';
import { toTaskData } from '../rows/task';

export type TaskAdmission = {
  task: Task;
  jobs: readonly Job[];
  day: BusinessDay;
  /** Weight in fair queueing. */
  weight: number;
  /** Throws if the user's studio usage does not allow the new pictures. Null: they are not counted. */
  requireRoom: ((usage: StudioUsage) => void) | null;
};

/** Writes the task, its jobs and the user's studio usage, in the transaction that admits the works. */
export async function writeTask(
  transaction: Transaction,
  { task, jobs, day, weight, requireRoom }: TaskAdmission,
  now: Date,
): Promise<void> {
  const reference = transaction.collection('studio_usage').doc(task.userId);
  const row = (await reference.get()).data;
  const usage = studioUsageOf(task.userId, row);
  requireRoom?.(usage);
  const turns = turnsFor(jobs.length, { lastTurn: usage.lastTurn, weight }, now);
  const counted = requireRoom === null ? 0 : jobs.length;
  const changed: StudioUsage = {
    ...usage,
    unfinished: usage.unfinished + jobs.length,
    ...(requireRoom === null ? {} : { day, used: usedOn(usage, day) + counted }),
    lastTurn: turns.at(-1) ?? usage.lastTurn,
  };
  const data = toStudioUsageData(changed, now);
  await (isMissing(row) ? reference.set({ data }) : reference.update({ data }));
  await transaction.collection('task_queue').add({ data: { _id: task.id, ...toTaskData(task) } });
  const rows = jobs.map((job, index) => toJobRow({ ...job, turn: turns[index] ?? job.turn }));
  await transaction.collection('task_jobs').add({ data: rows });
}
