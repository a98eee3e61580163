import {
  dueAfter,
  earlier,
  followUpMs,
  fullLookMs,
  lookAfter,
  lookCause,
  never,
} from '../../../cloudfunctions/shared/domain/time/due';

const noon = new Date('2026-11-21T04:00:00.000Z');
const later = (ms: number): Date => new Date(noon.getTime() + ms);
const quiet = { dueAt: never, lookAt: later(1), beatAt: noon, failures: 0 };

describe('dueAfter', () => {
  it.each([
    [0, 60_000],
    [1, 60_000],
    [59_999, 60_000],
    [60_000, 120_000],
  ])('is the first whole minute after the deadline: %d ms', (deadline, expected) => {
    expect(dueAfter(later(deadline))).toEqual(later(expected));
  });
});

describe('earlier', () => {
  it('takes null for no moment', () => {
    expect(earlier(null, null)).toBeNull();
    expect(earlier(null, noon)).toEqual(noon);
    expect(earlier(noon, null)).toEqual(noon);
    expect(earlier(later(1), noon)).toEqual(noon);
  });
});

describe('lookCause', () => {
  it('is none while both moments are ahead', () => {
    expect(lookCause(quiet, noon)).toBeNull();
  });

  it.each([
    ['requested', { dueAt: noon }],
    ['requested', { dueAt: noon, lookAt: noon }],
    ['planned', { lookAt: noon }],
    ['planned', { lookAt: later(fullLookMs + 1) }],
  ])('is %s for %j', (cause, changes) => {
    expect(lookCause({ ...quiet, ...changes }, noon)).toBe(cause);
  });
});

describe('lookAfter', () => {
  const look = { cause: 'planned' as const, startedAt: noon };

  it.each([
    ['two hours later, with nothing to come', null, 0, fullLookMs],
    ['at the earliest moment that the works know of', later(5_000), 0, 5_000],
    ['two hours later at most', later(2 * fullLookMs), 0, fullLookMs],
    ['a minute after a failure', null, 1, 60_000],
    ['later with every failure', null, 4, 8 * 60_000],
    ['two hours later at most, however often it failed', null, 99, fullLookMs],
    ['in time for others beside a failure', later(5_000), 9, 5_000],
  ])('is %s', (_what, nextAt, failures, expected) => {
    expect(lookAfter(look, { nextAt, failures })).toEqual(later(expected));
  });

  it('is the follow-up of a look that was requested', () => {
    const requested = { ...look, cause: 'requested' as const };

    expect(lookAfter(requested, { nextAt: null, failures: 0 })).toEqual(later(followUpMs));
  });
});
