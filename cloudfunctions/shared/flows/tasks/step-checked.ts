import type { Job } from '../../domain/tasks/job';
import { countRemoved, countStored } from '../storage-count';
import { endJob } from './end';
import { takeFidelityAction } from './guard';
import type { WorkNeeds } from './needs';
import type { StepResult } from './step';

/** Delivers the picture. Its bytes are counted before the row names it: readers of the row may rely on the count. */
export async function stepChecked(job: Job, needs: WorkNeeds): Promise<StepResult> {
  const { attempt, hasDoubt, inputs, picture } = job;
  if (picture === null) throw new Error('A checked job without a picture.');
  await countStored(job.userId, job.id, picture.bytes, needs);
  // With a note the user asks for more than the plain garment, so a difference is not our fault.
  const hasNote = inputs.type === 'photography' && inputs.note !== '';
  const isPaidBack = hasDoubt && !hasNote && (await takeFidelityAction(job, needs));
  const provider = attempt?.configId ?? '';
  const ending = { state: 'done', picture, provider, isPaidBack, hasDoubt } as const;
  const { job: ended } = await endJob(job, ending, needs);
  if (ended.state !== 'done') await countRemoved(job.userId, job.id, picture.bytes, needs);
  return null;
}
