import { refused, succeeded } from '../support/studio';
import { requireInvariants } from '../support/invariants';
import { requireStudioInvariants } from '../support/studio-invariants';
import { portrait, shirt } from '../support/assets';
import { createTaskDesk, openTaskStudio } from '../support/tasks';
import type { TaskStudio } from '../support/tasks';
import { tickNow } from '../support/tick';

describe('the queue', () => {
  let studio: TaskStudio;
  const desk = createTaskDesk(() => studio);
  const orders = () => studio.dashscope.orders().length;
  const nudge = (who = 'alice') => studio.call(who, 'queue', 'nudge', {});
  const alarms = (name: string) =>
    studio.cloud.cloud.logs.find({}).filter(({ message }) => message.includes(name));

  beforeAll(async () => {
    studio = await openTaskStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.faults([]);
    studio.dashscope.setRules([]);
    studio.cloud.cloud.reset({ seed: true });
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 0 });
    desk.reset();
    await studio.member('alice');
  });
  afterEach(() => {
    requireStudioInvariants(studio.cloud);
    requireInvariants(studio.cloud);
  });

  it('moves by a nudge, at most once in two seconds for each user', async () => {
    expect(succeeded(await nudge())).toEqual({ started: false });
    await desk.photos();
    succeeded(await desk.submit());
    expect(succeeded(await nudge())).toEqual({ started: true });
    // A slow call has its picture already.
    expect(['accepted', 'arrived']).toContain(desk.job()['state']);
    expect(succeeded(await nudge())).toEqual({ started: false });
    expect(desk.rows('provider_slots', { configId: 'worker' })).toEqual([]);
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 4_000 });
    expect(succeeded(await nudge())).toEqual({ started: true });
    await desk.finish();
    expect(desk.task()).toMatchObject({ state: 'completed' });
  });

  it('is moved by four phones at a time at most', async () => {
    await desk.photos();
    succeeded(await desk.submit());
    const until = new Date(studio.cloud.cloud.clock.now() + 20_000);
    const worker = { configId: 'worker', kind: 'concurrent', minute: 0, until };
    const workers = [1, 2, 3, 4].map((n) => ({
      ...{ _id: `worker:${n}`, ...worker, n, holder: `request-${n}` },
    }));
    studio.cloud.collection('provider_slots').put(...workers);
    expect(succeeded(await nudge())).toEqual({ started: false });
    expect(desk.job()).toMatchObject({ state: 'queued' });
    // Their leases end by themselves.
    await desk.finish();
    expect(desk.task()).toMatchObject({ state: 'completed' });
  });

  it('stops at the budget of the day, says so, and goes on the next day', async () => {
    await desk.photos();
    studio.cloud.collection('app_config').put({ _id: 'budget', dailyFen: 60 });
    const before = orders();
    succeeded(await desk.submit('t1'));
    succeeded(await desk.submit('t2'));
    await desk.pass(0);
    await desk.pass(60);
    expect(orders() - before).toBe(1);
    expect(desk.rows('studio_budget_days')).toMatchObject([{ startedFen: 50, starts: 1 }]);
    const [waiting] = desk.rows('task_queue', { state: 'queued' });
    expect(waiting).toMatchObject({ waitsFor: 'tomorrow', reserved: 1, refunded: 0 });
    expect(desk.rows('task_jobs', { state: 'queued' })).toMatchObject([{ attempts: 0 }]);
    expect(alarms('budget of the day used up').length).toBeGreaterThan(0);

    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 24 * 3_600_000 });
    // WeChat checks nothing for those who have not been here for hours.
    succeeded(await nudge());
    await desk.pass(24 * 3_600);
    await desk.finish();
    expect(desk.rows('task_queue', { state: 'completed' })).toHaveLength(2);
    expect(orders() - before).toBe(2);
    expect(desk.rows('studio_budget_days')).toHaveLength(2);
  });

  it('looks once a minute, not all the time, for an order whose own models are away while another has room', async () => {
    await desk.photos();
    succeeded(await desk.photograph(1));
    const configs = desk.rows('api_configs', { capability: 'edit', provider: 'dashscope' });
    const [mine, other] = configs.filter(({ isActive }) => isActive === true);
    studio.cloud.collection('task_jobs').put({ ...desk.job(), candidates: [mine?._id as string] });
    studio.cloud.collection('api_configs').put({ ...mine, isActive: false });
    expect(other).toBeDefined();

    const { moved } = await desk.pass(5);

    expect(moved).toBe(1);
    const { dueAt, state } = desk.job();
    expect(state).toBe('queued');
    const waitMs = (dueAt as Date).getTime() - studio.cloud.cloud.clock.now();
    expect(waitMs).toBeGreaterThan(50_000);
    studio.cloud.collection('api_configs').put({ ...mine });
    await desk.finish();
    expect(desk.task()).toMatchObject({ state: 'completed' });
  });

  it('gives an order back at once whose only model cannot be used; the next ones wait for it', async () => {
    await desk.photos();
    const empty = { service: 'http' as const, operation: 'POST', fault: 'reply' as const };
    studio.cloud.faults([{ ...empty, status: 400, body: { code: 'Arrearage' } }]);
    succeeded(await desk.submit('t1'));
    await desk.pass(5);
    expect(desk.task()).toMatchObject({ state: 'failed', refunded: 1 });
    expect(desk.work()).toMatchObject({ errorCode: 'PROVIDER_FAILED' });
    expect(alarms('Arrearage')).not.toEqual([]);

    succeeded(await desk.submit('t2'));
    await desk.pass(60);
    expect(desk.rows('task_queue', { state: 'queued' })).toHaveLength(1);
    studio.cloud.faults([]);
    await desk.finish();
    expect(desk.rows('task_queue', { state: 'completed' })).toHaveLength(1);
  });

  it('orders nothing where the budget cannot be read', async () => {
    await desk.photos();
    studio.cloud.collection('app_config').put({ _id: 'budget', dailyFen: 'plenty' });
    const before = orders();
    succeeded(await desk.submit());
    await desk.pass(60);
    expect(orders()).toBe(before);
    expect(desk.task()).toMatchObject({ state: 'queued', waitsFor: 'tomorrow' });
  });

  describe('has a task wait for its photos', () => {
    const checks = (...given: object[]) =>
      studio.cloud.control('PUT', '/local/media-checks', given);
    /** Registered, and still checked. */
    async function photosInDoubt(): Promise<void> {
      const { put, submit } = desk.assets;
      succeeded(await submit(put(shirt, 'shirt.jpg'), shirt));
      succeeded(await submit(put(portrait, 'person.jpg'), portrait, 'person'));
      expect(desk.rows('assets', { status: 'pending' })).toHaveLength(2);
      succeeded(await desk.submit());
      await desk.move();
      expect(desk.task()).toMatchObject({ state: 'queued', waitsFor: 'assets' });
    }
    afterEach(() => checks());

    it('and has it due the moment that the last verdict comes', async () => {
      await photosInDoubt();
      const now = () => studio.cloud.cloud.clock.now();
      expect(desk.job()).toMatchObject({ attempts: 0, leaseUntil: null });
      expect((desk.job().dueAt as Date).getTime()).toBeGreaterThan(now() + 60_000);

      await desk.assets.deliverVerdicts();
      expect((desk.job().dueAt as Date).getTime()).toBeLessThanOrEqual(now());
      const [timer] = desk.rows('timers', { _id: 'next' });
      expect((timer?.dueAt as Date).getTime()).toBeLessThanOrEqual(now() + 60_000);
      await tickNow(studio.cloud);
      expect(desk.job().state).not.toBe('queued');
      expect(desk.task().waitsFor).toBeUndefined();
      await desk.finish();
      expect(desk.task()).toMatchObject({ state: 'completed' });
    });

    it('and ends it, with its credit back, when one is refused', async () => {
      await checks({ verdict: 'risky', times: 1 }, { verdict: 'pass', times: 1 });
      await photosInDoubt();
      const before = orders();
      await desk.assets.deliverVerdicts();
      await tickNow(studio.cloud);
      expect(desk.task()).toMatchObject({ state: 'failed', spent: 0, refunded: 1 });
      expect(desk.work()).toMatchObject({ errorCode: 'ASSET_REFUSED' });
      expect(orders()).toBe(before);
      expect(refused(await desk.submit('t2')).error).toBe('ASSET_REFUSED');
    });
  });

  describe('does not stop at rows that break its worker', () => {
    it('lets a job die alone whose work is gone, and tells it', async () => {
      await desk.photos();
      succeeded(await desk.submit('t1'));
      const poisoned = desk.job();
      const [work] = desk.rows('works');
      succeeded(await desk.submit('t2'));
      studio.cloud.collection('works').put({ ...work, status: 'asleep' });
      for (let rounds = 0; rounds < 12; rounds += 1) await desk.pass(120);

      const [stuck] = desk.rows('task_jobs', { _id: poisoned._id });
      expect(stuck).toMatchObject({ state: 'accepted', lostLeases: expect.any(Number) as unknown });
      expect(alarms('job cannot be ended').length).toBeGreaterThan(0);
      expect(desk.rows('task_queue', { state: 'completed' })).toHaveLength(1);
      // Mended by hand, it comes to its end by itself.
      studio.cloud.collection('works').put({ ...work });
      await desk.finish();
      expect(desk.rows('task_jobs', { _id: poisoned._id })).toMatchObject([{ state: 'dead' }]);
      expect(studio.user('alice')).toMatchObject({ credits: 99 });
    });

    it('passes over jobs that nobody can read, however many stand before the others', async () => {
      await desk.photos();
      succeeded(await desk.submit());
      const { inputs: _, ...job } = desk.job();
      const broken = Array.from({ length: 30 }, (_item, index) => ({
        ...job,
        ...{ _id: `work_broken_${index}`, taskId: `task_broken_${index}`, inputs: 'none' },
        turn: new Date(index),
      }));
      studio.cloud.collection('task_jobs').put(...broken);
      await desk.finish();
      expect(desk.task()).toMatchObject({ state: 'completed' });
      for (const { _id } of broken) {
        const [row] = desk.rows('task_jobs', { _id });
        expect(row).toMatchObject({ state: 'queued', attempts: 0 });
      }
      const left = desk.rows('task_jobs').filter(({ inputs }) => inputs !== 'none');
      studio.cloud.collection('task_jobs').empty();
      studio.cloud.collection('task_jobs').put(...left);
    });
  });
});
