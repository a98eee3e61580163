import { noteReplay } from '../../data/tasks/dead-jobs';
import type { Decision } from '../../data/tasks/dead-jobs';
import { writeTask } from '../../data/tasks/admission';
import { taskIdOf } from '../../domain/ids';
import { assetIdsOf } from '../../domain/tasks/job';
import type { Job } from '../../domain/tasks/job';
import { newTask } from '../../domain/tasks/task';
import { AppError } from '../../error';
import { toJob, toWorks } from './submit';
import type { SubmitNeeds, TaskOrder } from './submit';

export type ReplayNeeds = Pick<
  SubmitNeeds,
  'assets' | 'clock' | 'log' | 'tasks' | 'timers' | 'works'
>;
export type ReplayResult = { taskId: string; workId: string };

/**
 * An admin reruns a dead job: a new task with one work for its owner, free of charge and exempt from the limits. The old job
 * stays failed. Once per request. Throws NOT_FOUND if the job is not dead, ASSET_GONE if its photos are gone.
 */
export async function replayJob(decision: Decision, needs: ReplayNeeds): Promise<ReplayResult> {
  const { assets, clock, tasks, timers, works } = needs;
  const now = clock.now();
  const job = await tasks.jobs.find(decision.jobId);
  if (job === null) throw new AppError('NOT_FOUND');
  const order = toOrder(job, decision, (await works.find(job.id))?.title ?? '');
  const taskId = taskIdOf(job.userId, order.requestId);
  const terms = { openid: job.openid, userId: job.userId, price: 0, now, replayOf: job.id };
  const rows = toWorks(taskId, order, terms).map((work) => ({ ...work, day: '' }));
  const [work] = rows;
  if (work === undefined) throw new Error('A replay makes one work.');
  const replayed = { taskId, workId: work.id };
  if ((await tasks.find(taskId)) !== null) return replayed;
  for (const assetId of assetIdsOf(job.inputs)) {
    const asset = await assets.find(assetId);
    if (asset?.removedAt !== null) throw new AppError('ASSET_GONE');
  }
  await timers.expectDue(now);
  const owner = { id: taskId, openid: job.openid, userId: job.userId };
  const task = newTask({ ...owner, type: job.type }, rows, now);
  const admission = {
    ...{ task, jobs: [toJob(work, job.inputs, now)], day: '', weight: 1, requireRoom: null },
  };
  await works.admission.admitWithoutSeat(rows, async (transaction) => {
    await noteReplay(transaction, decision, work.id, now);
    await writeTask(transaction, admission, now);
    for (const assetId of new Set(assetIdsOf(job.inputs))) {
      await assets.addUse(transaction, { assetId, taskId });
    }
  });
  return replayed;
}

function toOrder(job: Job, { requestId, adminId }: Decision, title: string): TaskOrder {
  return {
    ...{ requestId: `replay:${adminId}:${requestId}:${job.id}`, expectedCost: 0 },
    ...{ requestHash: `replay of ${job.id}`, type: job.type, title, inputs: [job.inputs] },
    size: job.inputs.type === 'photography' ? job.inputs.size : '',
  };
}
