import type { ApplyVerdict } from '../moderation/verdict';
import type { WorkNeeds } from './needs';

export type ResultVerdictNeeds = Pick<WorkNeeds, 'clock' | 'tasks' | 'timers'>;

/** Continues the job of a moderated picture. Ignored if the job has ended or is drawing the picture again. */
export const applyResultVerdict: ApplyVerdict<ResultVerdictNeeds> = async (
  { id },
  outcome,
  { clock, tasks, timers },
) => {
  const [jobId = '', round] = id.split(':');
  const now = clock.now();
  const job = await tasks.jobs.find(jobId);
  if (job?.state !== 'arrived' || job.hasRerolled !== (round !== undefined)) return;
  await timers.expectDue(now);
  await tasks.jobs.recordVerdict(jobId, outcome, now);
};
