import { createPlan } from '../../devtools/emulator/plan/plan';
import type { PlanLimits } from '../../devtools/emulator/plan/plan';
import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';

describe('the limits of a plan', () => {
  let cloud: ProbeCloud;

  beforeAll(async () => {
    cloud = await startProbeCloud();
  });
  afterAll(() => cloud.close());
  afterEach(async () => {
    cloud.faults([]);
    await cloud.control('DELETE', '/local/plan');
    cloud.collection('rows').empty();
  });

  const limit = (limits: PlanLimits) => cloud.control('PUT', '/local/plan', limits);
  const add = (id: number) =>
    cloud.probe({ do: 'attempt', collection: 'rows', id: `row ${id}` }) as Promise<{
      error?: { errCode: number };
    }>;
  const codesOf = async (attempts: Promise<{ error?: { errCode: number } }>[]) =>
    (await Promise.all(attempts)).flatMap(({ error }) =>
      error === undefined ? [] : [error.errCode],
    );

  it('refuse the requests of a second that are too many, and nothing is done', async () => {
    await limit({ databasePerSecond: 3 });
    const codes = await codesOf([1, 2, 3, 4, 5].map(add));
    expect(codes).toEqual([-501003, -501003]);
    expect(cloud.collection('rows').count()).toBe(3);
    expect((await cloud.control('GET', '/local/plan')).body).toMatchObject({
      limits: { databasePerSecond: 3 },
      figures: { database: { requests: 5, refusedForRate: 2, maxPerSecond: 3 } },
    });
  });

  it('refuse a request that finds all connections taken', async () => {
    await limit({ databaseConnections: 2 });
    cloud.faults([{ service: 'database', fault: 'delay', delayMs: 3_000 }]);
    expect(await codesOf([1, 2, 3].map(add))).toEqual([-501004]);
    expect((await cloud.control('GET', '/local/plan')).body).toMatchObject({
      figures: { database: { refusedForConnections: 1, maxAtOnce: 2 } },
    });
  });

  it('refuse an invocation of a function at its concurrency, and none of other functions', async () => {
    await limit({ functionConcurrency: 1 });
    const first = cloud.report('probe', { do: 'sleep', ms: 3_000 }, 'alice');
    const second = await cloud.report('probe', { do: 'nothing' }, 'bob');
    const other = await cloud.report('plain', { do: 'nothing' }, 'bob');
    expect(second).toMatchObject({
      error: { errCode: -501004, errMsg: expect.stringContaining('concurrency') as string },
    });
    expect(other).toHaveProperty('result');
    expect(await first).toHaveProperty('result');
    expect(await cloud.report('probe', { do: 'nothing' }, 'bob')).toHaveProperty('result');
    expect((await cloud.control('GET', '/local/plan')).body).toMatchObject({
      figures: { functions: { invocations: 4, refused: 1, maxAtOnce: 1 } },
    });
  });

  it('do not apply to scripts and the console, and end when they are removed', async () => {
    await limit({ databasePerSecond: 1 });
    for (const skip of [0, 1, 2])
      expect(
        (await cloud.control('GET', `/local/collections/rows?limit=1&skip=${skip}`)).status,
      ).toBe(200);
    await cloud.control('DELETE', '/local/plan');
    expect(await codesOf([1, 2, 3].map(add))).toEqual([]);
    expect((await cloud.control('GET', '/local/plan')).body).toBeNull();
    expect((await limit({ databasePerSecond: 0 })).status).toBe(400);
  });

  it('start again with every second', async () => {
    let now = 0;
    const plan = createPlan(() => now);
    plan.set({ databasePerSecond: 1 });
    const ask = () => plan.database(() => Promise.resolve('done'));
    expect(await ask()).toBe('done');
    now = 999;
    await expect(ask()).rejects.toMatchObject({ code: 'EXCEED_REQUEST_LIMIT' });
    now = 1_000;
    expect(await ask()).toBe('done');
  });

  it('count what invocations use, even without a limit', async () => {
    await limit({});
    await Promise.all([1, 2].map(add));
    expect((await cloud.control('GET', '/local/plan')).body).toMatchObject({
      figures: { functions: { invocations: 2, calls: { database: 2 } } },
    });
  });
});
