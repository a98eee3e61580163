import { openStudio, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';
import { startRobot } from '../support/robot';
import type { ChatRobot } from '../support/robot';
import { tick, tickNow } from '../support/tick';

const minute = 60_000;
const start = Date.parse('2026-11-29T12:00:00Z');

describe('the watchdog', () => {
  let studio: Studio;
  let robot: ChatRobot;
  const rows = (name: string) => studio.cloud.collection(name).rows();
  const at = (minutes: number) =>
    studio.cloud.control('PUT', '/local/clock', {
      now: new Date(start + minutes * minute).toISOString(),
    });
  const parked = {
    ...{ _id: 'P1', _openid: 'alice', userId: 'user_a', status: 'needs_review' },
    createdAt: new Date(start),
  };

  beforeAll(async () => {
    robot = await startRobot();
    studio = await openStudio({ ALERT_WEBHOOK_URL: robot.url });
  });
  afterAll(async () => {
    await studio.close();
    robot.close();
  });
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    studio.cloud.faults([]);
    robot.clear();
    await at(0);
  });

  it('finds everything that affects users, and reports it in one message with the page of each', async () => {
    studio.cloud.collection('orders').put(parked, {
      ...{ ...parked, _id: 'P2', status: 'paid' },
      paidAt: new Date(start - 6 * minute),
    });
    studio.cloud.collection('task_jobs').put(
      { _id: 'w1', state: 'dead', updatedAt: new Date(start) },
      ...[1, 2000].map((dueIn) => ({
        ...{ _id: `due${dueIn}`, state: 'queued' },
        dueAt: new Date(start + dueIn * minute),
        createdAt: new Date(start - dueIn * 15 * minute),
      })),
    );
    studio.cloud.collection('emergency_backup').put({ _id: 'w2', isRecovered: false });
    studio.cloud.collection('app_config').put({ _id: 'budget', dailyFen: 1000 });
    studio.cloud
      .collection('studio_budget_days')
      .put({ _id: '20261129', startedFen: 900, starts: 3, recent: [] });
    studio.cloud.collection('works').put(
      ...Array.from({ length: 12 }, (_, n) => ({
        ...{
          _id: `w${n + 10}`,
          userId: 'user_a',
          seat: `s${n}`,
          deletedAt: null,
          thumbnailUrl: 'x',
        },
        ...{ status: n < 6 ? 'completed' : 'failed', createdAt: new Date(start - n) },
        errorCode: n === 6 ? 'CONTENT_REFUSED' : 'PROVIDER_FAILED',
      })),
    );

    await tickNow(studio.cloud);

    expect(rows('alarms').map(({ _id, value }) => [_id, value])).toEqual(
      expect.arrayContaining([
        ['waitingTask', 15],
        ['paidNotCredited', 6],
        ['parkedPayment', 1],
        ['deadJobs', 1],
        ['waitingBackups', 1],
        ['successRate', 54],
        ['providerBudget', 90],
      ]),
    );
    expect(robot.heard).toHaveLength(1);
    for (const { _id: kind, text } of rows('alarms') as { _id: string; text: string }[]) {
      expect(robot.heard[0]).toContain(
        `【告警】${text}\n处理手册：docs/runbook.zh-CN.md#${kind.toLowerCase()}`,
      );
    }
  });

  it('looks every five minutes while something is wrong, and reports when it is over', async () => {
    studio.cloud.collection('orders').put(parked);
    await tickNow(studio.cloud);
    await at(4);
    await tick(studio.cloud);
    expect(rows('alarms')).toMatchObject([{ _id: 'parkedPayment', isOpen: true, endedAt: null }]);

    studio.cloud.collection('orders').put({ ...parked, status: 'credited' });
    await at(5);
    expect(await tick(studio.cloud)).toMatchObject({ looks: 1, alarms: 1, alarmMessages: 1 });

    expect(robot.heard).toEqual([
      expect.stringContaining('【告警】1 笔付款等待人工核对'),
      '【已恢复】1 笔付款等待人工核对',
    ]);
    expect(rows('alarms')).toMatchObject([{ isOpen: false, endedAt: expect.any(Date) as Date }]);
    await at(20);
    expect(await tick(studio.cloud)).toMatchObject({ looks: 0 });
  });

  it('looks less often at what remains unresolved for hours', async () => {
    studio.cloud.collection('orders').put(parked);
    await tickNow(studio.cloud);
    for (let minutes = 5; minutes < 120; minutes += 5) {
      await at(minutes);
      expect(await tick(studio.cloud)).toMatchObject({ looks: 1 });
    }
    const looks: number[] = [];
    for (let minutes = 125; minutes <= 180; minutes += 5) {
      await at(minutes);
      if (Number((await tick(studio.cloud))['looks']) > 0) looks.push(minutes);
    }
    expect(looks).toEqual([125, 155]);
    expect(robot.heard).toHaveLength(2);
  });

  it('reports within half an hour that an alarm has ended, even after a failed look', async () => {
    studio.cloud.collection('orders').put(parked);
    await tickNow(studio.cloud);
    await at(5);
    studio.cloud.faults([{ service: 'database', collection: 'orders', fault: 'fail-before' }]);
    await tick(studio.cloud);
    expect(rows('timers')).toMatchObject([{ failures: 1 }]);
    studio.cloud.faults([]);
    studio.cloud.collection('orders').put({ ...parked, status: 'credited' });
    // The next look is due a minute after the failed one, which may have been slow.
    await at(7);
    await tick(studio.cloud);
    expect(rows('timers')).toMatchObject([{ failures: 0 }]);

    await at(38);
    expect(await tick(studio.cloud)).toMatchObject({ looks: 1, alarms: 1 });
    expect(rows('alarms')).toMatchObject([{ _id: 'parkedPayment', isOpen: false }]);
  });

  it('sends again what the group did not accept, and logs no key', async () => {
    studio.cloud.collection('orders').put(parked);
    robot.refuse(3);
    expect(await tickNow(studio.cloud)).toMatchObject({ alarms: 1, alarmMessages: 0 });
    expect(rows('alarms')).toMatchObject([{ isOpen: true, toldAt: null }]);
    await at(5);
    expect(await tick(studio.cloud)).toMatchObject({ alarms: 0, alarmMessages: 1 });
    expect(robot.heard).toHaveLength(1);
    const { body } = await studio.cloud.control('GET', '/local/logs?function=tick');
    expect(JSON.stringify(body)).toContain('alarm not sent');
    expect(JSON.stringify(body)).not.toContain('key=secret');
  });

  it('reports once when several ticks run at once', async () => {
    studio.cloud.collection('orders').put(parked);
    await tickNow(studio.cloud);
    await at(5);
    studio.cloud.collection('task_jobs').put({ _id: 'w1', state: 'dead' });
    await Promise.all([1, 2, 3].map(() => tick(studio.cloud)));
    expect(robot.heard).toHaveLength(2);
  });

  it('keeps working after a watch that died', async () => {
    studio.cloud.collection('orders').put(parked);
    studio.cloud.faults([
      {
        service: 'database',
        function: 'tick',
        collection: 'alarms',
        operation: 'set',
        fault: 'kill',
      },
    ]);
    studio.cloud.collection('timers').empty();
    await studio.cloud.control('POST', '/local/trigger/tick/tick');
    studio.cloud.faults([]);
    await at(2);
    await tick(studio.cloud);
    expect(rows('alarms')).toEqual([]);
    await at(5);
    await tick(studio.cloud);
    expect(rows('alarms')).toMatchObject([{ _id: 'parkedPayment', isOpen: true }]);
  });

  it('watches once more after the last event', async () => {
    await studio.member('alice');
    await tickNow(studio.cloud);
    const generate = { requestId: 'r1', prompt: '雨中的橘猫' };
    succeeded(await studio.call('alice', 'aiGenerate', 'generate', generate));
    studio.cloud.collection('app_config').put({ _id: 'budget', dailyFen: 0 });
    await at(3);
    await tick(studio.cloud);
    expect(rows('alarms')).toEqual([]);
    await at(5);
    await tick(studio.cloud);
    expect(rows('alarms')).toMatchObject([{ _id: 'providerBudget' }]);
  });

  it('is reported by the daily check when it is silent', async () => {
    await tickNow(studio.cloud);
    await at(11);
    await studio.cloud.control('POST', '/local/trigger/integrityCheck/daily');
    expect(robot.heard).toEqual([expect.stringContaining('定时器已 11 分钟没有运行')]);
  });
});
