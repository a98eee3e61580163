import type { Job } from '../../../cloudfunctions/shared/domain/tasks/job';
import { followLate } from '../../../cloudfunctions/shared/flows/tasks/late';
import type { WorkNeeds } from '../../../cloudfunctions/shared/flows/tasks/needs';
import { sample } from '../../pictures/samples';

const fileId = 'cloud://env.bucket/private/orphans/user_1/work_1-3.png';
const job = {
  ...{ id: 'work_1', userId: 'user_1', leaseToken: 3, orphanUntil: null, trace: null },
  attempt: { n: 1, provider: 'dashscope', configId: 'c', providerTaskId: 't1' },
} as unknown as Job;

/** A vendor that delivers after the end; `hasRow`: whether the attempt still has its row. */
function needsOf(hasRow: boolean) {
  const removed: string[] = [];
  const done = { state: 'done', pictures: [{ url: 'https://vendor/a.png' }] };
  const needs = {
    clock: { now: () => new Date() },
    log: { warn: () => undefined },
    providers: {
      vendor: () => ({ check: () => Promise.resolve(done) }),
      downloadPicture: () => Promise.resolve(sample('rgb.png')),
    },
    files: {
      upload: () => Promise.resolve(fileId),
      remove: (ids: readonly string[]) => {
        removed.push(...ids);
        return Promise.resolve();
      },
    },
    tasks: {
      slots: { release: () => Promise.resolve() },
      attempts: {
        list: () => Promise.resolve(hasRow ? [{ n: 1, costFen: 50 }] : []),
        recordOrphan: () => Promise.resolve(hasRow),
      },
      jobs: { change: () => Promise.resolve(null) },
    },
  };
  return { removed, needs: needs as unknown as WorkNeeds };
}

describe('a picture that comes after its job has ended', () => {
  it('is kept for the admin', async () => {
    const { needs, removed } = needsOf(true);
    await followLate(job, needs);
    expect(removed).toEqual([]);
  });

  it('leaves no file when its account was deleted meanwhile', async () => {
    const { needs, removed } = needsOf(false);
    await followLate(job, needs);
    expect(removed).toEqual([fileId]);
  });
});
