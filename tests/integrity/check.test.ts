import type { ProblemName } from '../../cloudfunctions/shared/integrity/rules/findings';
import { problemNames, problems } from '../../cloudfunctions/shared/integrity/rules/findings';
import {
  describeFigures,
  describeReport,
} from '../../cloudfunctions/shared/integrity/rules/report';
import type { Document } from '../../devtools/emulator/database/database';
import { backupRow, fillPerson, now, openArchive, workRow } from './archive';
import type { Archive } from './archive';

describe('checkIntegrity', () => {
  let archive: Archive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  beforeEach(() => {
    archive.cloud.cloud.reset({ seed: false });
    archive.clock.slept = 0;
    fillPerson(archive.cloud, 'ann', { completed: 3, failed: 1 });
    fillPerson(archive.cloud, 'ben', { completed: 2, failed: 0 });
  });
  afterAll(() => archive.close());

  it('reports consistent data as healthy, in the words of the example, without a second read', async () => {
    const report = await archive.check();
    expect(report.findings).toEqual([]);
    expect(archive.clock.slept).toBe(0);
    expect(describeReport(report)).toBe(
      [
        '📋 =================== 数据完整性报告 ===================',
        '📊 总体状态: ✅ 良好',
        '',
        '📈 数据统计:',
        '   总生成次数: 6',
        '   成功率: 83.3%',
        '   今日活跃: 6 次',
        '',
        '💡 建议操作:',
        '   🎉 数据状态良好，无需特殊操作',
        '====================================================',
      ].join('\n'),
    );
  });

  it('knows deleted accounts, whose works and books are kept', async () => {
    archive.remove('users', 'user_ben');
    archive.cloud.collection('former_users').put(formerUser());
    archive.cloud.collection('credit_logs').put(
      log('leave:user_ben:1', {
        ...{ userId: 'user_ben', kind: 'leave', amount: -98, before: 98, after: 0 },
      }),
    );

    expect((await archive.check()).findings).toEqual([]);
  });

  const log = (id: string, fields: object) => ({
    ...{ _id: id, _openid: 'ann', userId: 'user_ann', title: '', createdAt: now },
    ...fields,
  });
  const formerUser = (fields: object = {}) => ({
    ...{ _id: 'user_ben', openid: 'ben', state: 'left', reason: 'request', requestId: 'q' },
    ...{ times: 1, generateCount: 2, files: [], deletedAt: now, leftAt: now },
    ...fields,
  });
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const damages: [ProblemName, string, () => void][] = [
    [
      'stuckModeration',
      'avatar:user_ann:1',
      () =>
        archive.cloud.collection('moderations').put({
          ...{ _id: 'avatar:user_ann:1', kind: 'avatar', subjectId: 'user_ann:1', fileId: 'f' },
          ...{ openid: 'ann', state: 'checking', isApplied: false, tries: 1, traceId: 't' },
          ...{ begunAt: ago(30), dueAt: ago(11), version: 1, createdAt: ago(30) },
        }),
    ],
    [
      'stuckRemoval',
      'user_ben',
      () =>
        archive.cloud
          .collection('former_users')
          .put(formerUser({ state: 'leaving', deletedAt: ago(11), leftAt: null })),
    ],
    [
      'balance',
      'user_ben',
      () => {
        // A deleted account with credits that were not forfeited.
        archive.remove('users', 'user_ben');
        archive.cloud.collection('former_users').put(formerUser());
      },
    ],
    ['invalidWork', 'work_ann_1', () => archive.change('works', 'work_ann_1', { status: 'lost' })],
    ['workOfAnotherDay', 'work_ann_1', () => archive.change('works', 'work_ann_1', { day: '1' })],
    ['pictureMissing', 'work_ann_1', () => archive.change('works', 'work_ann_1', { imageUrl: '' })],
    [
      'pictureMissing',
      'work_ann_2',
      () => archive.change('works', 'work_ann_2', { imageUrl: 'https://provider.example/a.png' }),
    ],
    ['workWithoutUser', 'user_ben', () => archive.remove('users', 'user_ben')],
    ['creditLogWithoutUser', 'user_ben', () => archive.remove('users', 'user_ben')],
    [
      'seatNotReleased',
      'work_ann_4',
      () => archive.change('works', 'work_ann_4', { seat: 'user_ann:20261121:9' }),
    ],
    [
      'seatNotReleased',
      'work_ann_4',
      () => archive.change('works', 'work_ann_4', { seat: 'released:work_ann_3' }),
    ],
    [
      'seatMissing',
      'work_ann_1',
      () => archive.change('works', 'work_ann_1', { seat: 'released:work_ann_1' }),
    ],
    ['overLimit', 'user_cat', () => fillPerson(archive.cloud, 'cat', { completed: 51, failed: 0 })],
    [
      'stuckWork',
      'work_ann_1',
      () => archive.change('works', 'work_ann_1', { status: 'processing' }),
    ],
    [
      'backupWaiting',
      'work_ann_1',
      () => archive.cloud.collection('emergency_backup').put(backupRow('ann', 1)),
    ],
    [
      'invalidBackup',
      'work_ann_1',
      () => archive.cloud.collection('emergency_backup').put(backupRow('ann', 1, { work: {} })),
    ],
    [
      'invalidSubscription',
      'user_ann',
      () =>
        archive.cloud
          .collection('user_subscriptions')
          .put({ _id: 'user_ann', customQuotas: { image_daily: 'many' } }),
    ],
    [
      'invalidRow',
      'app_config/chat',
      () => archive.cloud.collection('app_config').put({ _id: 'chat', isEnabled: 'yes' }),
    ],
    [
      'invalidRow',
      'styles/ink',
      () =>
        archive.cloud.collection('styles').put({ _id: 'ink', name: '水墨', promptTemplate: '' }),
    ],
    [
      'invalidRow',
      'quota_audit_logs/audit_1',
      () =>
        archive.cloud.collection('quota_audit_logs').put({ _id: 'audit_1', userId: 'user_ann' }),
    ],
    [
      'invalidRow',
      'chat_sessions/session_1',
      () => archive.cloud.collection('chat_sessions').put({ _id: 'session_1', title: 5 }),
    ],
    ['invalidUser', 'user_ann', () => archive.change('users', 'user_ann', { credits: 'many' })],
    ['generateCount', 'user_ann', () => archive.change('users', 'user_ann', { generateCount: 9 })],
    ['levelCopy', 'user_ann', () => archive.change('users', 'user_ann', { vipLevel: 1 })],
    [
      'overviewDrift',
      'user_ann',
      () =>
        archive.cloud.collection('user_subscriptions').put({
          ...{ _id: 'user_ann', userId: 'user_ann', customQuotas: {}, version: 1 },
          ...{ isSynced: true, updatedAt: now },
        }),
    ],
    [
      'quotaUnsynced',
      'user_ann',
      () =>
        archive.cloud.collection('user_subscriptions').put({
          ...{ _id: 'user_ann', userId: 'user_ann', customQuotas: {}, version: 1 },
          ...{ isSynced: false, updatedAt: new Date(now.getTime() - 3_600_000) },
        }),
    ],
    [
      'storageDrift',
      'user_ann',
      () =>
        archive.cloud
          .collection('user_storage_usage')
          .put({ _id: 'user_ann', userId: 'user_ann', usedBytes: 5, fileCount: 1 }),
    ],
    ['negativeCredits', 'user_ann', () => archive.change('users', 'user_ann', { credits: -1 })],
    ['balance', 'user_ann', () => archive.change('users', 'user_ann', { credits: 100 })],
    [
      'chain',
      'user_ann',
      () => archive.change('credit_logs', 'consume:work_ann_2', { before: 50, after: 49 }),
    ],
    [
      'invalidCreditLog',
      'consume:work_ann_2',
      () => archive.change('credit_logs', 'consume:work_ann_2', { after: 7 }),
    ],
    ['chargeMissing', 'work_ann_1', () => archive.remove('credit_logs', 'consume:work_ann_1')],
    ['chargeAmount', 'work_ann_1', () => archive.change('works', 'work_ann_1', { cost: 2 })],
    ['chargeWithoutWork', 'work_ann_1', () => archive.remove('works', 'work_ann_1')],
    ['refundMissing', 'work_ann_4', () => archive.remove('credit_logs', 'refund:work_ann_4')],
    [
      'refundWithoutCharge',
      'work_ann_4',
      () => archive.remove('credit_logs', 'consume:work_ann_4'),
    ],
    [
      'refundAmount',
      'work_ann_4',
      () => archive.change('credit_logs', 'refund:work_ann_4', { amount: 5, after: 103 }),
    ],
    [
      'refundOfKeptWork',
      'work_ann_1',
      () =>
        archive.cloud.collection('credit_logs').put(
          log('refund:work_ann_1', {
            ...{ kind: 'refund', amount: 1, before: 97, after: 98, workId: 'work_ann_1' },
          }),
        ),
    ],
    [
      'doubleCause',
      'refund:again',
      () =>
        archive.cloud.collection('credit_logs').put(
          log('refund:again', {
            ...{ kind: 'refund', amount: 1, before: 97, after: 98, workId: 'work_ann_4' },
          }),
        ),
    ],
  ];

  it.each(damages)('finds %s and names %s', async (problem, id, damage) => {
    damage();
    const report = await archive.check();
    expect(report.findings).toContainEqual(expect.objectContaining({ problem, id }));
    expect(report.status).not.toBe('healthy');
    expect(report.suggestions.length).toBeGreaterThan(0);
  });

  it.each<[ProblemName, string, string, Document]>([
    ['invalidWork', 'works', 'work_ann_1', { imageBytes: 1.5 }],
    ['invalidWork', 'works', 'work_ann_1', { status: 'lost' }],
    ['invalidWork', 'works', 'work_ann_1', { createdAt: 'yesterday' }],
    ['invalidCreditLog', 'credit_logs', 'consume:work_ann_1', { amount: 'one' }],
    ['invalidCreditLog', 'credit_logs', 'refund:work_ann_4', { before: null }],
    ['invalidUser', 'users', 'user_ann', { credits: 'many' }],
  ])('reports nothing else for %s of %s/%s: %j', async (problem, collection, id, change) => {
    archive.change(collection, id, change);

    expect((await archive.check()).findings).toMatchObject([{ problem, id }]);
  });

  it('treats null as absent', async () => {
    archive.change('works', 'work_ann_1', { errorMessage: null, groupId: null, title: null });
    archive.change('users', 'user_ann', { nickname: null, avatarBytes: null });
    archive.change('credit_logs', 'consume:work_ann_1', { reason: null, title: null });

    expect((await archive.check()).findings).toEqual([]);
  });

  it('finds two works on one seat and a missing index when the unique index is gone', async () => {
    const { cloud } = await openArchiveWithoutSeatIndex();
    try {
      const [seatless] = [workRow('ann', 1, 'completed')];
      cloud.collection('works').put(seatless, { ...seatless, _id: 'work_twin', id: 'work_twin' });
      const report = await archive.check();
      const found = report.findings.map(({ problem }) => problem);
      expect(found).toContain('duplicateSeat');
      expect(report.findings).toContainEqual(
        expect.objectContaining({ problem: 'indexMissing', id: 'works.seat' }),
      );
    } finally {
      await archive.close();
      archive = await openArchive();
    }
  });

  /** Reopens the archive on a cloud without the unique index. */
  async function openArchiveWithoutSeatIndex(): Promise<Archive> {
    await archive.close();
    archive = await openArchive({ withoutIndex: 'seat' });
    return archive;
  }

  it('finds a file that is gone, and says which files it had no time for', async () => {
    const gone = 'cloud://test/works/user_ann/work_ann_2.png';
    const findMissing = (ids: readonly string[]) =>
      Promise.resolve(ids.filter((fileId) => fileId === gone));
    const report = await archive.check({ findMissing });
    expect(report.findings).toEqual([
      { problem: 'fileMissing', id: 'work_ann_2', userId: 'user_ann', what: gone },
    ]);
    expect(report.pictures).toEqual({ checked: 5, missing: 1 });
    const hurried = await archive.check({ findMissing, hasTime: () => false });
    expect(hurried.notChecked).toContain('5 个图片文件：时间不足');
  });

  it('finds files that belong to no work and no backup, if files can be listed', async () => {
    archive.cloud.collection('emergency_backup').put(backupRow('ann', 9));
    archive.change('works', 'work_ann_4', { hasFilesToRemove: true });
    fillPerson(archive.cloud, 'cat', { completed: 0, failed: 1 });
    const stored = [
      ...['work_ann_1.png', 'work_ann_1.thumb.jpg', 'work_ann_9.png', 'work_lost.png'],
      ...['work_ann_4.png', 'work_cat_1.png'],
    ];
    const paths = [...stored.map((name) => `works/user_ann/${name}`), 'seed/styles/ink.jpg'];
    const report = await archive.check({ listFiles: () => Promise.resolve(paths) });
    const found = report.findings.filter(({ problem }) => problem === 'fileWithoutWork');
    expect(found.map(({ what }) => what)).toEqual([
      'works/user_ann/work_lost.png',
      'works/user_ann/work_cat_1.png',
    ]);
    const blind = await archive.check({ listFiles: null });
    expect(blind.notChecked).toContain('云存储中没有作品的文件：服务端 SDK 不能列出文件');
  });

  it('asks the resolver how many works a user may have', async () => {
    fillPerson(archive.cloud, 'cat', { completed: 51, failed: 0 });
    archive.cloud.collection('user_subscriptions').put({
      ...{ _id: 'user_cat', userId: 'user_cat', status: 'none', version: 1 },
      ...{ customQuotas: { image_daily: { value: 51 } }, isSynced: false, updatedAt: now },
    });
    expect((await archive.check()).findings).toEqual([]);
  });

  it('has a damage in this suite for every problem it knows', () => {
    const shown = new Set<string>([
      ...damages.map(([problem]) => problem),
      ...['duplicateSeat', 'indexMissing', 'fileMissing', 'fileWithoutWork'],
      // The rest is tested in other files of this folder. Chat:
      ...['apDrift', 'resetOverdue', 'deadHold', 'stuckAnswer', 'invalidChatQuota', 'answerUsage'],
      ...['invalidUsageLog', 'resetAhead'],
      // Quotas, photos and messages:
      'invalidPlan',
      ...['stuckAsset', 'unmoderatedAsset', 'assetFileMissing', 'fileWithoutAsset'],
      ...['useWithoutAsset', 'consentBalance', 'stuckMessage'],
      // Wallet:
      ...['orderWithoutEntry', 'entryWithoutOrder', 'entryAmount', 'overRefunded'],
      ...['orderParked', 'orderOverdue', 'shortfall'],
      // Tasks:
      ...['taskPicture', 'taskFace', 'taskMoney', 'studioDrift', 'useNotEnded', 'stuckJob'],
      'staleSlot',
    ]);
    expect(problemNames.filter((name) => !shown.has(name))).toEqual([]);
    expect(Object.keys(problems)).toHaveLength(problemNames.length);
  });

  it('accepts a charge whose work waits in the backup', async () => {
    archive.remove('works', 'work_ann_3');
    archive.cloud.collection('emergency_backup').put(backupRow('ann', 3));
    const report = await archive.check();
    expect(report.findings.map(({ problem }) => problem)).not.toContain('chargeWithoutWork');
    expect(report.status).toBe('attention');
  });

  it('drops a finding caused by a change in flight', async () => {
    archive.change('users', 'user_ann', { credits: 96 });
    const sleep = () => {
      archive.change('users', 'user_ann', { credits: 97 });
      return Promise.resolve();
    };
    const report = await archive.check({ clock: { ...archive.clock, sleep } });
    expect(report.findings).toEqual([]);
    expect(report.status).toBe('healthy');
  });

  it('accepts a running work of a tier that pays nothing', async () => {
    archive.cloud.collection('works').put({
      ...workRow('ben', 3, 'pending'),
      ...{ cost: 0, createdAt: now },
    });
    expect((await archive.check()).findings).toEqual([]);
  });

  it('reads any number of rows and any number of users', async () => {
    for (let n = 0; n < 120; n += 1) {
      fillPerson(archive.cloud, `many${n}`, { completed: 20, failed: 1 });
    }
    archive.change('users', 'user_many119', { generateCount: 0 });
    const report = await archive.check({ mode: 'light' });
    expect(report.works.total).toBe(6 + 120 * 21);
    expect(report.users.total).toBe(122);
    expect(report.findings.map(({ id }) => id)).toEqual(['user_many119']);
  });

  it('retries when the database fails, and throws when it stays down', async () => {
    const fault = { service: 'database', fault: 'fail-before' } as const;
    archive.cloud.faults([{ ...fault, operation: 'get', nth: 2, times: 1 }]);
    expect((await archive.check()).status).toBe('healthy');
    archive.cloud.faults([{ ...fault, operation: 'get' }]);
    await expect(archive.check()).rejects.toThrow();
    archive.cloud.faults([]);
  });

  it('measures how often the backup was needed', async () => {
    archive.cloud
      .collection('emergency_backup')
      .put(backupRow('ann', 1, { isRecovered: true, recoveredAt: now }), backupRow('zoe', 1));
    const { metrics, backups } = await archive.check();
    expect(metrics.saveSuccessRate).toBeCloseTo(5 / 6);
    expect(metrics.backupTriggerRate).toBeCloseTo(2 / 6);
    expect(backups).toMatchObject({ total: 2, waiting: 1, recovered: 1 });
  });

  it('counts what the fidelity guard made of the pictures of thirty days', async () => {
    const ended = (n: number, fidelity: string | null, days = 1) => ({
      ...{ _id: `job_${n}`, fidelity, state: 'done' },
      endedAt: new Date(now.getTime() - days * 24 * 3_600_000),
    });
    const rows = [
      ...[ended(1, 'same'), ended(2, 'same'), ended(3, 'redrawn'), ended(4, 'different')],
      ...[ended(5, 'paidBack'), ended(6, 'down'), ended(7, null), ended(8, 'same', 31)],
    ];
    archive.cloud.collection('task_jobs').put(...rows);
    const report = await archive.check();
    expect(report.metrics.fidelity).toEqual({
      ...{ same: 2, redrawn: 1, different: 1, paidBack: 1, down: 1 },
    });
    expect(describeFigures(report)).toContain(
      '近 30 天实物比对: 一致 2，重画后一致 1，仍有差别 2（已退回 1），没能比对 1',
    );
  });
});
