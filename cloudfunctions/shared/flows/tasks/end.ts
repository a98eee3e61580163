import { tellTaskEnded } from '../notify/outbox';
import type { Transaction } from '../../data/core/database';
import { InvalidRowError } from '../../data/core/rows';
import type { EndedBy, EndedJob, JobEnding } from '../../data/tasks/endings';
import { describeError } from '../../domain/log';
import type { Attempt } from '../../domain/tasks/attempt';
import { assetIdsOf } from '../../domain/tasks/job';
import type { Job } from '../../domain/tasks/job';
import { holderOf } from '../../domain/tasks/slots';
import type { WorkFailure } from '../../domain/work/failure';
import { rewardInviter } from '../wallet/rewards';
import { showCredits } from '../wallet/show-balance';
import type { WorkNeeds } from './needs';

export type EndNeeds = Pick<
  WorkNeeds,
  'assets' | 'clock' | 'files' | 'log' | 'quota' | 'tasks' | 'users' | 'wallet' | 'works'
>;

const inputsKeptMs = 7 * 24 * 3_600_000;

/** Ends a picture. A failing follow-up never undoes the end: it is logged, and the check repeats it. */
export async function endJob(
  job: Job,
  ending: JobEnding,
  needs: EndNeeds,
  by: EndedBy = 'worker',
): Promise<EndedJob> {
  const { log, tasks } = needs;
  const wasted = await findWasted(job, ending, needs);
  const ended = await tasks.endings.end(job, ending, by, wasted, async (transaction, task) => {
    await tellTaskEnded(transaction, task);
    await endUses(job, needs, transaction);
  });
  if (!ended.isOurs) return ended;
  if (ending.state === 'dead') {
    log.alarm('job is dead', { workId: job.id, error: ending.errorCode });
  }
  // An order being sent keeps its slot until its worker, or its deadline, releases it.
  if (by === 'worker' && !isStillDrawn(job, ending, needs.clock.now())) {
    await quietly(needs, () => releaseSlot(job, needs));
  }
  const unused = [job.firstPicture, ending.state === 'done' ? null : job.picture];
  const fileIds = unused.flatMap((picture) => picture?.fileId ?? []);
  if (fileIds.length > 0) await quietly(needs, () => needs.files.remove(fileIds));
  if (ending.state === 'done') await rewardInviter(job.userId, needs);
  if (ending.state !== 'done' || ending.isPaidBack) await showCredits(job.userId, needs);
  return ended;
}

/** Attempts that produced a picture which is not the delivered one. */
async function findWasted(
  job: Job,
  ending: JobEnding,
  { tasks }: Pick<EndNeeds, 'tasks'>,
): Promise<Attempt[]> {
  const { attempt, firstPicture, hasRerolled } = job;
  if (attempt === null || (ending.state === 'done' && !hasRerolled)) return [];
  const brought = (await tasks.attempts.list(job.id)).filter(
    ({ n, outcome }) =>
      outcome === 'done' ||
      // An attempt that answered with its picture at once, which was then not stored.
      (outcome === 'started' && n === attempt.n && attempt.resultUrl !== undefined),
  );
  if (ending.state !== 'done') return brought;
  // The first picture is put aside while a second one replaces it.
  const delivered = firstPicture === null ? brought.at(0) : brought.at(-1);
  return brought.filter(({ n }) => n !== delivered?.n);
}

/** The vendor still works on an abandoned order: its slot is held until the order's end or its deadline. */
function isStillDrawn({ attempt }: Job, ending: JobEnding, now: Date): boolean {
  const isFollowed = ending.state !== 'done' && ending.orphan !== undefined;
  return isFollowed && attempt !== null && now < attempt.deadline;
}

export function failed(
  errorCode: WorkFailure,
  lastError = '',
): Extract<JobEnding, { state: 'failed' | 'cancelled' | 'dead' }> {
  return { state: 'failed', errorCode, lastError };
}

/** The second drawing failed: delivers the first picture, which has passed moderation. */
export async function fallBack(
  job: Job,
  { clock, tasks }: Pick<EndNeeds, 'clock' | 'tasks'>,
): Promise<boolean> {
  if (!job.hasRerolled || job.picture === null || job.state === 'arrived') return false;
  const change: Partial<Job> = {
    ...{ state: 'checked', hasDoubt: true, fidelity: 'different', verdict: 'pass' },
    ...{ leaseUntil: null, dueAt: clock.now() },
  };
  return (await tasks.jobs.change(job, change)) !== null;
}

/** The vendor has finished, or its time is over. */
export async function releaseSlot(
  { id, attempt }: Pick<Job, 'id' | 'attempt'>,
  { tasks }: Pick<EndNeeds, 'tasks'>,
): Promise<void> {
  if (attempt !== null) await tasks.slots.release(attempt.configId, holderOf(id, attempt.n));
}

/** The task has ended, so its photos may be removed. Malformed ids are skipped: the task must end. */
async function endUses(
  { inputs, taskId }: Pick<Job, 'inputs' | 'taskId'>,
  { assets, clock, log }: Pick<EndNeeds, 'assets' | 'clock' | 'log'>,
  transaction: Transaction,
): Promise<void> {
  const keepUntil = new Date(clock.now().getTime() + inputsKeptMs);
  for (const assetId of new Set(assetIdsOf(inputs))) {
    try {
      await assets.endUse({ assetId, taskId, keepUntil }, transaction);
    } catch (error) {
      if (!(error instanceof InvalidRowError)) throw error;
      log.warn('use of a photo not ended', { asset: assetId, cause: describeError(error) });
    }
  }
}

async function quietly({ log }: Pick<EndNeeds, 'log'>, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    log.warn('not tidied up after a picture', { cause: describeError(error) });
  }
}
