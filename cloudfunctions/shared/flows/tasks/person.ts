import type { Job } from '../../domain/tasks/job';
import { endJob, failed } from './end';
import type { WorkNeeds } from './needs';
import { orphanOf } from './orphan';

const cancelMs = 5_000;

/**
 * The owner has removed the photo of the person: jobs that use it end in whatever state they are, and are not delivered. The
 * vendor is asked to stop; a picture that still arrives is an orphan. True: the job has been dealt with.
 */
export async function endWithoutPerson(job: Job, needs: WorkNeeds): Promise<boolean> {
  const { assets, clock, providers, tasks } = needs;
  const { attempt, inputs, state } = job;
  // The step of a queued job checks all of its photos.
  if (inputs.type !== 'fitting' || state === 'queued') return false;
  const person = await assets.find(inputs.personAssetId);
  if (person?.removedAt === null) return false;
  const ending = failed('ASSET_GONE');
  const taskId = state === 'accepted' ? attempt?.providerTaskId : undefined;
  if (attempt === null || taskId === undefined) {
    await endJob(job, ending, needs);
    return true;
  }
  const provider = providers.vendor(attempt.provider, job.trace);
  const isStopped = (await provider?.cancel?.(taskId, { timeoutMs: cancelMs })) ?? false;
  if (isStopped) await tasks.attempts.close(job.id, attempt.n, 'cancelled');
  const orphan = isStopped ? {} : { orphan: orphanOf(attempt, clock.now()) };
  await endJob(job, { ...ending, ...orphan }, needs);
  return true;
}
