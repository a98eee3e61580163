import { refused, succeeded } from '../support/studio';
import { withTaskStudio } from '../support/tasks';
import type { TaskStudio } from '../support/tasks';

describe('a dead job', () => {
  let studio: TaskStudio;
  const desk = withTaskStudio((opened) => (studio = opened));
  const orders = () => studio.dashscope.orders().length;
  const decision = (jobId: string) => ({ jobId, reason: '用户在等', requestId: 'd1' });
  const replay = (jobId: string, who = 'root') =>
    studio.call(who, 'queue', 'replay', decision(jobId));
  const discard = (jobId: string, who = 'root') =>
    studio.call(who, 'queue', 'discard', decision(jobId));
  const listDead = () => studio.call('root', 'queue', 'listDead', {});

  beforeEach(async () => {
    await studio.member('root', { userType: 'admin' });
  });

  describe('of a picture that no vendor makes', () => {
    let deadId: string;
    let person: string;
    beforeEach(async () => {
      ({ person } = await desk.photos());
      studio.dashscope.setRules([{ behaviour: 'Throttling.RateQuota' }]);
      succeeded(await desk.submit());
      await desk.finish();
      studio.dashscope.setRules([]);
      deadId = desk.job()._id as string;
    });

    it('refunds its credit, and is shown only to the admin', async () => {
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

    it('is made again once per request, at our cost and outside of the limits', async () => {
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

    it('is not made again from a photo that is gone', async () => {
      succeeded(await desk.assets.remove(person));
      expect(refused(await replay(deadId))).toMatchObject({
        ...{ code: 409, error: 'ASSET_GONE' },
      });
      expect(desk.rows('task_queue')).toHaveLength(1);
      expect(desk.rows('admin_logs')).toEqual([]);
      expect(succeeded(await listDead()).jobs).toHaveLength(1);
    });

    it('is discarded once', async () => {
      expect(succeeded(await discard(deadId))).toEqual({ jobId: deadId });
      expect(succeeded(await discard(deadId))).toEqual({ jobId: deadId });
      expect(succeeded(await listDead()).jobs).toEqual([]);
      expect(desk.rows('admin_logs')).toMatchObject([{ action: 'discardJob', target: deadId }]);
      expect(desk.rows('works')).toMatchObject([{ status: 'failed' }]);
    });

    it('is replayed or discarded by admins only', async () => {
      for (const decide of [replay, discard]) {
        expect(refused(await decide(deadId, 'alice')).error).toBe('FORBIDDEN');
        expect(refused(await decide('work_x')).error).toBe('NOT_FOUND');
      }
      expect(desk.rows('admin_logs')).toEqual([]);
    });

    it('cools its vendor down: others wait, one probes it, and they continue', async () => {
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

  it('is not made of one that may still be delivered', async () => {
    await desk.photos();
    succeeded(await desk.submit());
    const jobId = desk.job()._id as string;
    expect(refused(await discard(jobId)).error).toBe('NOT_FOUND');
    expect(refused(await replay(jobId)).error).toBe('NOT_FOUND');
    expect(desk.rows('task_queue')).toHaveLength(1);
  });
});
