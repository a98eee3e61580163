import {
  claimOf,
  isClaimable,
  isLive,
  maxAttempts,
  maxLostLeases,
} from '../../../cloudfunctions/shared/domain/tasks/lease';
import { at, someJob } from './jobs';

describe('a job', () => {
  it.each([
    ['is due and free', {}, true],
    ['is due later', { dueAt: at(1) }, false],
    ['has nothing due', { dueAt: null }, false],
    ['is held', { leaseUntil: at(1) }, false],
    ['was held until now', { leaseUntil: at(0) }, true],
    ['carries a lease of a clock that was wrong', { leaseUntil: at(91) }, true],
  ])('that %s can be claimed: %s', (_what, changes, isIt) => {
    expect(isClaimable(someJob(changes), at(0))).toBe(isIt);
  });

  it('is fenced by a token that grows, for 90 seconds', () => {
    const { change } = claimOf(someJob(), 'me', at(0));
    expect(change).toMatchObject({ leaseToken: 4, leaseUntil: at(90), dueAt: at(90) });
    expect(isLive(change.leaseUntil, at(89))).toBe(true);
    expect(isLive(change.leaseUntil, at(90))).toBe(false);
  });

  it('counts an attempt only when it is claimed from queued', () => {
    expect(claimOf(someJob(), 'me', at(0)).change.attempts).toBe(1);
    expect(claimOf(someJob({ state: 'accepted' }), 'me', at(0)).change.attempts).toBe(0);
  });

  it('counts a lease that was not released', () => {
    expect(claimOf(someJob(), 'me', at(0)).change.lostLeases).toBe(0);
    expect(claimOf(someJob({ leaseUntil: at(0) }), 'me', at(0)).change.lostLeases).toBe(1);
  });

  it.each([
    ['attempts', { attempts: maxAttempts - 1 }, null],
    ['attempts', { attempts: maxAttempts }, 'attempts'],
    ['attempts once accepted', { attempts: maxAttempts, state: 'accepted' as const }, null],
    ['leases', { lostLeases: maxLostLeases - 1, leaseUntil: at(0) }, null],
    ['leases', { lostLeases: maxLostLeases, leaseUntil: at(0) }, 'lostLeases'],
    [
      'leases of an ended one',
      { lostLeases: 9, leaseUntil: at(0), state: 'failed' as const },
      null,
    ],
  ])('is given up after too many %s: %j', (_what, changes, exhausted) => {
    expect(claimOf(someJob(changes), 'me', at(0)).exhausted).toBe(exhausted);
  });
});
