import type { Job } from '../../domain/tasks/job';

/** What a step leaves: the job in the same hands, to go on with, or null. */
export type StepResult = Job | null;
export type StepOptions = { until: Date };
