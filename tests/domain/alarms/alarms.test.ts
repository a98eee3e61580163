import { advance, markReported } from '../../../cloudfunctions/shared/domain/alarms/advance';
import type { Message } from '../../../cloudfunctions/shared/domain/alarms/advance';
import { silenceOf, symptomsOf } from '../../../cloudfunctions/shared/domain/alarms/alarm';
import type { Alarm, Figures, Symptom } from '../../../cloudfunctions/shared/domain/alarms/alarm';

const start = new Date('2026-11-29T12:00:00Z');
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const well: Figures = {
  oldestJobAt: null,
  oldestPaidAt: null,
  parkedOrders: 0,
  deadJobs: 0,
  waitingBackups: 0,
  ended: { completed: 50, failed: 0 },
  timerFailures: 0,
  budget: null,
};

describe('symptoms', () => {
  it('are none while all is well', () => {
    const almost: Figures = {
      oldestJobAt: after(-10),
      oldestPaidAt: after(-5),
      ...{ parkedOrders: 0, deadJobs: 0, waitingBackups: 0, timerFailures: 2 },
      ended: { completed: 45, failed: 5 },
      budget: { spentFen: 80, dailyFen: 100 },
    };
    expect([symptomsOf(well, start), symptomsOf(almost, start)]).toEqual([[], []]);
  });

  it.each<[string, Partial<Figures>, number]>([
    ['waitingTask', { oldestJobAt: after(-11) }, 11],
    ['paidNotCredited', { oldestPaidAt: after(-6) }, 6],
    ['parkedPayment', { parkedOrders: 1 }, 1],
    ['deadJobs', { deadJobs: 2 }, 2],
    ['waitingBackups', { waitingBackups: 3 }, 3],
    ['successRate', { ended: { completed: 44, failed: 6 } }, 88],
    ['failingTimers', { timerFailures: 3 }, 3],
    ['providerBudget', { budget: { spentFen: 81, dailyFen: 100 } }, 81],
    ['providerBudget', { budget: { spentFen: 0, dailyFen: 0 } }, 100],
  ])('%s is raised beyond its bound', (kind, change, value) => {
    expect(symptomsOf({ ...well, ...change }, start)).toEqual([
      { kind, value, text: expect.stringContaining(String(value)) as string },
    ]);
  });

  it('of a rate need ten works', () => {
    expect(symptomsOf({ ...well, ended: { completed: 0, failed: 9 } }, start)).toEqual([]);
  });

  it('of a silent timer are found by any reader', () => {
    expect(silenceOf(after(-10), start)).toBeNull();
    expect(silenceOf(null, start)).toBeNull();
    expect(silenceOf(after(-11), start)).toMatchObject({ kind: 'silentTimer', value: 11 });
  });
});

describe('messages of an alarm', () => {
  const symptom: Symptom = { kind: 'deadJobs', value: 1, text: '1 个' };

  /** Runs the watchdog every five minutes with these values (null: no symptom); returns the messages sent. */
  function play(watches: readonly (number | null)[]): [minute: number, news: Message['news']][] {
    const heard: [number, Message['news']][] = [];
    let standing: Alarm[] = [];
    watches.forEach((value, index) => {
      const now = after(index * 5);
      const symptoms = value === null ? [] : [{ ...symptom, value }];
      standing = advance(standing, symptoms, now).map(({ alarm, message }) => {
        if (message === null) return alarm;
        heard.push([index * 5, message.news]);
        return markReported(alarm, now);
      });
    });
    return heard;
  }

  it('are sent once when it begins and once when it ends', () => {
    expect(play([null, 1, 1, 2, 3, null, null])).toEqual([
      [5, 'open'],
      [25, 'over'],
    ]);
  });

  it('are half an hour apart when it comes and goes', () => {
    expect(play([1, null, 1, null, 1, 1, 1, 1, 1])).toEqual([
      [0, 'open'],
      [5, 'over'],
      [35, 'open'],
    ]);
  });

  it('are repeated every two hours while it lasts', () => {
    expect(play(Array.from({ length: 50 }, () => 1))).toEqual([
      [0, 'open'],
      [120, 'still'],
      [240, 'still'],
    ]);
  });

  it('do not report the end of an alarm that was never reported', () => {
    expect(play([1, null, 1, null, null])).toEqual([
      [0, 'open'],
      [5, 'over'],
    ]);
  });

  it('are due again when the clock was wrong', () => {
    const standing = advance([], [symptom], after(600)).map(({ alarm }) =>
      markReported(alarm, after(600)),
    );
    expect(advance(standing, [symptom], start)).toMatchObject([{ message: { news: 'still' } }]);
  });
});
