import {
  costOf,
  dailyLimitOf,
  membershipLevelOf,
  tierOf,
} from '../../cloudfunctions/shared/domain/tier';
import { dailyUsage, requireRoom } from '../../cloudfunctions/shared/domain/usage';

describe('tierOf', () => {
  it.each([
    ['wechat', 0, 'free'],
    ['wechat', 1, 'vip'],
    ['wechat', 3, 'vip'],
    ['admin', 0, 'admin'],
    ['admin', 2, 'admin'],
  ] as const)('of %s with vipLevel %d is %s', (userType, vipLevel, tier) => {
    expect(tierOf({ userType, vipLevel })).toBe(tier);
  });
});

describe('a tier', () => {
  it.each([
    ['free', 50, 1],
    ['vip', 200, 0],
    ['admin', 1000, 0],
  ] as const)('%s has %d works a day at %d credits', (tier, limit, cost) => {
    expect(dailyLimitOf(tier)).toBe(limit);
    expect(costOf(tier)).toBe(cost);
  });

  it('has a membership level for every vipLevel, wrong ones included', () => {
    expect([-1, 0, 1, 2, 3, 9].map(membershipLevelOf)).toEqual([
      'free',
      'free',
      'basic',
      'plus',
      'pro',
      'pro',
    ]);
  });
});

describe('dailyUsage', () => {
  const now = new Date('2026-11-21T04:00:00.000Z');

  it('never leaves less than nothing', () => {
    expect(dailyUsage('free', 53, now)).toEqual({
      used: 53,
      limit: 50,
      remaining: 0,
      userType: 'free',
      resetAt: '2026-11-21T16:00:00.000Z',
    });
  });

  it('has room for the last work, and not for one more', () => {
    expect(() => requireRoom(dailyUsage('free', 49, now), 1)).not.toThrow();
    expect(() => requireRoom(dailyUsage('free', 49, now), 2)).toThrow(
      '今日生成次数已达上限（50次），明日0点重置',
    );
    expect(() => requireRoom(dailyUsage('free', 50, now), 1)).toThrow('50次');
  });
});
