import {
  isAbandoned,
  leaseUntil,
  maxLeaseMs,
} from '../../../cloudfunctions/shared/domain/work/lease';
import { parseWork } from '../../../cloudfunctions/shared/data/rows/work';

const now = new Date('2026-11-28T10:00:00Z');
const after = (ms: number) => new Date(now.getTime() + ms);

describe('a lease', () => {
  it.each([
    [20_000, 50_000],
    [60_000, 90_000],
    [900_000, 90_000],
  ])('of a function with a timeout of %d ms lasts %d ms', (timeoutMs, lasts) => {
    expect(leaseUntil(now, timeoutMs).getTime() - now.getTime()).toBe(lasts);
  });

  const row = {
    _id: 'work_1',
    userId: 'user_1',
    status: 'processing',
    createdAt: after(-3_600_000),
  };
  it.each([
    ['is alive until its end', 1, false],
    ['has expired at its end', 0, true],
    ['is alive at its full length', maxLeaseMs, false],
    ['binds nobody when it is longer than any of ours', maxLeaseMs + 1, true],
  ])('%s', (_what, ms, expected) => {
    expect(isAbandoned(parseWork({ ...row, leaseUntil: after(ms) }), now)).toBe(expected);
  });

  it.each(['completed', 'failed', 'cancelled'])('does not apply to a %s work', (status) => {
    expect(isAbandoned(parseWork({ ...row, status, leaseUntil: after(-1) }), now)).toBe(false);
  });

  it.each(['photography', 'fitting'])('of a work of type %s is its job’s', (type) => {
    expect(isAbandoned(parseWork({ ...row, type, leaseUntil: after(-1) }), now)).toBe(false);
  });
});
