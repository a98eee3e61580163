import { costOf } from '../../../cloudfunctions/shared/domain/quota/tier';
import { dailyUsage, requireRoom } from '../../../cloudfunctions/shared/domain/quota/usage';

const free = { userType: 'wechat' as const, subscription: null, plan: null };

describe('costOf', () => {
  it.each([
    ['free', 1],
    ['vip', 0],
    ['admin', 0],
  ] as const)('asks %s for %d credits a work', (tier, cost) => {
    expect(costOf(tier)).toBe(cost);
  });
});

describe('dailyUsage', () => {
  const now = new Date('2026-11-21T04:00:00.000Z');

  it('is never negative', () => {
    expect(dailyUsage(free, 53, now)).toEqual({
      used: 53,
      limit: 50,
      remaining: 0,
      userType: 'free',
      resetAt: '2026-11-21T16:00:00.000Z',
    });
  });

  it('has room for the last work, and not for one more', () => {
    expect(() => requireRoom(dailyUsage(free, 49, now), 1)).not.toThrow();
    expect(() => requireRoom(dailyUsage(free, 49, now), 2)).toThrow(
      '今日生成次数已达上限（50次），明日0点重置',
    );
    expect(() => requireRoom(dailyUsage(free, 50, now), 1)).toThrow('50次');
  });
});
