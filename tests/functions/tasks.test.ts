import { decodePicture } from '../../cloudfunctions/shared/pictures/decode';
import { readLabel } from '../../cloudfunctions/shared/pictures/label';
import { markVisibly } from '../../cloudfunctions/shared/pictures/visible-mark';
import { sample } from '../pictures/samples';
import { refused, succeeded } from '../support/studio';
import { studioViolations } from '../support/studio-invariants';
import { withTaskStudio } from '../support/tasks';
import type { TaskStudio } from '../support/tasks';

describe('a task', () => {
  let studio: TaskStudio;
  const desk = withTaskStudio((opened) => (studio = opened));

  it('is admitted, made, checked and delivered, and costs the agreed price', async () => {
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

  it('delivers a picture with a visible AI mark of ours when its vendor draws none', async () => {
    await desk.photos();
    succeeded(await desk.submit());
    await desk.finish();

    const path = (desk.work().imageUrl as string).replace(/^cloud:\/\/[^/]+\//, '');
    const delivered = studio.cloud.cloud.storage.read(path)?.bytes ?? Buffer.alloc(0);
    expect(decodePicture(delivered)).toEqual(decodePicture(markVisibly(sample('rgb.png'))));
    expect(readLabel(delivered)).toMatchObject({ ProduceID: desk.work()._id });
  });

  it('of photographs is delivered picture by picture, at paths that phones read', async () => {
    const { task } = succeeded(await desk.photograph(3));
    expect(studio.user('alice')).toMatchObject({ credits: 97 });
    expect(succeeded(await desk.photograph(3)).task.taskId).toBe(task.taskId);

    await desk.finish();
    expect(desk.task()).toMatchObject({ state: 'completed', done: 3, spent: 3, refunded: 0 });
    const { works } = succeeded(await studio.call('alice', 'workManage', 'getWorks', {}));
    expect(works.map(({ imageUrl }) => imageUrl.replace(/\/[^/]*$/, ''))).toEqual(
      Array.from({ length: 3 }, () => expect.stringMatching(/^cloud:.*\/works\//) as string),
    );
    expect(studioViolations(studio.cloud)).toEqual([]);
  });

  it('is refused as a whole at another price, and with another input under its key', async () => {
    await desk.photos();
    expect(refused(await desk.submit('t1', { expectedCost: 0 }))).toMatchObject({
      ...{ code: 409, error: 'PRICE_CHANGED', details: { cost: 1 } },
    });
    expect(desk.rows('task_queue')).toEqual([]);
    succeeded(await desk.submit());
    expect(refused(await desk.submit('t1', { expectedCost: 2 })).error).toBe('REQUEST_REUSED');
    expect(studio.user('alice')).toMatchObject({ credits: 99 });
  });

  it('that has not begun is cancelled at once, with a refund', async () => {
    await desk.photos();
    succeeded(await desk.submit());
    const { task } = succeeded(await desk.cancel());
    expect(task).toMatchObject({ state: 'cancelled', refunded: 1, spent: 0 });
    expect(studio.user('alice')).toMatchObject({ credits: 100 });
    expect(desk.rows('studio_usage')).toMatchObject([{ unfinished: 0, used: 0 }]);
    const { taskId } = task;
    const again = { taskId, requestId: 'again', expectedCost: 1 };
    succeeded(await studio.call('alice', 'queue', 'retryTask', again));
    await desk.finish();
    expect(desk.rows('task_queue', { state: 'completed' })).toHaveLength(1);
    expect(studioViolations(studio.cloud)).toEqual([]);
  });

  it('is not sent again after an order whose outcome is unknown', async () => {
    await desk.photos();
    succeeded(await desk.submit());
    const ordered = studio.dashscope.orders().length;
    const orders = () => studio.dashscope.orders().length - ordered;
    studio.cloud.faults([
      {
        service: 'http',
        operation: 'POST',
        function: 'tick',
        nth: 1,
        times: 1,
        fault: 'fail-after',
      },
    ]);
    await desk.pass(0);
    studio.cloud.faults([]);
    await desk.finish();
    expect(desk.task()).toMatchObject({ state: 'failed', refunded: 1 });
    expect(desk.work()).toMatchObject({ errorCode: 'PROVIDER_OUTCOME_UNKNOWN' });
    expect(desk.rows('task_attempts')).toMatchObject([{ outcome: 'unknown', wasteFen: 50 }]);
    expect(orders()).toBe(1);
    expect(studioViolations(studio.cloud)).toEqual([]);
  });

  it('whose worker dies at the order is not sent again either', async () => {
    await desk.photos();
    succeeded(await desk.submit());
    studio.cloud.faults([
      { service: 'http', operation: 'POST', function: 'tick', nth: 1, times: 1, fault: 'kill' },
    ]);
    await desk.pass(0);
    studio.cloud.faults([]);
    await desk.finish();
    expect(desk.task()).toMatchObject({ state: 'failed', refunded: 1 });
    expect(desk.job()).toMatchObject({ lostLeases: 1 });
    expect(desk.rows('task_attempts')).toMatchObject([{ outcome: 'unknown' }]);
    expect(studioViolations(studio.cloud)).toEqual([]);
  });
});
