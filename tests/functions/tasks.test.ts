import { requireInvariants } from '../support/invariants';
import { succeeded } from '../support/studio';
import { createTaskDesk, openTaskStudio } from '../support/tasks';
import type { TaskStudio } from '../support/tasks';

describe('a task', () => {
  let studio: TaskStudio;
  const desk = createTaskDesk(() => studio);

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
  afterEach(() => requireInvariants(studio.cloud));

  it('is admitted, made, checked and delivered, and costs what it said', async () => {
    await desk.photos();
    const { task } = succeeded(await desk.submit());
    expect(task).toMatchObject({ state: 'queued', total: 1, reserved: 1, spent: 0 });
    expect(studio.user('alice')).toMatchObject({ credits: 99 });

    await desk.finish();
    expect(desk.task()).toMatchObject({ state: 'completed', done: 1, spent: 1, refunded: 0 });
    expect(desk.job()).toMatchObject({ state: 'done', attempts: 1, lostLeases: 0, dueAt: null });
    expect(desk.rows('task_attempts')).toMatchObject([{ outcome: 'done', costFen: 50 }]);
    expect(desk.rows('provider_slots', { kind: 'concurrent' })).toEqual([]);
    expect(desk.rows('studio_usage')).toMatchObject([{ unfinished: 0, used: 1 }]);
    const { task: detail } = succeeded(
      await studio.call('alice', 'queue', 'getTask', { taskId: task.taskId }),
    );
    expect(detail.works[0]?.imageUrl).toMatch(/^http/);
    const { works } = succeeded(await studio.call('alice', 'workManage', 'getWorks', {}));
    expect(works).toMatchObject([{ type: 'fitting', status: 'completed' }]);
    expect(works[0]?.imageUrl).toMatch(/^http/);
  });
});
