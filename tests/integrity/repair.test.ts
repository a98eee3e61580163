import {
  planCountRepairs,
  repairCount,
} from '../../cloudfunctions/shared/integrity/repairs/repair';
import { fillPerson, now, openArchive, workRow } from './archive';
import type { Archive } from './archive';

describe('fix-user-consistency', () => {
  let archive: Archive;
  const by = { runId: 'run', operator: 'tester' };

  beforeAll(async () => {
    archive = await openArchive();
  });
  beforeEach(() => {
    archive.cloud.faults([]);
    archive.cloud.cloud.reset({ seed: false });
    fillPerson(archive.cloud, 'ann', { completed: 3, failed: 1 });
    fillPerson(archive.cloud, 'ben', { completed: 2, failed: 0 });
  });
  afterAll(() => archive.close());

  const plan = () => planCountRepairs(archive.connection.database, { clock: archive.clock });
  const user = (id: string) => archive.cloud.collection('users').rows({ _id: id })[0];
  const repair = { userId: 'user_ann', before: 9, after: 3 };
  const run = () => repairCount(archive.connection.database, archive.clock, repair, by, now);

  it('plans nothing for healthy data', async () => {
    expect(await plan()).toEqual({ repairs: [], waiting: [] });
  });

  it('sets the number of works that are not failed, with before and after in admin_logs', async () => {
    archive.change('users', 'user_ann', { generateCount: 9 });
    expect(await plan()).toEqual({ repairs: [repair], waiting: [] });
    expect(await run()).toBe(true);
    expect(user('user_ann')).toMatchObject({ generateCount: 3, lastSyncAt: now, credits: 97 });
    expect(archive.cloud.collection('admin_logs').rows()).toMatchObject([
      {
        ...{ action: 'fixGenerateCount', target: 'user_ann', operator: 'tester' },
        ...{ before: { generateCount: 9 }, after: { generateCount: 3 } },
      },
    ]);
    expect(await plan()).toEqual({ repairs: [], waiting: [] });
    expect((await archive.check()).status).toBe('healthy');
  });

  it('does not touch a count that has changed since it was read', async () => {
    archive.change('users', 'user_ann', { generateCount: 4 });
    expect(await run()).toBe(false);
    expect(user('user_ann')).toMatchObject({ generateCount: 4 });
    expect(archive.cloud.collection('admin_logs').count()).toBe(0);
  });

  it('leaves users with a running work to the next run', async () => {
    archive.cloud.collection('works').put({ ...workRow('ann', 9, 'pending'), createdAt: now });
    archive.change('users', 'user_ann', { generateCount: 9 });
    expect(await plan()).toEqual({ repairs: [], waiting: ['user_ann'] });
  });

  it('repairs once when the answer of the commit is lost', async () => {
    archive.change('users', 'user_ann', { generateCount: 9 });
    archive.cloud.faults([
      { service: 'database', operation: 'commit', fault: 'fail-after', times: 1 },
    ]);
    expect(await run()).toBe(true);
    expect(user('user_ann')).toMatchObject({ generateCount: 3 });
    expect(archive.cloud.collection('admin_logs').count()).toBe(1);
  });
});
