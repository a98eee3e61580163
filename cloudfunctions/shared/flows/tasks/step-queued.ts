import type { ApiConfig } from '../../domain/provider/api-config';
import { isUnresolved } from '../../domain/tasks/attempt';
import type { Attempt } from '../../domain/tasks/attempt';
import { drawCandidates, eligible, toTried } from '../../domain/tasks/candidates';
import { assetIdsOf, capabilityOf } from '../../domain/tasks/job';
import type { Job } from '../../domain/tasks/job';
import type { TaskWait } from '../../domain/tasks/task';
import { nextReset } from '../../domain/time/business-day';
import { endJob, failed, fallBack } from './end';
import type { TaskAsset, WorkNeeds } from './needs';
import { choosePlace } from './place';
import { startAtVendor } from './start';
import { showFace } from './show';
import type { StepOptions, StepResult } from './step';

const assetWaitMs = 5 * 60_000;
const noModelMs = 60_000;
/** Includes waiting for the next day's budget. */
const maxQueueMs = 3 * 24 * 3_600_000;

/** Sends the job to a vendor if the photos are ready and a slot is free. */
export async function stepQueued(
  job: Job,
  needs: WorkNeeds,
  options: StepOptions,
): Promise<StepResult> {
  const { apiConfigs, clock, tasks } = needs;
  const attempts =
    job.attempt === null && job.lostLeases === 0 ? [] : await tasks.attempts.list(job.id);
  const unresolved = attempts.find(isUnresolved);
  if (unresolved !== undefined) return endUnknown(job, unresolved, needs);
  if (clock.now().getTime() - job.createdAt.getTime() > maxQueueMs) {
    await endJob(job, failed('PROVIDER_BUSY', 'waited too long'), needs);
    return null;
  }
  const assets = await readAssets(job, needs);
  if (assets === null) return null;
  const configs = await apiConfigs.list(capabilityOf(job.type));
  const candidates =
    job.candidates.length > 0
      ? job.candidates
      : drawCandidates(configs, job.inputs, () => clock.random());
  if (candidates.length === 0) return wait(job, needs, noModelMs);
  const held = job.candidates.length > 0 ? job : await tasks.jobs.change(job, { candidates });
  if (held === null) return null;
  const left = eligible(candidates, attempts.map(toTried));
  if (left.length === 0) {
    if (!(await fallBack(held, needs)))
      await endJob(job, failed('PROVIDER_FAILED', job.lastError), needs);
    return null;
  }
  const models = left
    .map((id) => configs.find((config) => config.id === id))
    .filter((config): config is ApiConfig => config !== undefined);
  const place = await choosePlace(held, models, needs, options);
  if (place === 'noBudget') return waitForTomorrow(held, needs);
  if ('readyAt' in place) return wait(held, needs, place.readyAt.getTime() - clock.now().getTime());
  return startAtVendor(held, place, assets, needs, options);
}

/** The order may have been carried out: it is not sent again, and the credit is refunded. */
async function endUnknown(job: Job, attempt: Attempt, needs: WorkNeeds): Promise<StepResult> {
  const { costFen, n, provider } = attempt;
  needs.log.alarm('outcome of an order unknown', { workId: job.id, provider });
  if (!(await fallBack(job, needs)))
    await endJob(job, failed('PROVIDER_OUTCOME_UNKNOWN', `attempt ${n} at ${provider}`), needs);
  await needs.tasks.attempts.close(job.id, n, 'unknown', { wasteFen: costFen });
  return null;
}

/** Null: a photo is not ready yet, or never will be; the job has been dealt with. */
async function readAssets(job: Job, needs: WorkNeeds): Promise<TaskAsset[] | null> {
  const assets = await Promise.all(assetIdsOf(job.inputs).map((id) => needs.assets.find(id)));
  const present = assets.filter((asset): asset is TaskAsset => asset?.removedAt === null);
  if (present.length < assets.length) {
    await endJob(job, failed('ASSET_GONE'), needs);
    return null;
  }
  if (present.some(({ status }) => status === 'refused')) {
    await endJob(job, failed('ASSET_REFUSED'), needs);
    return null;
  }
  if (present.some(({ status }) => status === 'pending')) {
    await wait(job, needs, assetWaitMs, 'assets');
    return null;
  }
  return present;
}

async function waitForTomorrow(job: Job, needs: WorkNeeds): Promise<null> {
  const now = needs.clock.now();
  needs.log.alarm('budget of the day used up', {});
  // Spreads the jobs over a minute.
  const jitterMs = Math.round(needs.clock.random() * 60_000);
  return wait(job, needs, nextReset(now).getTime() - now.getTime() + jitterMs, 'tomorrow');
}

/** Nothing was begun, so the claim does not count as an attempt. */
async function wait(
  job: Job,
  needs: WorkNeeds,
  ms: number,
  waitsFor: TaskWait | null = null,
): Promise<null> {
  const { clock, tasks } = needs;
  const released = await tasks.jobs.change(job, {
    ...{ leaseUntil: null, dueAt: new Date(clock.now().getTime() + ms) },
    attempts: Math.max(0, job.attempts - 1),
  });
  if (released !== null && waitsFor !== null) await showFace(released, needs, waitsFor);
  return null;
}
