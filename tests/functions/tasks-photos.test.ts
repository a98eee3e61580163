import { succeeded } from '../support/studio';
import { studioViolations } from '../support/studio-invariants';
import { withTaskStudio } from '../support/tasks';
import type { TaskStudio } from '../support/tasks';

describe('pictures and photos of a task', () => {
  let studio: TaskStudio;
  const desk = withTaskStudio((opened) => (studio = opened));
  const checks = (...given: object[]) => studio.cloud.control('PUT', '/local/media-checks', given);
  const orders = () => studio.dashscope.orders().length;

  beforeEach(async () => {
    await checks();
  });

  async function expectGone(): Promise<void> {
    expect(desk.task()).toMatchObject({ state: 'failed', spent: 0, refunded: 1 });
    expect(desk.work()).toMatchObject({ status: 'failed', errorCode: 'ASSET_GONE', imageUrl: '' });
    expect(studio.user('alice')).toMatchObject({ credits: 100 });
    expect(desk.rows('asset_uses').every(({ endedAt }) => endedAt !== null)).toBe(true);
    const { works } = succeeded(await studio.call('alice', 'workManage', 'getWorks', {}));
    expect(works.filter(({ status }) => status === 'completed')).toEqual([]);
    expect(studioViolations(studio.cloud, { settled: true })).toEqual([]);
  }

  it('end when the photo of the person is removed, before a worker has begun', async () => {
    const { person } = await desk.photos();
    succeeded(await desk.submit());
    const before = orders();
    succeeded(await desk.assets.remove(person));
    await desk.pass(60);

    await expectGone();
    expect(orders()).toBe(before);
  });

  it('end when the photo of the person is removed, while a vendor draws: its result is an orphan', async () => {
    const { person } = await desk.photos();
    studio.dashscope.setRules([{ behaviour: 'poll-500=6' }]);
    succeeded(await desk.submit());
    await desk.move();
    expect(desk.job()).toMatchObject({ state: 'accepted' });
    succeeded(await desk.assets.remove(person));
    await desk.pass(60);
    expect(desk.task()).toMatchObject({ state: 'failed', refunded: 1 });
    expect(desk.rows('provider_slots', { kind: 'concurrent' })).toHaveLength(1);
    for (let rounds = 0; rounds < 12 && desk.job().orphanUntil !== null; rounds += 1) {
      await desk.pass(31 * 60);
    }

    await expectGone();
    expect(desk.rows('task_attempts')).toMatchObject([{ outcome: 'orphan', wasteFen: 50 }]);
    expect(desk.rows('provider_slots', { kind: 'concurrent' })).toEqual([]);
  });

  it('end when the photo of the person is removed, while the vendor can still be stopped', async () => {
    const { person } = await desk.photos();
    studio.dashscope.setRules([{ behaviour: 'task-stuck' }]);
    succeeded(await desk.submit());
    await desk.move();
    succeeded(await desk.assets.remove(person));
    await desk.pass(60);

    await expectGone();
    expect(desk.rows('task_attempts')).toMatchObject([{ outcome: 'cancelled' }]);
  });

  it('end when the photo of the person is removed, while the picture is checked, and leave no file', async () => {
    const { person } = await desk.photos();
    succeeded(await desk.submit());
    await desk.move();
    expect(desk.job()).toMatchObject({ state: 'arrived' });
    succeeded(await desk.assets.remove(person));
    await desk.pass(60);

    await expectGone();
  });

  it('end their uses in the transaction that ends the task, so that no dead worker keeps a photo', async () => {
    await desk.photos();
    succeeded(await desk.submit());
    expect(desk.rows('asset_uses').map(({ endedAt }) => endedAt)).toEqual([null, null]);
    studio.cloud.faults([
      { service: 'database', operation: 'commit', function: 'queue', nth: 2, fault: 'kill' },
    ]);
    await desk.cancel();
    studio.cloud.faults([]);

    expect(desk.task()).toMatchObject({ state: 'cancelled' });
    expect(desk.rows('asset_uses').every(({ endedAt }) => endedAt !== null)).toBe(true);
  });

  it('that moderation refuses are not delivered, and their cost is waste', async () => {
    await desk.photos();
    await checks({ verdict: 'risky', times: 1 });
    succeeded(await desk.submit());
    await desk.finish();

    expect(desk.task()).toMatchObject({ state: 'failed', spent: 0, refunded: 1 });
    expect(desk.work()).toMatchObject({ errorCode: 'PICTURE_REFUSED', imageUrl: '' });
    expect(desk.rows('task_attempts')).toMatchObject([{ outcome: 'done', wasteFen: 50 }]);
    expect(studioViolations(studio.cloud, { settled: true })).toEqual([]);
  });

  it('show one person in all pictures of a task', async () => {
    succeeded(await desk.photograph(4));
    const prompts = desk
      .rows('task_jobs')
      .map(({ inputs }) => (inputs as { prompt: string }).prompt);
    expect(prompts).toHaveLength(4);
    expect(new Set(prompts).size).toBe(1);
    // Face, hair and build, in this order.
    expect(prompts[0]).toMatch(/女性模特穿着，[^，]*脸[^，]*，[^，]+，[^，]+，身材[^，]*，/);
  });

  describe('that the fidelity guard doubts', () => {
    beforeEach(() => {
      studio.cloud
        .collection('app_config')
        .put({ _id: 'fidelity', isEnabled: true, percentage: 100 });
      studio.zhipu.setRules([{ behaviour: 'differ=colors' }]);
    });

    it('are made again by another model, and refunded when that does not help', async () => {
      succeeded(await desk.photograph(1, 'p1', {}));
      await desk.finish();

      expect(desk.task()).toMatchObject({ state: 'completed', spent: 0, refunded: 1 });
      expect(desk.work()).toMatchObject({ status: 'completed', fidelityRefunded: 1 });
      expect(desk.job()).toMatchObject({ fidelity: 'paidBack', hasDoubt: true });
      const attempts = desk.rows('task_attempts');
      expect(new Set(attempts.map(({ configId }) => configId)).size).toBe(2);
      const [first, second] = attempts;
      expect(first).toMatchObject({ outcome: 'done', wasteFen: first?.costFen });
      expect(second).toMatchObject({ outcome: 'done', wasteFen: 0 });
      expect(studio.user('alice')).toMatchObject({ credits: 100 });
      expect(studioViolations(studio.cloud, { settled: true })).toEqual([]);
    });

    it('are reported to a member, who has no credit to be refunded', async () => {
      await studio.member('alice', { vipLevel: 1 });
      await desk.known();
      succeeded(await desk.photograph(1, 'p1', {}, 0));
      await desk.finish();

      const taskId = desk.task()._id as string;
      const { task } = succeeded(await studio.call('alice', 'queue', 'getTask', { taskId }));
      expect(task.works).toMatchObject([{ hasDoubt: true, refundedCredits: 0 }]);
      expect(desk.work()).toMatchObject({ status: 'completed', hasDoubt: true });
    });

    it('are delivered in the first version when the second one does not pass', async () => {
      await desk.known();
      await checks({ verdict: 'pass', times: 1 }, { verdict: 'risky', times: 1 });
      succeeded(await desk.photograph(1, 'p1', {}));
      await desk.finish();

      expect(desk.task()).toMatchObject({ state: 'completed', done: 1, refunded: 1 });
      expect(desk.job()).toMatchObject({ state: 'done', attempts: 2, hasRerolled: true });
      const [passed] = desk.rows('moderations', { kind: 'result', state: 'pass' });
      expect(desk.rows('moderations', { kind: 'result', state: 'risky' })).toHaveLength(1);
      expect(desk.work()).toMatchObject({ status: 'completed', imageUrl: passed?.fileId });
      const [first, second] = desk.rows('task_attempts');
      expect(first).toMatchObject({ outcome: 'done', wasteFen: 0 });
      expect(second).toMatchObject({ outcome: 'done', wasteFen: second?.costFen });
      expect(studioViolations(studio.cloud, { settled: true })).toEqual([]);
    });
  });
});
