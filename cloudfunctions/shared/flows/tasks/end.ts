import { tellTaskEnded } from '../notify/outbox';
import type { EndedBy, EndedJob, JobEnding } from '../../data/tasks/endings';
import { describeError } from '../../domain/log';
import { assetIdsOf } from '../../domain/tasks/job';
import type { Job } from '../../domain/tasks/job';
import { holderOf } from '../../domain/tasks/slots';
import { isEnded } from '../../domain/tasks/task';
import type { WorkFailure } from '../../domain/work/failure';
import { rewardInviter } from '../wallet/rewards';
import { showCredits } from '../wallet/show-balance';
import type { WorkNeeds } from './needs';

export type EndNeeds = Pick<
  WorkNeeds,
  'assets' | 'clock' | 'files' | 'log' | 'quota' | 'tasks' | 'users' | 'wallet' | 'works'
>;

const inputsKeptMs = 7 * 24 * 3_600_000;

/** Ends a picture. What follows from it never undoes the end: it is logged, and done again by the check. */
export async function endJob(
  job: Job,
  ending: JobEnding,
  needs: EndNeeds,
  by: EndedBy = 'worker',
): Promise<EndedJob> {
  const { log, tasks } = needs;
  const ended = await tasks.endings.end(job, ending, by, tellTaskEnded);
  if (!ended.isOurs) return ended;
  if (ending.state === 'dead') {
    log.alarm('job is dead', { workId: job.id, error: ending.errorCode });
  }
  // An order that is being sent keeps its place at the vendor until its worker, or its deadline, gives it back.
  if (by === 'worker') await quietly(needs, () => releaseSlot(job, needs));
  if (ending.state !== 'done' && job.picture !== null) {
    const { fileId } = job.picture;
    await quietly(needs, () => needs.files.remove([fileId]));
  }
  if (ending.state === 'done') await rewardInviter(job.userId, needs);
  if (ending.state !== 'done' || ending.isPaidBack) await showCredits(job.userId, needs);
  if (isEnded(ended.task)) await quietly(needs, () => endUses(job, needs));
  return ended;
}

export function failed(
  errorCode: WorkFailure,
  lastError = '',
): Extract<JobEnding, { state: 'failed' | 'cancelled' | 'dead' }> {
  return { state: 'failed', errorCode, lastError };
}

/** It was being made once more and that failed: the first picture, which has passed, is delivered. */
export async function fallBack(
  job: Job,
  { clock, tasks }: Pick<EndNeeds, 'clock' | 'tasks'>,
): Promise<boolean> {
  if (!job.hasRerolled || job.picture === null || job.state === 'arrived') return false;
  const change: Partial<Job> = {
    ...{ state: 'checked', hasDoubt: true, verdict: 'pass' },
    ...{ leaseUntil: null, dueAt: clock.now() },
  };
  return (await tasks.jobs.change(job, change)) !== null;
}

/** The vendor is done with it, or has no more time. */
export async function releaseSlot(
  { id, attempt }: Pick<Job, 'id' | 'attempt'>,
  { tasks }: Pick<EndNeeds, 'tasks'>,
): Promise<void> {
  if (attempt !== null) await tasks.slots.release(attempt.configId, holderOf(id, attempt.n));
}

/** The task has ended: its photos may go. Idempotent. */
export async function endUses(
  { inputs, taskId }: Pick<Job, 'inputs' | 'taskId'>,
  { assets, clock }: Pick<EndNeeds, 'assets' | 'clock'>,
): Promise<void> {
  const keepUntil = new Date(clock.now().getTime() + inputsKeptMs);
  for (const assetId of new Set(assetIdsOf(inputs))) {
    await assets.endUse({ assetId, taskId, keepUntil });
  }
}

async function quietly({ log }: Pick<EndNeeds, 'log'>, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    log.warn('not tidied up after a picture', { cause: describeError(error) });
  }
}
