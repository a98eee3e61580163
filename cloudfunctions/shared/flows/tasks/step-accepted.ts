import type { ProviderFault } from '../../domain/provider/fault';
import type { CheckOutcome, DoneOutcome, Provider } from '../../domain/provider/port';
import { leaseFrom } from '../../domain/tasks/lease';
import { isOpen, pathTokenOf } from '../../domain/tasks/job';
import type { CurrentAttempt, Job } from '../../domain/tasks/job';
import { storePicture } from '../generation/store';
import { endJob, failed, fallBack, releaseSlot } from './end';
import type { WorkNeeds } from './needs';
import { orphanOf } from './orphan';
import { afterRefusal } from './refusal';
import { showFace } from './show';
import type { StepOptions, StepResult } from './step';

const checkMs = 6_000;
const cancelMs = 5_000;
const maxStoreMs = 30_000;
const minPollMs = 3_000;
const maxPollMs = 15_000;

/** While the vendor draws: polls it, stops it if the owner has cancelled, and stores our copy. */
export async function stepAccepted(
  job: Job,
  needs: WorkNeeds,
  { until }: StepOptions,
): Promise<StepResult> {
  const { clock, providers } = needs;
  const { attempt } = job;
  if (attempt === null) throw new Error('An accepted job without an attempt.');
  if (attempt.resultUrl !== undefined) return store(job, attempt.resultUrl, needs, until);
  const provider = providers.vendor(attempt.provider, job.trace);
  const { providerTaskId } = attempt;
  if (provider === null || providerTaskId === undefined) return timeOutOrWait(job, attempt, needs);
  if (job.cancelRequestedAt !== null && !job.isCancelAsked) {
    const stopped = await stop(job, provider, providerTaskId, needs);
    if (stopped === null || stopped === 'stopped') return null;
    return stopped;
  }
  const outcome: CheckOutcome =
    (await provider.check?.(providerTaskId, { timeoutMs: checkMs })) ?? unknownTask;
  if (outcome.state === 'running') return timeOutOrWait(job, attempt, needs);
  if (outcome.state === 'done') {
    const url = pictureOf(outcome);
    if (url !== null) {
      const renewed = await needs.tasks.jobs.change(job, leaseFrom(clock.now()));
      return renewed === null ? null : store(renewed, url, needs, until);
    }
    await afterRefusal(job, await priceOfAttempt(job, attempt, needs), unknownTask, needs);
    return null;
  }
  needs.log.warn('task of a vendor failed', {
    ...{ workId: job.id, provider: attempt.configId, providerCode: outcome.providerCode },
    state: outcome.state,
  });
  await afterRefusal(job, await priceOfAttempt(job, attempt, needs), outcome, needs);
  return null;
}

const unknownTask: ProviderFault = {
  ...{ state: 'unknown', isAnswered: true, providerCode: 'no-picture', httpStatus: null },
};

export function pictureOf(outcome: DoneOutcome): string | null {
  return outcome.pictures[0]?.url ?? null;
}

/** Read from the row of the attempt: the model may have been removed from the configuration. */
async function priceOfAttempt(
  { id }: Job,
  { n, provider }: CurrentAttempt,
  { tasks }: WorkNeeds,
): Promise<{ provider: string; priceFen: number }> {
  const row = await tasks.attempts.find(id, n);
  return { provider, priceFen: row?.costFen ?? 0 };
}

async function stop(
  job: Job,
  provider: Provider,
  taskId: string,
  needs: WorkNeeds,
): Promise<Job | 'stopped' | null> {
  const { clock, tasks } = needs;
  const isStopped = (await provider.cancel?.(taskId, { timeoutMs: cancelMs })) ?? false;
  if (!isStopped) {
    // Too late to stop: the picture is finished and delivered.
    return tasks.jobs.change(job, { isCancelAsked: true, ...leaseFrom(clock.now()) });
  }
  const { attempt } = job;
  if (attempt !== null) await tasks.attempts.close(job.id, attempt.n, 'cancelled');
  await endJob(job, { ...failed('CANCELLED'), state: 'cancelled' }, needs);
  return 'stopped';
}

async function timeOutOrWait(
  job: Job,
  attempt: CurrentAttempt,
  needs: WorkNeeds,
): Promise<StepResult> {
  const { clock, tasks } = needs;
  const now = clock.now();
  if (now < attempt.deadline) {
    const ms = Math.min(maxPollMs, minPollMs * (1 + attempt.polls / 4));
    await tasks.jobs.change(job, {
      attempt: { ...attempt, polls: attempt.polls + 1 },
      ...{ leaseUntil: null, dueAt: new Date(now.getTime() + ms) },
    });
    return null;
  }
  if (await fallBack(job, needs)) return null;
  const orphan = orphanOf(attempt, now);
  await endJob(job, { ...failed('PROVIDER_TIMEOUT'), orphan }, needs);
  return null;
}

/** Stores our own copy. A failed copy is retried; the picture is never ordered again because of it. */
async function store(job: Job, url: string, needs: WorkNeeds, until: Date): Promise<StepResult> {
  const { clock, providers, tasks, works } = needs;
  const work = await works.find(job.id);
  if (work === null) throw new Error('The work of the job is missing.');
  const deadline = new Date(
    Math.min(clock.now().getTime() + maxStoreMs, until.getTime() + maxStoreMs / 3),
  );
  const source = { ...work, pathToken: pathTokenOf(job, work.pathToken) };
  // A vendor no longer configured here may not have drawn the mark: two marks are better than none.
  const provider = job.attempt === null ? null : providers.vendor(job.attempt.provider);
  const needsMark = provider?.labelsPictures !== true;
  const stored = await storePicture(source, url, needs, deadline, { needsMark });
  const arrived = await tasks.jobs.change(job, {
    ...{
      state: 'arrived',
      picture: { fileId: stored.imageUrl, bytes: stored.imageBytes },
      verdict: null,
    },
    ...(job.hasRerolled ? { firstPicture: job.picture } : {}),
    ...leaseFrom(clock.now()),
  });
  if (arrived === null) {
    await keepLate(job, stored.imageUrl, needs);
    return null;
  }
  if (job.attempt !== null) await tasks.attempts.close(job.id, job.attempt.n, 'done');
  await releaseSlot(job, needs);
  await showFace(arrived, needs);
  return arrived;
}

/**
 * The lease was lost. If another worker continues, its copy is at the same path; if the picture has ended, ours came too late.
 */
async function keepLate(job: Job, fileId: string, needs: WorkNeeds): Promise<void> {
  const { files, log, tasks } = needs;
  const standing = await tasks.jobs.find(job.id);
  if (standing === null || isOpen(standing) || standing.state === 'done') return;
  log.warn('picture of a job that has ended', { workId: job.id, trace: job.trace });
  if (job.attempt !== null) {
    const { priceFen: wasteFen } = await priceOfAttempt(job, job.attempt, needs);
    await tasks.attempts.recordOrphan(job.id, job.attempt.n, { wasteFen });
  }
  await files.remove([fileId]);
}
