import { fixedWaits, retry } from '../../data/core/retry';
import { anonymous } from '../../domain/ids';
import { describeError } from '../../domain/log';
import { needsAlarm } from '../../domain/provider/fault';
import type { ProviderFault } from '../../domain/provider/fault';
import type { OrderContent, ProviderOrder, StartOutcome } from '../../domain/provider/port';
import type { Attempt } from '../../domain/tasks/attempt';
import { capabilityOf } from '../../domain/tasks/job';
import type { CurrentAttempt, Job } from '../../domain/tasks/job';
import { isLive, leaseFrom } from '../../domain/tasks/lease';
import { afterRefusal } from './refusal';
import { releaseSlot } from './end';
import type { TaskAsset, WorkNeeds } from './needs';
import { asyncStartMs, recordMs } from './place';
import type { Place } from './place';
import { showFace } from './show';
import type { StepOptions, StepResult } from './step';

const firstPollMs = 3_000;
/** A worker with less time left on its lease does not send an order. */
const minLeaseMs = 5_000;
const recordWaits = fixedWaits(200, 500, 1_000, 2_000);

/**
 * Sends one order. The attempt is recorded before it is sent, the vendor's answer before anything else is awaited; nothing here
 * sends it again.
 */
export async function startAtVendor(
  job: Job,
  place: Place,
  assets: readonly TaskAsset[],
  needs: WorkNeeds,
  { until }: StepOptions,
): Promise<StepResult> {
  const { clock, tasks } = needs;
  const { config, provider, deadline } = place;
  const current: CurrentAttempt = {
    ...{ n: job.attempts, configId: config.id, provider: config.provider },
    ...{ startedAt: clock.now(), deadline, polls: 0 },
  };
  const content = await toContent(job, assets, needs);
  if (content === null) {
    await releaseSlot({ id: job.id, attempt: current }, needs);
    throw new Error('A photo of the task has no file.');
  }
  const placed = await tasks.attempts.begin(job, toAttempt(job, place, current), current);
  if (placed === null) {
    await releaseSlot({ id: job.id, attempt: current }, needs);
    return null;
  }
  if (!hasTime(placed, clock.now())) {
    await tasks.attempts.close(job.id, current.n, 'notSent');
    await releaseSlot(placed, needs);
    return null;
  }
  const remainingMs = until.getTime() - clock.now().getTime() - recordMs;
  const timeoutMs =
    config.mode === 'sync'
      ? Math.min(config.deadlineSeconds * 1000, remainingMs)
      : Math.min(asyncStartMs, Math.max(1_000, remainingMs));
  const order: ProviderOrder = {
    ...content,
    ...{ model: config.model, mode: config.mode },
    anonymousUserId: `user-${anonymous(job.userId)}`,
    parameters: config.defaultParams,
  };
  const outcome = await provider.start(order, { timeoutMs });
  return recordStart(placed, place, outcome, needs);
}

function hasTime({ leaseUntil }: Job, now: Date): boolean {
  return isLive(leaseUntil, new Date(now.getTime() + minLeaseMs));
}

async function recordStart(
  job: Job,
  place: Place,
  outcome: StartOutcome,
  needs: WorkNeeds,
): Promise<StepResult> {
  const { clock, tasks } = needs;
  const { attempt } = job;
  if (attempt === null) throw new Error('The job has no attempt.');
  const now = clock.now();
  switch (outcome.state) {
    case 'accepted': {
      const accepted = await record(job, needs, {
        state: 'accepted',
        attempt: { ...attempt, providerTaskId: outcome.taskId },
        ...{ leaseUntil: null, dueAt: new Date(now.getTime() + firstPollMs) },
      });
      if (accepted === null) {
        await abandon(job, place, outcome.taskId, needs);
        return null;
      }
      await tasks.attempts.close(job.id, attempt.n, 'accepted', { providerTaskId: outcome.taskId });
      await tasks.health.worked(place.config.provider);
      await showFace(accepted, needs);
      return null;
    }
    case 'done': {
      const [picture] = outcome.pictures;
      if (picture === undefined) return refuse({ ...noPicture });
      const accepted = await record(job, needs, {
        state: 'accepted',
        attempt: { ...attempt, resultUrl: picture.url },
        ...leaseFrom(now),
      });
      await releaseSlot(job, needs);
      if (accepted === null) {
        const wasteFen = place.config.priceFen;
        await tasks.attempts.recordOrphan(job.id, attempt.n, { wasteFen });
        return null;
      }
      await tasks.health.worked(place.config.provider);
      await showFace(accepted, needs);
      return accepted;
    }
    default:
      return refuse(outcome);
  }

  async function refuse(fault: ProviderFault): Promise<StepResult> {
    logFault(job, place, fault, needs);
    await afterRefusal(job, place.config, fault, needs);
    return null;
  }
}

const noPicture: ProviderFault = {
  ...{ state: 'unknown', isAnswered: true, providerCode: 'no-picture', httpStatus: null },
};

/** The vendor's answer must not be lost: nothing else can find its task again. */
async function record(
  job: Job,
  { clock, log, tasks }: WorkNeeds,
  change: Partial<Job>,
): Promise<Job | null> {
  try {
    return await retry(clock, recordWaits, () => tasks.jobs.change(job, change));
  } catch (error) {
    log.alarm('answer of a vendor not recorded', {
      ...{ workId: job.id, attempt: job.attempt?.n, provider: job.attempt?.provider },
      ...{ providerTaskId: change.attempt?.providerTaskId, cause: describeError(error) },
    });
    throw error;
  }
}

/** Another worker ended the job while it was being sent: its picture is no longer wanted. */
async function abandon(
  job: Job,
  { config, provider }: Place,
  taskId: string,
  needs: WorkNeeds,
): Promise<void> {
  const { log, tasks } = needs;
  const n = job.attempt?.n ?? 0;
  const isStopped = (await provider.cancel?.(taskId, { timeoutMs: 3_000 })) ?? false;
  if (isStopped) await tasks.attempts.close(job.id, n, 'cancelled', { providerTaskId: taskId });
  else {
    await tasks.attempts.close(job.id, n, 'accepted', { providerTaskId: taskId });
    await tasks.attempts.recordOrphan(job.id, n, { wasteFen: config.priceFen });
  }
  log.warn('order of a job that has ended', { workId: job.id, isStopped });
  if (isStopped) await releaseSlot(job, needs);
}

function logFault(job: Job, { config }: Place, fault: ProviderFault, { log }: WorkNeeds): void {
  const fields = {
    ...{ workId: job.id, provider: config.id, providerCode: fault.providerCode },
    ...{ httpStatus: fault.httpStatus, state: fault.state, attempt: job.attempt?.n },
  };
  if (needsAlarm(fault)) log.alarm('provider', fields);
  else log.warn('provider fault', fields);
}

function toAttempt(job: Job, { config }: Place, current: CurrentAttempt): Attempt {
  return {
    ...{ workId: job.id, taskId: job.taskId, n: current.n, provider: config.provider },
    ...{ configId: config.id, capability: capabilityOf(job.type), model: config.model },
    ...{ outcome: 'started', leaseToken: job.leaseToken, providerCode: '' },
    ...{ costFen: config.priceFen, wasteFen: 0, startedAt: current.startedAt },
  };
}

/** Builds the order with fresh URLs of the photos. Null: one has no file. */
async function toContent(
  { inputs }: Job,
  assets: readonly TaskAsset[],
  { files }: Pick<WorkNeeds, 'files'>,
): Promise<OrderContent | null> {
  const urls = await Promise.all(assets.map(({ fileId }) => files.tempUrl(fileId)));
  const present = urls.filter((url): url is string => url !== null);
  const [first = ''] = present;
  if (present.length < assets.length) return null;
  if (inputs.type === 'photography') {
    return {
      ...{ capability: 'edit', prompt: inputs.prompt, size: inputs.size, quality: 'standard' },
      inputs: [{ url: first, role: 'garment' }],
    };
  }
  return {
    ...{ capability: 'tryon', personUrl: first },
    garments: inputs.garments.map(({ part }, index) => ({ url: present[index + 1] ?? '', part })),
  };
}
