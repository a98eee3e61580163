import {
  clockTime,
  dayName,
  fullTime,
  momentName,
  resetName,
  secondsSince,
} from '../../miniprogram/utils/time';

/** 2026-11-21 15:07 in Beijing. */
const now = Date.parse('2026-11-21T07:07:00.000Z');

describe('clockTime', () => {
  it('shows the time of Beijing wherever the phone is', () => {
    expect(clockTime('2026-11-21T07:02:00.000Z')).toBe('15:02');
    expect(clockTime('2026-11-20T16:00:00.000Z')).toBe('0:00');
  });
});

describe('dayName', () => {
  it('changes at midnight of Beijing, not of UTC', () => {
    expect(dayName('2026-11-20T16:00:00.000Z', now)).toBe('今天');
    expect(dayName('2026-11-20T15:59:59.999Z', now)).toBe('昨天');
    expect(dayName('2026-11-19T15:59:59.999Z', now)).toBe('11月19日');
  });

  it('names the year when it is another one', () => {
    expect(dayName('2025-12-31T15:00:00.000Z', now)).toBe('2025年12月31日');
  });
});

describe('momentName', () => {
  it.each([
    ['2026-11-21T07:06:30.000Z', '刚刚'],
    ['2026-11-21T07:06:00.000Z', '今天 15:06'],
    ['2026-11-20T01:30:00.000Z', '昨天 9:30'],
    ['2026-11-18T01:30:00.000Z', '11月18日'],
  ])('says of %s: %s', (moment, name) => {
    expect(momentName(moment, now)).toBe(name);
  });

  it('says 刚刚 for a moment in the future, as the phone may be behind', () => {
    expect(momentName('2026-11-21T07:08:00.000Z', now)).toBe('刚刚');
  });
});

describe('fullTime', () => {
  it('writes date and time in full', () => {
    expect(fullTime('2026-11-21T06:20:00.000Z')).toBe('2026年11月21日 14:20');
  });
});

describe('resetName', () => {
  it('says 明日 for the next day and the date beyond', () => {
    expect(resetName('2026-11-21T16:00:00.000Z', now)).toBe('明日 0:00 重置');
    expect(resetName('2026-11-30T16:00:00.000Z', now)).toBe('12月1日 0:00 重置');
  });
});

describe('secondsSince', () => {
  it('counts whole seconds and never below zero', () => {
    expect(secondsSince(now - 8999, now)).toBe(8);
    expect(secondsSince('2026-11-21T07:08:00.000Z', now)).toBe(0);
  });
});
