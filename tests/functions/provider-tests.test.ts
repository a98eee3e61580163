import { refused, succeeded } from '../support/studio';
import { createTaskDesk, openTaskStudio } from '../support/tasks';
import type { TaskStudio } from '../support/tasks';

describe('the test of a model', () => {
  let studio: TaskStudio;
  const desk = createTaskDesk(() => studio);
  const test = (configId: string, requestId = 'q1') =>
    studio.call('root', 'queue', 'testProvider', { configId, requestId });
  const row = (configId: string) => desk.rows('api_configs', { _id: configId })[0] ?? {};
  const pass = (ms: number) => studio.cloud.control('PUT', '/local/clock', { offsetMs: ms });

  beforeAll(async () => {
    studio = await openTaskStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.dashscope.setRules([]);
    studio.zhipu.setRules([]);
    studio.cloud.cloud.reset({ seed: true });
    await pass(0);
    await studio.member('root', { userType: 'admin' });
  });

  it('makes one picture of a model that answers at once, whether it is on or off', async () => {
    studio.cloud.collection('api_configs').put({ ...row('zhipu-text2img'), isActive: false });
    const ordered = studio.zhipu.requests().length;
    const { test: done } = succeeded(await test('zhipu-text2img'));
    expect(done).toMatchObject({ state: 'worked', model: 'cogview-4-250304', costFen: 6 });
    expect(done.imageUrl).toMatch(/^http/);
    expect(row('zhipu-text2img')).toMatchObject({ isActive: false, lastTest: { state: 'worked' } });
    expect(desk.rows('admin_logs')).toMatchObject([
      { action: 'testProvider', target: 'zhipu-text2img', after: { costFen: 6 } },
    ]);
    expect(desk.rows('studio_budget_days')).toMatchObject([{ startedFen: 6, starts: 1 }]);
    expect(desk.rows('provider_slots', { kind: 'concurrent' })).toEqual([]);
    const { test: again } = succeeded(await test('zhipu-text2img'));
    expect(again).toMatchObject({ state: 'worked', startedAt: done.startedAt });
    expect(studio.zhipu.requests().length - ordered).toBe(1);
  });

  it('of a model with tasks runs until its vendor has ended, and is polled with the same request id', async () => {
    const ordered = studio.dashscope.orders().length;
    expect(succeeded(await test('dashscope-tryon')).test).toMatchObject({ state: 'running' });
    expect(desk.rows('provider_slots', { kind: 'concurrent' })).toHaveLength(1);
    expect(refused(await test('dashscope-tryon', 'q2')).error).toBe('BUSY');
    expect(succeeded(await test('dashscope-tryon')).test).toMatchObject({
      ...{ state: 'worked', costFen: 50 },
      imageUrl: expect.stringMatching(/^http/) as unknown,
    });
    expect(desk.rows('provider_slots', { kind: 'concurrent' })).toEqual([]);
    expect(studio.dashscope.orders().length - ordered).toBe(1);
    expect(succeeded(await test('dashscope-tryon', 'q3')).test).toMatchObject({ state: 'running' });
    expect(refused(await test('dashscope-tryon', 'q1')).error).toBe('REQUEST_REUSED');
  });

  it('asks a vision model the questions of the guard', async () => {
    const { test: seen } = succeeded(await test('zhipu-vision'));
    expect(seen).toMatchObject({ state: 'worked', costFen: 0 });
    expect(seen.imageUrl).toBeUndefined();
  });

  it('reports why it failed, and does not count against the vendor', async () => {
    studio.zhipu.setRules([{ behaviour: '1113' }]);
    const { test: failed } = succeeded(await test('zhipu-text2img'));
    expect(failed).toMatchObject({ state: 'failed' });
    expect(failed.problem).toMatch(/^账户或模型不可用.*（1113）$/);
    expect(desk.rows('provider_health')).toEqual([]);
  });

  it('ends the cooldown of a vendor that works again', async () => {
    const cooldownUntil = new Date(Date.now() + 600_000);
    const health = { failures: 4, cooldownUntil, probeUntil: null, reason: 'x' };
    studio.cloud.collection('provider_health').put({ _id: 'zhipu', ...health });
    succeeded(await test('zhipu-text2img'));
    expect(desk.rows('provider_health')).toMatchObject([{ failures: 0, cooldownUntil: null }]);
  });

  it('whose answer was lost is not sent again, and has failed after its deadline', async () => {
    studio.cloud.faults([
      { service: 'http', operation: 'POST', function: 'queue', nth: 1, times: 1, fault: 'kill' },
    ]);
    const ordered = studio.dashscope.orders().length;
    await test('dashscope-tryon').catch(() => null);
    studio.cloud.faults([]);
    expect(succeeded(await test('dashscope-tryon')).test).toMatchObject({ state: 'running' });
    await pass(601_000);
    const { test: lost } = succeeded(await test('dashscope-tryon'));
    expect(lost).toMatchObject({ state: 'failed', problem: '没有收到回应，可能已经计费' });
    expect(studio.dashscope.orders().length - ordered).toBeLessThanOrEqual(1);
  });

  it('waits for a place and for the budget like every order', async () => {
    const until = new Date(Date.now() + 600_000);
    const slot = { configId: 'dashscope-tryon', kind: 'concurrent', minute: 0, until };
    const taken = [1, 2, 3, 4, 5].map((n) => ({
      ...{ _id: `dashscope-tryon:${n}`, ...slot, n, holder: `work:${n}` },
    }));
    studio.cloud.collection('provider_slots').put(...taken);
    expect(refused(await test('dashscope-tryon')).error).toBe('BUSY');
    studio.cloud.collection('app_config').put({ _id: 'budget', dailyFen: 5 });
    expect(refused(await test('zhipu-text2img')).error).toBe('PROVIDER_BUSY');
    expect(desk.rows('provider_slots', { configId: 'zhipu-text2img', kind: 'concurrent' })).toEqual(
      [],
    );
    expect(desk.rows('admin_logs')).toEqual([]);
  });

  it('is for admins, and for existing models with a key', async () => {
    await studio.member('alice');
    const alice = { configId: 'zhipu-text2img', requestId: 'q' };
    expect(refused(await studio.call('alice', 'queue', 'testProvider', alice)).error).toBe(
      'FORBIDDEN',
    );
    expect(refused(await test('nothing')).error).toBe('NOT_FOUND');
    expect(refused(await test('seedream-edit')).error).toBe('PROVIDER_NOT_CONFIGURED');
    expect(refused(await test('zhipu-chat')).error).toBe('INVALID_INPUT');
  });
});
