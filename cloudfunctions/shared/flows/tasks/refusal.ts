import type { ApiConfig } from '../../domain/provider/api-config';
import type { ProviderFault } from '../../domain/provider/fault';
import type { AttemptOutcome } from '../../domain/tasks/attempt';
import { eligible, toTried } from '../../domain/tasks/candidates';
import type { Job } from '../../domain/tasks/job';
import type { WorkFailure } from '../../domain/work/failure';
import { endJob, failed, fallBack, releaseSlot } from './end';
import type { WorkNeeds } from './needs';

const retryWaitsMs = [10_000, 30_000];

/**
 * Decides what follows when a vendor did not make the picture: another model, another time, or the end. The outcome of the
 * attempt is written first: an open attempt counts as an order that may have been carried out.
 */
export async function afterRefusal(
  job: Job,
  config: Pick<ApiConfig, 'provider' | 'priceFen'>,
  fault: ProviderFault,
  needs: WorkNeeds,
): Promise<void> {
  const { clock, tasks } = needs;
  const { attempt } = job;
  if (attempt === null) throw new Error('The job has no attempt.');
  const { providerCode } = fault;
  const wasteFen = fault.state === 'unknown' ? config.priceFen : 0;
  const close = () =>
    tasks.attempts.close(job.id, attempt.n, outcomeOf(fault), { providerCode, wasteFen });
  await releaseSlot(job, needs);
  if (fault.state === 'refused' || fault.state === 'unknown') {
    // Closed last: while the job cannot be ended, its order counts as possibly carried out, and is not sent again.
    if (!(await fallBack(job, needs)))
      await endJob(job, failed(failureOf(fault), providerCode), needs);
    await close();
    return;
  }
  await close();
  if (await fallBack(job, needs)) return;
  const isDisabled = fault.state === 'disabled';
  await tasks.health.failed(config.provider, { isDisabled, reason: providerCode });
  // No model is left to try, so waiting could only end in failure: refund now.
  if (isDisabled && !(await hasModelLeft(job, needs))) {
    await endJob(job, failed('PROVIDER_FAILED', providerCode), needs);
    return;
  }
  const waitMs = isDisabled
    ? 0
    : Math.max(fault.retryAfterMs ?? 0, retryWaitsMs[job.attempts - 1] ?? 0);
  await tasks.jobs.change(job, {
    ...{ state: 'queued', leaseUntil: null, lastError: providerCode },
    ...{ dueAt: new Date(clock.now().getTime() + waitMs), errorCode: 'PROVIDER_FAILED' },
  });
}

async function hasModelLeft(job: Job, { tasks }: WorkNeeds): Promise<boolean> {
  const attempts = await tasks.attempts.list(job.id);
  return eligible(job.candidates, attempts.map(toTried)).length > 0;
}

function outcomeOf(fault: ProviderFault): AttemptOutcome {
  return fault.state;
}

function failureOf(fault: ProviderFault): WorkFailure {
  if (fault.state === 'unknown')
    return fault.isAnswered === true ? 'PROVIDER_FAILED' : 'PROVIDER_OUTCOME_UNKNOWN';
  if (fault.state !== 'refused') return 'PROVIDER_FAILED';
  const names: Record<typeof fault.reason, WorkFailure> = {
    ...{ content: 'PICTURE_REFUSED', input: 'PHOTO_UNUSABLE' },
    ...{ tooLong: 'PROMPT_TOO_LONG', request: 'PROVIDER_FAILED' },
  };
  return names[fault.reason];
}
