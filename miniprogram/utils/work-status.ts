import type { FailureName } from '../../cloudfunctions/shared/contracts/reply';
import type { WorkStatus } from '../../cloudfunctions/shared/contracts/values';
import { labelOf } from './labels';

/** `unknown`: a newer cloud has statuses that this version of the phone does not know. */
export type WorkProgress = 'running' | 'completed' | 'failed' | 'unknown';

const progress: Record<WorkStatus, WorkProgress> = {
  pending: 'running',
  processing: 'running',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'failed',
};

export function progressOf({ status }: { status: WorkStatus }): WorkProgress {
  return labelOf(progress, status, 'unknown') as WorkProgress;
}

export function isRunning(work: { status: WorkStatus }): boolean {
  return progressOf(work) === 'running';
}

/** The same request would be refused again: it has to be edited first. */
const editFirst = new Set<string>([
  'CONTENT_REFUSED',
  'PICTURE_REFUSED',
  'PROMPT_TOO_LONG',
  'INVALID_INPUT',
  'REQUEST_REUSED',
] satisfies FailureName[]);

export function needsEdit(errorCode: string | null | undefined): boolean {
  return errorCode != null && editFirst.has(errorCode);
}
