import fc from 'fast-check';
import {
  accountAt,
  heldOf,
  hold,
  latestReset,
  newAccount,
  release,
  remainingOf,
  settle,
} from '../../../cloudfunctions/shared/domain/chat/ap';
import type { ApAccount } from '../../../cloudfunctions/shared/domain/chat/ap';
import { apQuota, quotaExceeded } from '../../../cloudfunctions/shared/domain/chat/ap-quota';
import { dayInWords, nextMonth } from '../../../cloudfunctions/shared/domain/time/business-month';
import type { Entitlement } from '../../../cloudfunctions/shared/domain/quota/quota';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const beijing = (text: string) => new Date(`${text}+08:00`);
const noon = beijing('2026-11-21T12:00:00');
const later = (ms: number, from = noon) => new Date(from.getTime() + ms);
const wanted = (messageId: string, ap = 1, expiresAt = later(2 * 60_000)) => ({
  messageId,
  ap,
  expiresAt,
  token: 't',
});
const nobody: Entitlement = { subscription: null, plan: null };

describe('nextMonth', () => {
  it.each([
    ['2026-11-21T12:00:00', '2026-12-01T00:00:00'],
    ['2026-11-30T23:59:59.999', '2026-12-01T00:00:00'],
    ['2026-12-01T00:00:00', '2027-01-01T00:00:00'],
    ['2026-12-31T23:59:59.999', '2027-01-01T00:00:00'],
    ['2026-01-31T08:00:00', '2026-02-01T00:00:00'],
    ['2027-02-28T23:30:00', '2027-03-01T00:00:00'],
    ['2028-02-28T23:30:00', '2028-03-01T00:00:00'],
    ['2028-02-29T12:00:00', '2028-03-01T00:00:00'],
    ['2100-02-28T23:59:59', '2100-03-01T00:00:00'],
    ['2026-12-01T07:59:59', '2027-01-01T00:00:00'],
  ])('of %s is %s', (from, to) => {
    expect(nextMonth(beijing(from))).toEqual(beijing(to));
  });

  it('is later than every moment, by 31 days at most, and begins a first day in Beijing', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
        (moment) => {
          const next = nextMonth(moment);
          const distance = next.getTime() - moment.getTime();
          expect(distance).toBeGreaterThan(0);
          expect(distance).toBeLessThanOrEqual(31 * dayMs);
          expect(dayInWords(next)).toMatch(/^\d{1,2}月1日$/);
          expect((next.getTime() + 8 * hourMs) % dayMs).toBe(0);
        },
      ),
    );
  });

  it('names its day in Chinese', () => {
    expect(dayInWords(nextMonth(noon))).toBe('12月1日');
    expect(dayInWords(beijing('2027-01-01T00:00:00'))).toBe('1月1日');
  });
});

describe('an AP account', () => {
  it('begins with the first question', () => {
    expect(accountAt(null, noon)).toEqual({
      monthlyUsed: 0,
      holds: [],
      quotaResetAt: beijing('2026-12-01T00:00:00'),
      totalUsed: 0,
      todayUsed: 0,
      todayDay: '20261121',
    });
  });

  it('resets at the first moment of the month, and keeps live holds', () => {
    const used = { ...newAccount(noon), monthlyUsed: 70, totalUsed: 70, todayUsed: 4 };
    const turn = beijing('2026-12-01T00:00:00');
    const held = { ...used, holds: [wanted('a', 2, later(hourMs, turn)), wanted('b')] };

    expect(accountAt(held, later(-1, turn)).monthlyUsed).toBe(70);
    expect(accountAt(held, turn)).toEqual({
      monthlyUsed: 0,
      holds: [wanted('a', 2, later(hourMs, turn))],
      quotaResetAt: beijing('2027-01-01T00:00:00'),
      totalUsed: 70,
      todayUsed: 0,
      todayDay: '20261201',
    });
  });

  it('skips months in which nothing was asked', () => {
    const used = { ...newAccount(noon), monthlyUsed: 70 };
    const account = accountAt(used, beijing('2027-03-05T10:00:00'));
    expect(account).toMatchObject({ monthlyUsed: 0, quotaResetAt: beijing('2027-04-01T00:00:00') });
  });

  it('gives nothing when a clock steps back', () => {
    const turn = beijing('2026-12-01T00:00:10');
    const begun = accountAt({ ...newAccount(noon), monthlyUsed: 100 }, turn);
    const spent = { ...begun, monthlyUsed: 30, todayUsed: 30 };

    const before = accountAt(spent, later(-20_000, turn));
    expect(before).toMatchObject({ monthlyUsed: 30, todayUsed: 30, todayDay: '20261201' });
    expect(accountAt(before, turn)).toEqual(spent);
  });

  it('holds no more than is left, even for concurrent calls', () => {
    const account = { ...newAccount(noon), monthlyUsed: 97 };
    const first = hold(account, wanted('a', 2), 100, noon);
    expect(first).toMatchObject({ monthlyUsed: 97, holds: [wanted('a', 2)] });
    expect(hold(first, wanted('b', 2), 100, noon)).toBeNull();
    expect(hold(first, wanted('b', 1), 100, noon)).not.toBeNull();
  });

  it('moves the hold of an answer that is requested again', () => {
    const held = hold(null, wanted('a'), 1, noon);
    const again = wanted('a', 1, later(hourMs));
    expect(hold(held, again, 1, noon)?.holds).toEqual([again]);
  });

  it('drops an expired hold', () => {
    const held = hold(null, wanted('a'), 1, noon);
    const next = later(2 * 60_000);
    expect(hold(held, wanted('b', 1, later(hourMs)), 1, later(-1, next))).toBeNull();
    expect(hold(held, wanted('b', 1, later(hourMs)), 1, next)?.holds).toHaveLength(1);
  });

  it('pays a hold even when the limit was lowered meanwhile', () => {
    const held = hold({ ...newAccount(noon), monthlyUsed: 9 }, wanted('a', 2), 100, noon);
    expect(settle(held, { messageId: 'a', ap: 2 }, 0, noon)).toMatchObject({
      ...{ monthlyUsed: 11, totalUsed: 2, todayUsed: 2, holds: [] },
    });
  });

  it('pays after the hold has expired only when there is room', () => {
    const held = hold({ ...newAccount(noon), monthlyUsed: 99 }, wanted('a'), 100, noon);
    const late = later(hourMs);
    expect(settle(held, { messageId: 'a', ap: 1 }, 100, late)).toMatchObject({ monthlyUsed: 100 });
    const other = hold(held, wanted('b', 1, later(2 * hourMs)), 100, late);
    expect(settle(other, { messageId: 'a', ap: 1 }, 100, late)).toBeNull();
  });

  it('pays in the month in which the answer ends', () => {
    const turn = beijing('2026-12-01T00:00:00');
    const before = later(-1_000, turn);
    const held = hold(
      { ...newAccount(noon), monthlyUsed: 99, totalUsed: 99 },
      wanted('a', 1, later(60_000, turn)),
      100,
      before,
    );
    expect(settle(held, { messageId: 'a', ap: 1 }, 100, turn)).toMatchObject({
      ...{ monthlyUsed: 1, totalUsed: 100, todayUsed: 1, holds: [] },
    });
  });

  type Step =
    | { kind: 'hold' | 'settle' | 'release'; index: number; ap: number }
    | { kind: 'wait'; ms: number };
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({
      kind: fc.constantFrom('hold' as const, 'settle' as const, 'release' as const),
      index: fc.nat(5),
      ap: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.integer({ min: -hourMs, max: 9 * dayMs }),
    }),
  );

  it('never spends more than the limit of a month, and loses nothing', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 0, max: 12 }),
        (steps, limit) => {
          let account: ApAccount | null = null;
          let now = noon;
          let newest = noon;
          let paid = 0;
          for (const one of steps) {
            if (one.kind === 'wait') {
              now = later(one.ms, now);
              newest = now > newest ? now : newest;
              continue;
            }
            const messageId = `m${one.index}`;
            if (one.kind === 'release' && account !== null) account = release(account, messageId);
            if (one.kind === 'hold') {
              account =
                hold(account, wanted(messageId, one.ap, later(60_000, now)), limit, now) ?? account;
            }
            if (one.kind === 'settle') {
              const held = accountAt(account, now).holds.find(
                (other) => other.messageId === messageId,
              );
              const ap = held?.ap ?? one.ap;
              const settled = settle(account, { messageId, ap }, limit, now);
              paid += settled === null ? 0 : ap;
              account = settled ?? account;
            }
            const current = accountAt(account, now);
            expect(current.monthlyUsed + heldOf(current)).toBeLessThanOrEqual(limit);
            expect(remainingOf(current, limit)).toBe(limit - current.monthlyUsed - heldOf(current));
            expect(current.totalUsed).toBe(paid);
            expect(current.todayUsed).toBeLessThanOrEqual(current.monthlyUsed);
            expect(current.quotaResetAt.getTime()).toBeLessThanOrEqual(nextMonth(newest).getTime());
            expect(current.quotaResetAt > now).toBe(true);
          }
        },
      ),
    );
  });
});

describe('the quota shown to a user', () => {
  const of = (account: Partial<ApAccount>) =>
    apQuota({ ...newAccount(noon), ...account }, nobody, 1, noon);

  it('consists of what is used, held and left', () => {
    expect(of({ monthlyUsed: 84, totalUsed: 120, todayUsed: 3, holds: [wanted('a', 2)] })).toEqual({
      ...{ used: 84, limit: 100, held: 2, remaining: 14, todayUsed: 3, totalUsed: 120 },
      ...{ resetAt: '2026-11-30T16:00:00.000Z', membershipLevel: 'free', priceAp: 1 },
      ...{ warning: true, recommendedPlan: 'basic' },
    });
  });

  it('warns above eighty of a hundred', () => {
    expect([80, 81].map((monthlyUsed) => of({ monthlyUsed }).warning)).toEqual([false, true]);
  });

  it('is never negative', () => {
    expect(of({ monthlyUsed: 130 }).remaining).toBe(0);
  });

  it('names the day of the reset', () => {
    expect(quotaExceeded(of({ monthlyUsed: 100 })).message).toBe(
      '本月 AP 已用完（100 AP），12月1日0点重置',
    );
  });
});

describe('an AP account written by a clock far ahead', () => {
  const ahead = beijing('2028-03-05T10:00:00');
  const written = hold(null, wanted('a', 2, later(120_000, ahead)), 100, ahead);
  const account = { ...(written ?? newAccount(ahead)), monthlyUsed: 7, todayUsed: 7 };

  it('ends its month with the current one, and keeps what is used', () => {
    expect(accountAt(account, noon)).toMatchObject({
      monthlyUsed: 7,
      quotaResetAt: beijing('2026-12-01T00:00:00'),
    });
  });

  it('holds nothing for years, and restarts the count of today', () => {
    expect(accountAt(account, noon)).toMatchObject({
      ...{ holds: [], todayUsed: 0, todayDay: '20261121' },
    });
  });

  it('is not changed by a clock only a moment ahead at the end of the month', () => {
    const turn = beijing('2026-12-01T00:00:10');
    const begun = accountAt({ ...newAccount(noon), monthlyUsed: 100 }, turn);

    expect(accountAt(begun, later(-20_000, turn)).quotaResetAt).toEqual(
      beijing('2027-01-01T00:00:00'),
    );
    expect(latestReset(noon)).toEqual(beijing('2026-12-01T00:00:00'));
  });
});
