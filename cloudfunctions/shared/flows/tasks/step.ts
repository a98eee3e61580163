import type { Job } from '../../domain/tasks/job';

/** The outcome of a step: the job, still held by this worker, to continue with; or null. */
export type StepResult = Job | null;
export type StepOptions = { until: Date };
