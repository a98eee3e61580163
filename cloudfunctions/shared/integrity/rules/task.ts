import { isOpen } from '../../domain/tasks/job';
import type { Job } from '../../domain/tasks/job';
import { isEnded, workStateOf } from '../../domain/tasks/task';
import type { Task } from '../../domain/tasks/task';
import { isRunning } from '../../domain/work/work';
import type { Work, WorkStatus } from '../../domain/work/work';
import type { Finding } from './findings';

/** A task with the rows of its pictures, as far as they exist. */
export type TaskStory = { task: Task; jobs: readonly Job[]; works: readonly Work[] };

const endedWorks: Partial<Record<Job['state'], WorkStatus>> = {
  ...{ done: 'completed', failed: 'failed', dead: 'failed', cancelled: 'cancelled' },
};

/**
 * Checks that every picture has one job and one work, that all rows agree on its state, and that all reserved credits were spent
 * or refunded.
 */
export function taskFindings({ task, jobs, works }: TaskStory): Finding[] {
  const { id, userId } = task;
  const found: Finding[] = [];
  const add = (problem: Finding['problem'], what: string) =>
    void found.push({ problem, id, userId, what });

  for (const { workId, state } of task.works) {
    const job = jobs.find((one) => one.id === workId);
    const work = works.find((one) => one.id === workId);
    if (job === undefined || work === undefined) {
      add('taskPicture', `图片 ${workId} 没有${job === undefined ? '排队' : '作品'}记录`);
      continue;
    }
    const agrees = isOpen(job) ? isRunning(work) : endedWorks[job.state] === work.status;
    if (!agrees) add('taskPicture', `图片 ${workId}：排队记录 ${job.state}，作品 ${work.status}`);
    // The task's row follows an open job a moment later.
    if (!isOpen(job) && workStateOf(job.state) !== state) {
      add('taskFace', `图片 ${workId}：排队记录 ${job.state}，任务显示 ${state}`);
    }
  }
  if (!isEnded(task)) return found;
  const { reserved, spent, refunded } = task;
  if (reserved !== spent + refunded) {
    add('taskMoney', `预留 ${reserved} 积分，消耗 ${spent}，退回 ${refunded}`);
  }
  const own = works.filter((work) => task.works.some(({ workId }) => workId === work.id));
  const kept = own.filter(({ status, fidelityRefunded }) =>
    status === 'completed' ? fidelityRefunded !== 1 : false,
  );
  const cost = kept.reduce((sum, work) => sum + work.cost, 0);
  if (own.length === task.works.length && cost !== spent) {
    add('taskMoney', `任务记消耗 ${spent} 积分，作品合计 ${cost}`);
  }
  return found;
}
