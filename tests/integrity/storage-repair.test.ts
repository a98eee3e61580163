import {
  planStorageRepairs,
  repairStorage,
} from '../../cloudfunctions/shared/integrity/repairs/storage';
import { fillPerson, now, openArchive } from './archive';
import type { Archive } from './archive';

describe('fix-user-consistency, storage', () => {
  let archive: Archive;
  const by = { runId: 'run', operator: 'tester' };
  const kept = { usedBytes: 120, fileCount: 2 };

  beforeAll(async () => {
    archive = await openArchive();
  });
  beforeEach(() => {
    archive.cloud.faults([]);
    archive.cloud.cloud.reset({ seed: false });
    fillPerson(archive.cloud, 'ann', { completed: 3, failed: 1 });
    archive.change('works', 'work_ann_1', { imageBytes: 100, thumbnailBytes: 20 });
    archive.change('works', 'work_ann_2', { imageBytes: 70, filesRemovedAt: now });
    archive.change('works', 'work_ann_4', { imageBytes: 50 });
    usage({ ...kept, recentChanges: ['+work_ann_1'] });
  });
  afterAll(() => archive.close());

  const usage = (row: object) =>
    archive.cloud
      .collection('user_storage_usage')
      .put({ _id: 'user_ann', userId: 'user_ann', ...row });
  const row = () => archive.cloud.collection('user_storage_usage').rows({ _id: 'user_ann' })[0];
  const plan = (userIds?: string[]) =>
    planStorageRepairs(archive.connection.database, {
      clock: archive.clock,
      ...(userIds === undefined ? {} : { userIds }),
    });
  const repair = { userId: 'user_ann', before: { usedBytes: 7, fileCount: 1 }, after: kept };
  const run = () => repairStorage(archive.connection.database, archive.clock, repair, by, now);

  it('plans nothing when the count is the sum of the kept files', async () => {
    expect(await plan()).toEqual([]);
    expect(archive.clock.slept).toBe(0);
  });

  it('sets the sum of the kept files, with before and after in admin_logs', async () => {
    usage({ usedBytes: 7, fileCount: 1, recentChanges: ['+work_ann_1'] });
    expect(await plan(['user_ann'])).toEqual([repair]);
    expect(await plan(['user_ben'])).toEqual([]);
    expect(await run()).toBe(true);
    expect(row()).toMatchObject({ ...kept, recentChanges: ['+work_ann_1'] });
    expect(archive.cloud.collection('admin_logs').rows()).toMatchObject([
      { action: 'fixStorageUsage', target: 'user_ann', after: kept },
    ]);
    expect(await plan()).toEqual([]);
    expect((await archive.check()).status).toBe('healthy');
  });

  it('counts kept photos, but not those whose files are gone or never arrived', async () => {
    const asset = {
      ...{ userId: 'user_ann', kind: 'garment', bytes: 40, thumbnailBytes: 5, stage: 'submitted' },
      ...{ width: 1, height: 1, fileId: 'cloud://a.b/1', thumbnailFileId: 'cloud://a.b/2' },
      ...{ status: 'pending', createdAt: now, filesRemovedAt: null },
    };
    archive.cloud
      .collection('assets')
      .put(
        { _id: 'asset_1', ...asset },
        { _id: 'asset_2', ...asset, filesRemovedAt: now },
        { _id: 'asset_3', ...asset, stage: 'begun' },
      );

    expect(await plan()).toEqual([
      { userId: 'user_ann', before: kept, after: { usedBytes: 165, fileCount: 4 } },
    ]);
  });

  it('counts the avatar in the row of the user', async () => {
    archive.change('users', 'user_ann', { avatar: 'cloud://a.b/avatars/1.png', avatarBytes: 30 });
    const withAvatar = { usedBytes: 150, fileCount: 3 };
    expect(await plan()).toEqual([{ userId: 'user_ann', before: kept, after: withAvatar }]);
    expect(await plan(['user_ben'])).toEqual([]);
    usage(withAvatar);
    expect(await plan(['user_ann'])).toEqual([]);
    archive.change('users', 'user_ann', { avatarBytes: '30' });
    usage(kept);
    expect(await plan()).toEqual([]);
  });

  it.each([
    ['does not fit', { usedBytes: 'much', fileCount: 2 }],
    ['holds parts of a byte', { usedBytes: 1.5, fileCount: 2 }],
    ['is below nothing', { usedBytes: -20, fileCount: -1 }],
  ])('repairs a row that %s', async (_which, spoilt) => {
    usage(spoilt);
    const { findings } = await archive.check();
    expect(findings).toMatchObject([{ problem: 'storageDrift', id: 'user_ann' }]);
    const { database } = archive.connection;
    for (const planned of await plan()) {
      await repairStorage(database, archive.clock, planned, by, now);
    }
    expect(row()).toMatchObject(kept);
    expect((await archive.check()).status).toBe('healthy');
  });

  it('creates the row of a user who has none', async () => {
    archive.cloud.collection('user_storage_usage').empty();
    const [planned] = await plan();
    expect(planned).toEqual({ ...repair, before: { usedBytes: 0, fileCount: 0 } });
    const connection = archive.connection.database;
    if (planned !== undefined) await repairStorage(connection, archive.clock, planned, by, now);
    expect(row()).toMatchObject(kept);
  });

  it('does not touch a count that has changed since it was read', async () => {
    usage({ usedBytes: 8, fileCount: 1 });
    expect(await run()).toBe(false);
    expect(row()).toMatchObject({ usedBytes: 8 });
  });

  it.each(['fail-before', 'fail-after'] as const)(
    'writes once when a commit has the fault %s',
    async (fault) => {
      usage({ usedBytes: 7, fileCount: 1 });
      archive.cloud.faults([{ service: 'database', operation: 'commit', fault, times: 1 }]);
      expect(await run()).toBe(true);
      expect(row()).toMatchObject(kept);
      expect(archive.cloud.collection('admin_logs').count()).toBe(1);
    },
  );
});
