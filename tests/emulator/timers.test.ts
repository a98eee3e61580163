import { parseSchedule } from '../../devtools/emulator/timers/schedule';
import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';

describe('the schedule of a timer', () => {
  const next = (cron: string, from: string): string | null => {
    const moment = parseSchedule(cron).nextAfter(Date.parse(from));
    return moment === null ? null : new Date(moment).toISOString();
  };

  it.each([
    ['0 0 0 * * * *', '2026-03-01T00:00:00Z', '2026-03-01T16:00:00.000Z'],
    ['0 30 3 1 * * *', '2026-03-15T00:00:00Z', '2026-03-31T19:30:00.000Z'],
    ['5 * * * * * *', '2026-03-01T00:00:05Z', '2026-03-01T00:01:05.000Z'],
    ['0 0 9 * * MON-FRI *', '2026-03-06T02:00:00Z', '2026-03-09T01:00:00.000Z'],
    ['0 0 8 1 1 * 2030', '2026-03-01T00:00:00Z', '2030-01-01T00:00:00.000Z'],
  ])('reads %s in Beijing time', (cron, from, expected) => {
    expect(next(cron, from)).toBe(expected);
  });

  it('has no next moment when its years are over', () => {
    expect(next('0 0 8 1 1 * 2020', '2026-03-01T00:00:00Z')).toBeNull();
  });

  it('has seven fields', () => {
    expect(() => parseSchedule('0 * * * * *')).toThrow('7 fields');
  });
});

describe('timer triggers', () => {
  let cloud: ProbeCloud;

  beforeAll(async () => {
    cloud = await startProbeCloud({ automaticTimers: true });
  });
  afterAll(() => cloud.close());

  const fired = () => cloud.collection('received').rows();

  it('fire on demand, without a user', async () => {
    const { status, body } = await cloud.control('POST', '/local/trigger/listener/nightly');

    expect(status).toBe(200);
    expect(body).toMatchObject({ result: { errcode: 0 } });
    expect(fired()).toMatchObject([
      {
        source: 'wx_trigger',
        openid: null,
        event: { Type: 'Timer', TriggerName: 'nightly', Time: expect.any(String) as string },
      },
    ]);
  });

  it('fire once when the clock passes their moment, however far', async () => {
    cloud.collection('received').empty();
    const arrived = new Promise<void>((resolve) => {
      cloud.cloud.database.onChange(({ collection }) => {
        if (collection === 'received') resolve();
      });
    });

    cloud.cloud.clock.setOffset(3 * 24 * 3600 * 1000);
    await arrived;

    expect(fired()).toHaveLength(1);
  });

  it('do not exist under another name', async () => {
    expect((await cloud.control('POST', '/local/trigger/listener/daily')).status).toBe(404);
  });
});
