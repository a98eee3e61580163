import { businessDay, nextReset } from '../../../cloudfunctions/shared/domain/time/business-day';

describe('businessDay', () => {
  it.each([
    ['the last millisecond of a day in Beijing', '2026-11-21T15:59:59.999Z', '20261121'],
    ['midnight in Beijing', '2026-11-21T16:00:00.000Z', '20261122'],
    ['the end of a month', '2026-11-30T16:00:00.000Z', '20261201'],
    ['the end of a year', '2026-12-31T16:00:00.000Z', '20270101'],
    ['the end of February of a leap year', '2028-02-28T16:00:00.000Z', '20280229'],
    ['the epoch', '1970-01-01T00:00:00.000Z', '19700101'],
  ])('is the day of Beijing at %s', (_what, moment, day) => {
    expect(businessDay(new Date(moment))).toBe(day);
  });

  it('does not depend on the zone of the host', () => {
    const zone = process.env.TZ;
    const moment = new Date('2026-11-21T16:30:00.000Z');
    const days = ['UTC', 'Asia/Shanghai', 'America/Los_Angeles'].map((name) => {
      process.env.TZ = name;
      return businessDay(moment);
    });
    process.env.TZ = zone;
    expect(days).toEqual(['20261122', '20261122', '20261122']);
  });
});

describe('nextReset', () => {
  it.each([
    ['2026-11-21T15:59:59.999Z', '2026-11-21T16:00:00.000Z'],
    ['2026-11-21T16:00:00.000Z', '2026-11-22T16:00:00.000Z'],
    ['2026-12-31T03:00:00.000Z', '2026-12-31T16:00:00.000Z'],
  ])('of %s is %s', (moment, reset) => {
    expect(nextReset(new Date(moment)).toISOString()).toBe(reset);
  });
});
