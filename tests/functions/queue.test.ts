import { refused, succeeded } from '../support/studio';
import { requireInvariants } from '../support/invariants';
import { studioViolations } from '../support/studio-invariants';
import { portrait, shirt } from '../support/assets';
import { createTaskDesk, openTaskStudio } from '../support/tasks';
import type { TaskStudio } from '../support/tasks';

describe('the queue', () => {
  let studio: TaskStudio;
  const desk = createTaskDesk(() => studio);
  const orders = () => studio.dashscope.orders().length;
  const nudge = (who = 'alice') => studio.call(who, 'queue', 'nudge', {});
  const decision = (jobId: string) => ({ jobId, reason: '用户在等', requestId: 'd1' });
  const replay = (jobId: string, who = 'root') =>
    studio.call(who, 'queue', 'replay', decision(jobId));
  const discard = (jobId: string, who = 'root') =>
    studio.call(who, 'queue', 'discard', decision(jobId));
  const listDead = () => studio.call('root', 'queue', 'listDead', {});
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
    await studio.member('root', { userType: 'admin' });
  });
  afterEach(() => {
    expect(studioViolations(studio.cloud)).toEqual([]);
    return requireInvariants(studio.cloud);
  });

  describe('gives a picture up that no vendor makes', () => {
    let deadId: string;
    beforeEach(async () => {
      await desk.photos();
      studio.dashscope.setRules([{ behaviour: 'Throttling.RateQuota' }]);
      succeeded(await desk.submit());
      await desk.finish();
      studio.dashscope.setRules([]);
      deadId = desk.job()._id as string;
    });

    it('with its credit back, and shows it to the admin alone', async () => {
      expect(desk.task()).toMatchObject({ state: 'failed', spent: 0, refunded: 1 });
      expect(desk.job()).toMatchObject({ state: 'dead', attempts: 4 });
      expect(studio.user('alice')).toMatchObject({ credits: 100 });
      const { jobs } = succeeded(await listDead());
      expect(jobs).toMatchObject([
        {
          ...{ jobId: deadId, userId: desk.userId, type: 'fitting', refundedCredits: 1 },
          lastError: expect.stringContaining('Throttling') as unknown,
        },
      ]);
      expect(refused(await studio.call('alice', 'queue', 'listDead', {})).error).toBe('FORBIDDEN');
      const { task } = succeeded(
        await studio.call('alice', 'queue', 'getTask', { taskId: desk.task()._id as string }),
      );
      expect(JSON.stringify(task)).not.toMatch(/Throttling|dashscope|aitryon/);
    });

    it('and makes it again once per request, at our cost and outside of the limits', async () => {
      const first = succeeded(await replay(deadId));
      expect(succeeded(await replay(deadId))).toEqual(first);
      expect(desk.rows('task_queue')).toHaveLength(2);
      expect(succeeded(await listDead()).jobs).toEqual([]);
      const [again] = desk.rows('works', { _id: first.workId });
      expect(again).toMatchObject({ replayOf: deadId, cost: 0, day: '', seat: /^released:/ });
      expect(desk.rows('studio_usage')).toMatchObject([{ unfinished: 1, used: 0 }]);

      await desk.finish();
      expect(desk.rows('task_queue', { _id: first.taskId })).toMatchObject([
        { state: 'completed', reserved: 0, spent: 0, refunded: 0 },
      ]);
      expect(desk.rows('works', { _id: deadId })).toMatchObject([{ status: 'failed' }]);
      expect(studio.user('alice')).toMatchObject({ credits: 100 });
      const usage = succeeded(await studio.call('alice', 'aiGenerate', 'getDailyUsage', {}));
      expect(usage).toMatchObject({ used: 0 });
      expect(desk.rows('admin_logs')).toMatchObject([
        { action: 'replayJob', target: deadId, after: { reason: '用户在等' } },
      ]);
      const { works } = succeeded(await studio.call('alice', 'workManage', 'getWorks', {}));
      expect(works.filter(({ status }) => status === 'completed')).toMatchObject([
        { workId: first.workId },
      ]);
    });

    it('but not from a photo that is gone', async () => {
      const [person] = desk.rows('assets', { kind: 'person' });
      succeeded(await desk.assets.remove(person?._id as string));
      expect(refused(await replay(deadId))).toMatchObject({
        ...{ code: 409, error: 'ASSET_GONE' },
      });
      expect(desk.rows('task_queue')).toHaveLength(1);
      expect(desk.rows('admin_logs')).toEqual([]);
      expect(succeeded(await listDead()).jobs).toHaveLength(1);
    });

    it('and takes it off the list, once', async () => {
      expect(succeeded(await discard(deadId))).toEqual({ jobId: deadId });
      expect(succeeded(await discard(deadId))).toEqual({ jobId: deadId });
      expect(succeeded(await listDead()).jobs).toEqual([]);
      expect(desk.rows('admin_logs')).toMatchObject([{ action: 'discardJob', target: deadId }]);
      expect(desk.rows('works')).toMatchObject([{ status: 'failed' }]);
    });

    it('and lets nobody but an admin decide', async () => {
      for (const decide of [replay, discard]) {
        expect(refused(await decide(deadId, 'alice')).error).toBe('FORBIDDEN');
        expect(refused(await decide('work_x')).error).toBe('NOT_FOUND');
      }
      expect(desk.rows('admin_logs')).toEqual([]);
    });

    it('and cools its vendor down: others wait, one tries, and they go on', async () => {
      const [health] = desk.rows('provider_health');
      expect(health).toMatchObject({ _id: 'dashscope', failures: 3 });
      await desk.photos();
      const now = studio.cloud.cloud.clock.now();
      const cooldownUntil = new Date(now + 60_000);
      studio.cloud.collection('provider_health').put({ ...health, cooldownUntil });
      const before = orders();
      succeeded(await desk.submit('t2'));
      succeeded(await desk.submit('t3'));
      await desk.pass(5);
      expect(orders()).toBe(before);
      const waiting = () => desk.rows('task_jobs', { state: 'queued' });
      expect(waiting()).toHaveLength(2);
      expect(waiting()).toMatchObject([{ attempts: 0 }, { attempts: 0 }]);

      await desk.finish();
      expect(desk.rows('task_queue', { state: 'completed' })).toHaveLength(2);
      expect(desk.rows('provider_health')).toMatchObject([{ failures: 0, cooldownUntil: null }]);
    });
  });

  it('has no job that lives for an admin to discard', async () => {
    await desk.photos();
    succeeded(await desk.submit());
    const jobId = desk.job()._id as string;
    expect(refused(await discard(jobId)).error).toBe('NOT_FOUND');
    expect(refused(await replay(jobId)).error).toBe('NOT_FOUND');
    expect(desk.rows('task_queue')).toHaveLength(1);
  });

  it('moves by a nudge, at most once in two seconds for each user', async () => {
    expect(succeeded(await nudge())).toEqual({ started: false });
    await desk.photos();
    succeeded(await desk.submit());
    expect(succeeded(await nudge())).toEqual({ started: true });
    expect(desk.job()).toMatchObject({ state: 'accepted' });
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

    await desk.pass(24 * 3_600);
    await desk.finish();
    expect(desk.rows('task_queue', { state: 'completed' })).toHaveLength(2);
    expect(orders() - before).toBe(2);
    expect(desk.rows('studio_budget_days')).toHaveLength(2);
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
      expect((timer?.dueAt as Date).getTime()).toBeLessThanOrEqual(now());
      await desk.move();
      expect(desk.job()).toMatchObject({ state: 'accepted' });
      expect(desk.task().waitsFor).toBeUndefined();
      await desk.finish();
      expect(desk.task()).toMatchObject({ state: 'completed' });
    });

    it('and ends it, with its credit back, when one is refused', async () => {
      await checks({ verdict: 'risky', times: 1 }, { verdict: 'pass', times: 1 });
      await photosInDoubt();
      const before = orders();
      await desk.assets.deliverVerdicts();
      await desk.move();
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
