import { eventually } from '../support/eventually';
import { succeeded } from '../support/studio';
import { studioViolations } from '../support/studio-invariants';
import { withTaskStudio } from '../support/tasks';
import type { TaskStudio } from '../support/tasks';
import { tickNow } from '../support/tick';

describe('a worker that has lost its lease', () => {
  let studio: TaskStudio;
  const desk = withTaskStudio((opened) => (studio = opened));
  const delayMs = 10_000;
  const slow = (rule: { service: 'http' | 'storage'; operation: string }) =>
    studio.cloud.faults([{ ...rule, function: 'tick', times: 1, fault: 'delay', delayMs }]);
  const isDelayed = () => studio.cloud.cloud.faults.list()[0]?.fired === 1;

  beforeEach(async () => {
    await desk.photos();
    succeeded(await desk.submit());
  });

  it.each([
    ['asks the vendor', { service: 'http', operation: 'GET' }],
    ['stores the picture', { service: 'storage', operation: 'upload' }],
  ] as const)('while it %s changes nothing more', async (_what, rule) => {
    // Without polls, the nudge only sends the order, however long it runs.
    studio.cloud.faults([
      { service: 'http', operation: 'GET', function: 'queue', fault: 'fail-before' },
    ]);
    succeeded(await studio.call('alice', 'queue', 'nudge', {}));
    expect(desk.job()).toMatchObject({ state: 'accepted' });
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 30_000 });
    slow(rule);
    const late = tickNow(studio.cloud);
    await eventually(() => expect(isDelayed()).toBe(true));
    const lost = desk.job().leaseToken as number;

    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 150_000 });
    await studio.call('alice', 'queue', 'nudge', {});
    const taken = desk.job();
    expect(taken.leaseToken).toBeGreaterThan(lost);
    await late;
    studio.cloud.faults([]);
    expect(desk.job()).toMatchObject({ leaseToken: taken.leaseToken, state: taken.state });
    await desk.finish();

    expect(desk.task()).toMatchObject({ state: 'completed', done: 1, spent: 1, refunded: 0 });
    expect(desk.job()).toMatchObject({ attempts: 1, lostLeases: 1 });
    expect(desk.rows('task_attempts')).toMatchObject([{ outcome: 'done', wasteFen: 0 }]);
    expect(studioViolations(studio.cloud, { settled: true })).toEqual([]);
  });
});
