import { emergencyMarker } from '../../cloudfunctions/shared/flows/generation/finish';
import { createBackupRepository } from '../../cloudfunctions/shared/data/works/backups';
import { readLogRecords } from '../../cloudfunctions/shared/integrity/repairs/log-records';
import {
  listCleanable,
  listWaitingBackups,
} from '../../cloudfunctions/shared/integrity/repairs/repair';
import { createRecovery } from '../../scripts/admin/recovery';
import { backupRow, fillPerson, now, openArchive } from './archive';
import type { Archive } from './archive';

const dayMs = 24 * 3_600_000;

describe('recover-from-backup', () => {
  let archive: Archive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  beforeEach(() => {
    archive.cloud.cloud.reset({ seed: false });
    fillPerson(archive.cloud, 'ann', { completed: 2, failed: 1 });
  });
  afterAll(() => archive.close());

  const recovery = () => {
    const { database } = archive.connection;
    const { clock } = archive;
    return createRecovery({
      ...{ database, clock },
      backups: createBackupRepository(database, clock, () => undefined),
      by: { runId: 'run', operator: 'tester' },
    });
  };
  const backups = () => archive.cloud.collection('emergency_backup');
  const logs = () => archive.cloud.collection('admin_logs');

  it('completes a running work, marks both rows and logs before and after', async () => {
    archive.change('works', 'work_ann_2', { status: 'processing', imageUrl: '', images: [] });
    backups().put(backupRow('ann', 2));
    expect((await archive.check()).status).toBe('attention');
    expect(await recovery().recover('work_ann_2')).toEqual({
      workId: 'work_ann_2',
      outcome: 'completed',
    });
    const marks = { isRecovered: true, recoveredAt: now };
    expect(archive.cloud.collection('works').rows({ _id: 'work_ann_2' })).toMatchObject([
      { status: 'completed', imageUrl: 'cloud://test/works/user_ann/work_ann_2.png', ...marks },
    ]);
    expect(backups().rows()).toMatchObject([marks]);
    expect(logs().rows()).toMatchObject([
      {
        ...{ action: 'recoverBackup', target: 'work_ann_2', operator: 'tester' },
        before: { isRecovered: false, work: { status: 'processing' } },
        after: { isRecovered: true, work: { status: 'completed' }, outcome: 'completed' },
      },
    ]);
    expect((await archive.check()).status).toBe('healthy');
  });

  it('inserts a missing row, once', async () => {
    archive.remove('works', 'work_ann_2');
    backups().put(backupRow('ann', 2));
    expect((await recovery().recover('work_ann_2')).outcome).toBe('inserted');
    const after = archive.cloud.cloud.database.find('works', {}).docs;
    expect((await recovery().recover('work_ann_2')).outcome).toBe('recoveredEarlier');
    expect(archive.cloud.cloud.database.find('works', {}).docs).toEqual(after);
    expect(logs().count()).toBe(1);
  });

  it('never overwrites a work that was failed and refunded meanwhile', async () => {
    backups().put(backupRow('ann', 3));
    const [before] = archive.cloud.collection('works').rows({ _id: 'work_ann_3' });
    expect((await recovery().recover('work_ann_3')).outcome).toBe('endedOtherwise');
    expect(archive.cloud.collection('works').rows({ _id: 'work_ann_3' })).toEqual([before]);
    expect((await archive.check()).status).toBe('healthy');
  });

  it('continues after a backup that cannot be recovered', async () => {
    backups().put(backupRow('ann', 1, { work: {} }), backupRow('ann', 2));
    expect(await listWaitingBackups(archive.connection.database, archive.clock)).toEqual([
      'work_ann_1',
      'work_ann_2',
    ]);
    expect((await recovery().recover('work_ann_1')).outcome).toBe('failed');
    expect((await recovery().recover('work_ann_2')).outcome).toBe('alreadyCompleted');
  });

  it('cleans recovered backups of more than 30 days, and no others', async () => {
    const recovered = (days: number) => ({
      isRecovered: true,
      recoveredAt: new Date(now.getTime() - days * dayMs),
    });
    backups().put(
      backupRow('ann', 1, recovered(31)),
      backupRow('ann', 2, recovered(29)),
      backupRow('old', 1, { timestamp: new Date(now.getTime() - 90 * dayMs) }),
    );
    const cleanable = await listCleanable(archive.connection.database, archive.clock, now);
    expect(cleanable).toEqual(['work_ann_1']);
    expect(await recovery().clean([...cleanable, 'work_old_1'])).toBe(1);
    expect(
      backups()
        .rows()
        .map(({ _id }) => _id),
    ).toEqual(['work_ann_2', 'work_old_1']);
    expect(logs().rows()).toMatchObject([{ action: 'cleanBackups', after: { removed: 1 } }]);
  });

  describe('--from-log', () => {
    const withoutOpenid = (key: string, value: unknown) =>
      key === 'openid' || key === '_openid' ? undefined : value;
    const line = () => `${emergencyMarker} ${JSON.stringify(backupRow('ann', 2), withoutOpenid)}`;

    it('reads the line as it was printed, inside a log service, and each work once', () => {
      const wrapped = JSON.stringify({ time: '2026-11-21', message: line() });
      const text = ['{"level":"info"}', line(), wrapped, `${line()} trailing`].join('\n');
      const { records, broken } = readLogRecords(text, emergencyMarker);
      expect(broken).toEqual([]);
      expect(records).toHaveLength(1);
      expect(records[0]?.work).toMatchObject({ _id: 'work_ann_2', status: 'completed' });
      expect(records[0]?.work['createdAt']).toBeInstanceOf(Date);
      const [alone] = readLogRecords(wrapped, emergencyMarker).records;
      expect(alone).toEqual(records[0]);
    });

    it('names the lines that it cannot read', () => {
      const cut = line().slice(0, 200);
      const text = ['', cut, `${emergencyMarker} {"_id":"a","userId":"b","work":{}}`].join('\n');
      expect(readLogRecords(text, emergencyMarker)).toEqual({ records: [], broken: [2, 3] });
    });

    it('puts the record back with its owner, recovers it, and does it once', async () => {
      archive.remove('works', 'work_ann_2');
      const { records } = readLogRecords(line(), emergencyMarker);
      expect(await recovery().restore(records)).toEqual([
        { workId: 'work_ann_2', outcome: 'restored' },
      ]);
      await recovery().recover('work_ann_2');
      expect(archive.cloud.collection('works').rows({ _id: 'work_ann_2' })).toMatchObject([
        { openid: 'ann', _openid: 'ann', status: 'completed' },
      ]);
      expect(await recovery().restore(records)).toEqual([
        { workId: 'work_ann_2', outcome: 'standing' },
      ]);
      expect(backups().rows()).toMatchObject([{ isRecovered: true }]);
      expect((await archive.check()).status).toBe('healthy');
    });
  });
});
