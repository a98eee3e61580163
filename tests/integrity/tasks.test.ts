import { findTaskProblems } from '../../cloudfunctions/shared/integrity/checks/tasks';
import {
  planStudioRepairs,
  repairStudioUsage,
} from '../../cloudfunctions/shared/integrity/repairs/studio';
import { businessDay } from '../../cloudfunctions/shared/domain/time/business-day';
import type { Document } from '../../devtools/emulator/database/database';
import { someJob } from '../domain/tasks/jobs';
import { fillPerson, now, openArchive, workRow } from './archive';
import type { Archive } from './archive';

describe('the check of tasks', () => {
  let archive: Archive;
  const userId = 'user_ann';
  const day = businessDay(now);
  const put = (collection: string, row: Document & { _id: string }) =>
    archive.cloud.collection(collection).put(row);
  const ids = (found: { problem: string; id: string }[]) =>
    found.map(({ problem, id }) => `${problem} ${id}`);
  const find = async (at = now) =>
    ids(
      await findTaskProblems(archive.connection.database, {
        ...{ mode: 'full', now: at, clock: archive.clock },
      }),
    );
  const studio = { type: 'photography', taskId: 'task_1', sceneId: 's', parameters: {} };

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());
  beforeEach(() => {
    archive.cloud.cloud.reset({ seed: false });
    // Of three pictures, one was delivered, one was delivered and then refunded, and one failed.
    fillPerson(archive.cloud, 'ann', { completed: 2, failed: 1 });
    for (const n of [1, 2, 3]) {
      archive.change('works', `work_ann_${n}`, studio);
      const { id: _, ...job } = someJob({ taskId: 'task_1', userId, openid: 'ann', dueAt: null });
      put('task_jobs', { _id: `work_ann_${n}`, ...job, state: n === 3 ? 'failed' : 'done' });
    }
    payBack();
    put('task_queue', {
      ...{ _id: 'task_1', _openid: 'ann', userId, type: 'photography' },
      ...{ state: 'partial', stage: 'saving', done: 2, total: 3, reserved: 3, spent: 1 },
      refunded: 2,
      works: [1, 2, 3].map((n) => ({
        ...{ workId: `work_ann_${n}`, state: n === 3 ? 'failed' : 'completed' },
      })),
      ...{ createdAt: now, updatedAt: now, endedAt: now },
    });
    put('studio_usage', { _id: userId, unfinished: 0, day, used: 2 });
    put('asset_uses', { _id: 'a:task_1', assetId: 'a', taskId: 'task_1', userId, endedAt: now });
  });

  /** Refunds the second picture, which was delivered. */
  function payBack(): void {
    archive.change('works', 'work_ann_2', { fidelityRefunded: 1, refundedCredits: 1 });
    const [{ credits } = { credits: 0 }] = archive.cloud.collection('users').rows({ _id: userId });
    put('credit_logs', {
      ...{ _id: 'refund:work_ann_2', _openid: 'ann', userId, kind: 'refund', amount: 1 },
      ...{ before: credits, after: (credits as number) + 1, workId: 'work_ann_2', title: '' },
      createdAt: now,
    });
    archive.change('users', userId, { credits: (credits as number) + 1 });
  }

  /** An admin's replay of the third picture: it costs nothing and takes no seat of any day. */
  function replay(status: 'pending' | 'completed'): void {
    const seat = 'released:work_ann_9';
    const work = { ...workRow('ann', 9, status), ...studio };
    const replayed = { ...work, _id: 'work_ann_9', replayOf: 'work_ann_3', taskId: 'task_9' };
    put('works', { ...replayed, seat, day: '', cost: 0 });
    const completed = status === 'completed' ? 1 : 0;
    archive.change('users', userId, { generateCount: 2 + completed });
  }

  const rules = [
    'seatMissing',
    'workOfAnotherDay',
    'refundOfKeptWork',
    'stuckWork',
    'refundMissing',
  ];
  const foundByRules = async (mode: 'full' | 'light') =>
    ids((await archive.check({ mode })).findings).filter((text) =>
      rules.some((rule) => text.startsWith(`${rule} `)),
    );

  it('finds nothing where everything is right', async () => {
    expect(await find()).toEqual([]);
    expect(await foundByRules('full')).toEqual([]);
  });

  it.each(['pending', 'completed'] as const)(
    'accepts a replay that is %s, without a day and a seat',
    async (status) => {
      replay(status);

      expect(await foundByRules('full')).toEqual([]);
      expect(await foundByRules('light')).toEqual([]);
      expect((await find()).filter((text) => text.startsWith('studioDrift'))).toEqual([]);
    },
  );

  it('requires a seat of a work that is no replay, and a refund of one that was paid back', async () => {
    archive.change('works', 'work_ann_1', { seat: 'released:work_ann_1', day: '' });
    archive.remove('credit_logs', 'refund:work_ann_2');

    expect(await foundByRules('full')).toEqual([
      'workOfAnotherDay work_ann_1',
      'seatMissing work_ann_1',
      'refundMissing work_ann_2',
    ]);
  });

  it.each<[string, () => void]>([
    ['taskPicture task_1', () => archive.remove('task_jobs', 'work_ann_1')],
    ['taskPicture task_1', () => archive.change('works', 'work_ann_1', { status: 'pending' })],
    ['taskFace task_1', () => archive.change('task_jobs', 'work_ann_3', { state: 'cancelled' })],
    ['taskMoney task_1', () => archive.change('task_queue', 'task_1', { refunded: 1 })],
    ['taskMoney task_1', () => archive.change('works', 'work_ann_2', { fidelityRefunded: 0 })],
    ['studioDrift user_ann', () => archive.change('studio_usage', userId, { unfinished: 1 })],
    ['studioDrift user_ann', () => archive.change('studio_usage', userId, { used: 5 })],
    ['useNotEnded a:task_1', () => archive.change('asset_uses', 'a:task_1', { endedAt: null })],
    [
      'useNotEnded b:gone',
      () =>
        put('asset_uses', { _id: 'b:gone', assetId: 'b', taskId: 'gone', userId, endedAt: null }),
    ],
    [
      'stuckJob work_ann_1',
      () =>
        archive.change('task_jobs', 'work_ann_1', {
          ...{ state: 'accepted', dueAt: new Date(now.getTime() - 11 * 60_000) },
        }),
    ],
    [
      'stuckJob work_ann_1',
      () => archive.change('task_jobs', 'work_ann_1', { state: 'queued', dueAt: null }),
    ],
    [
      'staleSlot m:1',
      () =>
        put('provider_slots', {
          ...{ _id: 'm:1', configId: 'm', kind: 'concurrent', minute: 0, n: 1, holder: 'w:1' },
          until: new Date(now.getTime() - 11 * 60_000),
        }),
    ],
  ])('finds %s', async (expected, damage) => {
    damage();

    expect(await find()).toContain(expected);
  });

  it('does not mistake a waiting picture for a stuck one', async () => {
    archive.change('works', 'work_ann_1', { status: 'pending', imageUrl: '' });

    expect(await foundByRules('full')).toEqual([]);
  });

  describe('the repair of studio usage', () => {
    const by = { runId: 'run', operator: 'tester' };
    const plan = () => planStudioRepairs(archive.connection.database, { clock: archive.clock });
    const run = async () => {
      const [repair] = await plan();
      if (repair === undefined) throw new Error('There is nothing to repair.');
      return repair;
    };
    const repairOnce = (repair: Awaited<ReturnType<typeof run>>) =>
      repairStudioUsage(archive.connection.database, archive.clock, repair, by, now);

    it('sets what the rows say, once, with its line in admin_logs', async () => {
      archive.change('studio_usage', userId, { unfinished: 3, used: 9 });
      const repair = await run();
      expect(await repairOnce(repair)).toBe(true);
      expect(await repairOnce(repair)).toBe(true);

      expect(archive.cloud.collection('studio_usage').rows()).toMatchObject([
        { unfinished: 0, used: 2 },
      ]);
      expect(archive.cloud.collection('admin_logs').rows()).toMatchObject([
        { action: 'fixStudioUsage', before: { unfinished: 3, used: 9 } },
      ]);
      expect(await plan()).toEqual([]);
    });

    it('does not touch what has changed since it was read', async () => {
      archive.change('studio_usage', userId, { used: 9 });
      const repair = await run();
      archive.change('studio_usage', userId, { used: 10 });

      expect(await repairOnce(repair)).toBe(false);
      expect(archive.cloud.collection('studio_usage').rows()).toMatchObject([{ used: 10 }]);
    });
  });
});
