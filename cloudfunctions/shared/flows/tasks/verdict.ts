import type { ApplyVerdict } from '../moderation/verdict';
import type { WorkNeeds } from './needs';

export type ResultVerdictNeeds = Pick<WorkNeeds, 'clock' | 'log' | 'tasks' | 'timers'>;

/** What moderation says of a picture: its job goes on. One that has ended, or is made once more, takes no notice. */
export const applyResultVerdict: ApplyVerdict<ResultVerdictNeeds> = async (
  { id },
  outcome,
  { clock, log, tasks, timers },
) => {
  const [jobId = '', round] = id.split(':');
  const now = clock.now();
  const job = await tasks.jobs.find(jobId);
  if (job?.state !== 'arrived' || job.hasRerolled !== (round !== undefined)) return;
  log.info('verdict', { workId: jobId, trace: job.trace, outcome });
  await timers.expectDue(now);
  await tasks.jobs.recordVerdict(jobId, outcome, now);
};
