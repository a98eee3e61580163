import type { Job } from '../../../cloudfunctions/shared/domain/tasks/job';

export const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 29) + seconds * 1000);

/** A queued photography job, due at `at(0)`. */
export function someJob(changes: Partial<Job> = {}): Job {
  return {
    ...{ id: 'work_1', taskId: 'task_1', userId: 'user_1', openid: 'alice' },
    type: 'photography',
    inputs: {
      ...{ type: 'photography', garmentAssetId: 'asset_1', sceneId: 'street', model: 'female' },
      ...{ size: '864x1152', note: '', prompt: '街头', templateId: 't', templateVersion: 1 },
    },
    ...{ state: 'queued', dueAt: at(0), turn: at(0), shard: 0 },
    ...{ leaseToken: 3, leaseUntil: null, leaseHolder: '', attempts: 0, lostLeases: 0 },
    ...{ candidates: [], attempt: null, picture: null, firstPicture: null, verdict: null },
    ...{ hasRerolled: false, hasDoubt: false, fidelity: null },
    ...{ cancelRequestedAt: null, isCancelAsked: false },
    ...{ orphanUntil: null, errorCode: '', lastError: '', createdAt: at(0), updatedAt: at(0) },
    ...changes,
  };
}
