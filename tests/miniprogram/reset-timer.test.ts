import { createResetTimer } from '../../miniprogram/utils/reset-timer';

const now = Date.parse('2026-11-21T15:59:00.000Z');
const resetAt = '2026-11-21T16:00:00.000Z';
const dayMs = 86_400_000;

describe('the reset timer', () => {
  beforeEach(() => jest.useFakeTimers({ now }));
  afterEach(() => jest.useRealTimers());

  it('reloads when the reset has passed, not before', () => {
    const reload = jest.fn();
    createResetTimer(reload).start(resetAt, Date.now());
    jest.advanceTimersByTime(60_000);
    expect(reload).not.toHaveBeenCalled();
    jest.advanceTimersByTime(2000);

    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('does not hurry when the clock of the phone is ahead', () => {
    const reload = jest.fn();
    createResetTimer(reload).start(resetAt, now + dayMs);
    jest.advanceTimersByTime(29_000);
    expect(reload).not.toHaveBeenCalled();
    jest.advanceTimersByTime(2000);

    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('reads ever more rarely while the clock of the phone stays ahead', () => {
    const timer = createResetTimer(() => {
      reads += 1;
      timer.start(resetAt, Date.now());
    });
    let reads = 0;
    timer.start(resetAt, now + dayMs);
    jest.advanceTimersByTime(dayMs);
    timer.stop();

    expect(reads).toBeLessThan(40);
  });

  it('does not fire at once for a reset a month away', () => {
    const reload = jest.fn();
    createResetTimer(reload).start('2026-12-21T16:00:00.000Z', now);
    jest.advanceTimersByTime(dayMs);

    expect(reload).not.toHaveBeenCalled();
  });

  it.each([null, '', 'soon'])('does nothing without a moment: %j', (moment) => {
    const reload = jest.fn();
    createResetTimer(reload).start(moment, now);
    jest.advanceTimersByTime(10 * dayMs);

    expect(reload).not.toHaveBeenCalled();
  });

  it('stops, and is set anew with each reading', () => {
    const reload = jest.fn();
    const timer = createResetTimer(reload);
    timer.start(resetAt, now);
    timer.start(resetAt, now);
    timer.start(resetAt, now);
    jest.advanceTimersByTime(90_000);
    expect(reload).toHaveBeenCalledTimes(1);

    timer.start(resetAt, now);
    timer.stop();
    jest.advanceTimersByTime(90_000);
    expect(reload).toHaveBeenCalledTimes(1);
  });
});
