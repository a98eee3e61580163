import type { Document } from '../../devtools/emulator/database/database';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { businessDay } from '../../cloudfunctions/shared/domain/time/business-day';
import { requireInvariants } from '../support/invariants';
import { refused, succeeded, worksOfToday } from '../support/studio';
import { createTaskDesk, openTaskStudio } from '../support/tasks';
import type { TaskStudio } from '../support/tasks';

describe('a task is refused as a whole, and nothing is written', () => {
  let studio: TaskStudio;
  const desk = createTaskDesk(() => studio);
  const alice = userIdOf('alice');
  const put = (collection: string, row: Document) => studio.cloud.collection(collection).put(row);
  const change = (collection: string, query: Document, changes: Document) =>
    put(collection, { ...desk.rows(collection, query)[0], ...changes });
  const now = () => new Date(studio.cloud.cloud.clock.now());
  const kept = ['task_queue', 'task_jobs', 'works', 'credit_logs', 'asset_uses', 'studio_usage'];
  const written = () => JSON.stringify(kept.map((name) => desk.rows(name)));

  beforeAll(async () => {
    studio = await openTaskStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 0 });
    desk.reset();
    await studio.member('alice');
    await desk.photos();
  });

  type Refusal = [error: string, code: number, prepare: () => unknown, details?: object];
  const usage = (changes: Document) =>
    put('studio_usage', {
      _id: alice,
      unfinished: 0,
      day: businessDay(now()),
      used: 0,
      ...changes,
    });
  const refusals: Refusal[] = [
    [
      ...(['CREDITS_INSUFFICIENT', 403] as const),
      () => change('users', { _id: alice }, { credits: 0 }),
      { required: 1, missing: 1, credits: 0 },
    ],
    [
      ...(['DAILY_LIMIT_REACHED', 429] as const),
      () => studio.cloud.collection('works').put(...worksOfToday(alice, 'alice', 50, now())),
      { limit: 50, used: 50 },
    ],
    ['STUDIO_LIMIT_REACHED', 429, () => usage({ used: 5 }), { limit: 5, used: 5 }],
    ['TOO_MANY_TASKS', 429, () => usage({ unfinished: 8 }), { unfinished: 8, limit: 8 }],
    [
      ...(['STORAGE_FULL', 403] as const),
      () => put('user_storage_usage', { _id: alice, userId: alice, usedBytes: 1e12, fileCount: 1 }),
    ],
    ['COUNT_UNAVAILABLE', 503, () => usage({ used: 'many' })],
    [
      'ASSET_GONE',
      409,
      () => change('assets', { userId: alice, kind: 'person' }, { removedAt: now() }),
    ],
    [
      'ASSET_GONE',
      409,
      () => change('assets', { userId: alice, kind: 'garment' }, { userId: 'user_other' }),
    ],
    [
      'ASSET_GONE',
      409,
      () => change('assets', { userId: alice, kind: 'person' }, { kind: 'garment' }),
    ],
    [
      'ASSET_REFUSED',
      400,
      () => change('assets', { userId: alice, kind: 'garment' }, { status: 'refused' }),
    ],
    [
      ...(['PROVIDER_NOT_CONFIGURED', 503] as const),
      () => change('api_configs', { _id: 'dashscope-tryon' }, { isActive: false }),
    ],
  ];

  const cases = refusals.map(([error, code, prepare, details]) => ({
    ...{ error, code, prepare, details },
  }));
  it.each(cases)('$error', async ({ error, code, prepare, details }) => {
    const { person, garment } = await desk.known();
    prepare();
    const before = written();
    const reply = refused(
      await studio.call('alice', 'fitting', 'generate', {
        ...{ requestId: 't1', expectedCost: 1, personAssetId: person },
        garments: [{ assetId: garment, part: 'top' }],
      }),
    );
    expect(reply).toMatchObject({ code, error, ...(details === undefined ? {} : { details }) });
    expect(written()).toBe(before);
  });

  it('for an unknown scene or size, and an impossible combination of garments', async () => {
    const { person, garment } = await desk.known();
    const before = written();
    const garments = [
      { assetId: garment, part: 'dress' as const },
      { assetId: garment, part: 'top' as const },
    ];
    const wrong = await studio.call('alice', 'fitting', 'generate', {
      ...{ requestId: 't1', expectedCost: 1, personAssetId: person, garments },
    });
    expect(refused(wrong)).toMatchObject({
      details: { field: 'garments', problem: '不能这样搭配' },
    });
    const [scene] = desk.rows('scenes', { status: 'published' });
    const photograph = (more: { sceneId?: string; size?: string }) =>
      studio.call('alice', 'photography', 'generate', {
        ...{ requestId: 'p1', expectedCost: 1, garmentAssetId: garment, count: 1 },
        ...{ sceneId: scene?._id as string, ...more },
      });
    expect(refused(await photograph({ sceneId: 'nowhere' }))).toMatchObject({
      details: { field: 'sceneId' },
    });
    expect(refused(await photograph({ size: '17x17' }))).toMatchObject({
      details: { field: 'size' },
    });
    put('scenes', { ...scene, status: 'retired' });
    expect(refused(await photograph({}))).toMatchObject({ details: { field: 'sceneId' } });
    expect(written()).toBe(before);
  });

  it('for a wish that moderation refuses, or cannot check', async () => {
    await desk.known();
    const before = written();
    expect(refused(await desk.photograph(1, 'p1', { note: '裸照' })).error).toBe('CONTENT_REFUSED');
    studio.cloud.faults([
      { service: 'openapi', operation: 'security.msgSecCheck', fault: 'fail-before' },
    ]);
    expect(refused(await desk.photograph(1, 'p2', { note: '自然光' })).error).toBe(
      'CHECK_UNAVAILABLE',
    );
    studio.cloud.faults([]);
    expect(written()).toBe(before);
  });

  it('with the current price, for members and others', async () => {
    await studio.member('alice', { vipLevel: 1 });
    expect(refused(await desk.submit('t1', { expectedCost: 1 }))).toMatchObject({
      ...{ code: 409, error: 'PRICE_CHANGED', details: { cost: 0 } },
    });
    succeeded(await desk.submit('t1', { expectedCost: 0 }));
    await desk.finish();
    expect(desk.task()).toMatchObject({ state: 'completed', reserved: 0 });
    requireInvariants(studio.cloud);
  });

  it('when a user names the task of another user', async () => {
    const { task } = succeeded(await desk.submit());
    await studio.member('mallory');
    const { taskId } = task;
    const as = (who: string) => [
      studio.call(who, 'queue', 'getTask', { taskId }),
      studio.call(who, 'queue', 'cancelTask', { taskId }),
      studio.call(who, 'queue', 'retryTask', { taskId, requestId: 'r', expectedCost: 1 }),
      studio.call(who, 'photography', 'getProgress', { taskId }),
      studio.call(who, 'fitting', 'getProgress', { taskId }),
    ];
    const before = written();
    for (const call of as('mallory')) expect(refused(await call).error).toBe('NOT_FOUND');
    expect(succeeded(await studio.call('mallory', 'queue', 'listTasks', {})).tasks).toEqual([]);
    expect(written()).toBe(before);
    const retry = { taskId, requestId: 'r', expectedCost: 1 };
    expect(refused(await studio.call('alice', 'queue', 'retryTask', retry))).toMatchObject({
      ...{ code: 409, error: 'NOTHING_TO_RETRY' },
    });
    await desk.finish();
    expect(refused(await studio.call('alice', 'queue', 'retryTask', retry)).error).toBe(
      'NOTHING_TO_RETRY',
    );
  });

  it('when its key was used for a different task', async () => {
    const { garment } = await desk.known();
    succeeded(await desk.photograph(1, 'p1', {}));
    const [scene, other] = desk.rows('scenes', { status: 'published' });
    const same = {
      ...{ requestId: 'p1', expectedCost: 1, garmentAssetId: garment, count: 1 },
      sceneId: scene?._id as string,
    };
    const generate = (more: object) =>
      studio.call('alice', 'photography', 'generate', { ...same, ...more });
    const before = written();
    for (const more of [
      ...[{ count: 2, expectedCost: 2 }, { note: '自然光' }, { model: 'male' }],
      ...[{ sceneId: other?._id as string }, { size: '1024x1024' }],
    ]) {
      expect([more, refused(await generate(more)).error]).toEqual([more, 'REQUEST_REUSED']);
    }
    succeeded(await generate({}));
    expect(written()).toBe(before);
  });
});
