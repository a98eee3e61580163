import { requireInvariants } from '../support/invariants';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';
import { tickNow } from '../support/tick';

/** The worst case of a finished work: it exists only in the backup, without a row. */
describe.each([
  ['free', 0],
  ['vip', 1],
])('a finished work of a %s user that has no row and waits in the backup', (_tier, vipLevel) => {
  let studio: Studio;
  let workId: string;
  const ask = (prompt = '雨中的橘猫') =>
    studio.call('alice', 'aiGenerate', 'generate', { requestId: 'r1', prompt });
  const works = () => studio.cloud.collection('works');
  const asked = () => studio.zhipu.requests().length;

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 0 });
    await studio.member('alice', { vipLevel });
    workId = succeeded(await ask()).works[0]?.workId ?? '';
    const [work = {}] = works().rows();
    const { userId = null, day = null } = work;
    studio.cloud.collection('emergency_backup').put({
      ...{ _id: workId, userId, day, work, isRecovered: false, retryCount: 3 },
      ...{ backupReason: 'works_collection_save_failed', originalError: 'x' },
      timestamp: new Date(studio.cloud.cloud.clock.now()),
    });
    works().empty();
    // A free work is counted when its row is completed, not when it is charged.
    studio.cloud
      .collection('users')
      .put({ ...studio.user('alice'), generateCount: vipLevel === 0 ? 1 : 0 });
  });
  afterEach(async () => {
    await studio.sweep();
    requireInvariants(studio.cloud, { settled: true });
    requireRecovered();
  });

  /** Requires exactly one completed work, paid and counted once, whichever call recovered it. */
  function requireRecovered(): void {
    const rows = works().rows({ _id: workId, status: 'completed', isRecovered: true });
    const { credits, generateCount } = studio.user('alice');
    const isPaid = credits === (vipLevel === 0 ? 99 : 100) && generateCount === 1;
    if (rows.length !== 1 || works().count() !== 1 || !isPaid) {
      throw new Error(`Not recovered once: ${JSON.stringify({ rows, credits, generateCount })}`);
    }
  }

  it('answers the same request, and is drawn and charged once', async () => {
    const before = asked();

    const reply = succeeded(await ask());

    expect(reply.works).toMatchObject([{ workId, status: 'completed', saved: 'backup' }]);
    expect(reply.dailyUsage.used).toBe(1);
    expect(asked()).toBe(before);
  });

  it('answers the same request a day later', async () => {
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 24 * 3_600_000 });
    const before = asked();

    expect(succeeded(await ask()).works).toMatchObject([{ workId, saved: 'backup' }]);
    expect(asked()).toBe(before);
  });

  it('refuses another input under its request id', async () => {
    const before = asked();

    expect(refused(await ask('别的'))).toMatchObject({ code: 409, error: 'REQUEST_REUSED' });
    expect(asked()).toBe(before);
  });

  it('is drawn once when the backup cannot be read', async () => {
    const backups = { service: 'database', collection: 'emergency_backup' } as const;
    studio.cloud.faults([{ ...backups, operation: 'get', fault: 'fail-before' }]);
    const before = asked();

    expect(refused(await ask())).toMatchObject({ code: 503, error: 'COUNT_UNAVAILABLE' });
    expect(asked()).toBe(before);
    studio.cloud.faults([]);
  });

  it('is recovered while the same request comes again many times', async () => {
    const before = asked();

    const replies = await Promise.all([
      ...Array.from({ length: 8 }, () => ask()),
      tickNow(studio.cloud),
    ]);

    for (const reply of replies.slice(0, 8)) expect(reply).toMatchObject({ code: 200 });
    expect(asked()).toBe(before);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['listed', () => studio.call('alice', 'workManage', 'getWorks', {})],
    ['opened', () => studio.call('alice', 'workManage', 'getWork', { workId })],
    ['in the history', () => studio.call('alice', 'aiGenerate', 'getHistory', {})],
  ])('is %s with its picture at once', async (_what, look) => {
    const picture = {
      workId,
      status: 'completed',
      imageUrl: expect.stringMatching(/^cloud:/) as string,
    };

    const { data } = (await look()) as { data: { work?: object; works?: object[] } };

    expect(data.works ?? [data.work]).toMatchObject([picture]);
  });

  it('can be marked, renamed and shrunk', async () => {
    const change = { workId, isFavorite: true };
    succeeded(await studio.call('alice', 'workManage', 'saveWork', change));
    succeeded(await studio.call('alice', 'workManage', 'updateWork', { workId, title: '橘猫' }));
    succeeded(await studio.call('alice', 'workManage', 'prepareThumbnail', { workId }));

    expect(works().rows()).toMatchObject([{ isFavorite: true, title: '橘猫' }]);
  });

  it('can be deleted, and its files are removed', async () => {
    succeeded(await studio.call('alice', 'workManage', 'deleteWork', { workId }));

    expect(works().rows()[0]?.['deletedAt']).toBeInstanceOf(Date);
    const pictures = studio.cloud.cloud.storage
      .list()
      .filter(({ path }) => path.startsWith('works/'));
    expect(pictures).toEqual([]);
  });

  it('is invisible to other users', async () => {
    await studio.member('mallory');
    for (const [action, data] of [
      ['getWork', { workId }],
      ['saveWork', { workId, isFavorite: true }],
      ['deleteWork', { workId }],
    ] as const) {
      const reply = await studio.cloud.invoke('workManage', action, data, 'mallory');
      expect(reply).toMatchObject({ code: 404 });
    }
    expect(works().rows()).toEqual([]);
  });
});

describe('a finished work whose row is still in the running state', () => {
  it('is completed at once when its owner reads it', async () => {
    const studio = await openStudio();
    await studio.member('alice');
    const works = { service: 'database', collection: 'works', function: 'aiGenerate' } as const;
    studio.cloud.faults([{ ...works, operation: 'update', fault: 'fail-before' }]);
    const data = { requestId: 'r1', prompt: '雨中的橘猫' };
    const workId =
      succeeded(await studio.call('alice', 'aiGenerate', 'generate', data)).works[0]?.workId ?? '';
    studio.cloud.faults([]);
    expect(studio.cloud.collection('works').rows()).toMatchObject([{ status: 'pending' }]);

    const { work } = succeeded(await studio.call('alice', 'workManage', 'getWork', { workId }));

    expect(work).toMatchObject({ status: 'completed' });
    await studio.close();
  });
});
