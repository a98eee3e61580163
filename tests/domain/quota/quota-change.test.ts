import fc from 'fast-check';
import { quotaFeatures } from '../../../cloudfunctions/shared/domain/quota/features';
import {
  afterExpiry,
  emptySubscription,
  nextExpiry,
  requireFuture,
  withoutPlan,
  withOverride,
} from '../../../cloudfunctions/shared/domain/quota/quota-change';
import {
  hasMovedToday,
  planInForce,
  resolveQuota,
} from '../../../cloudfunctions/shared/domain/quota/quota';
import type { Plan, Subscription } from '../../../cloudfunctions/shared/domain/quota/quota';
import {
  withSegment,
  withShorterSegment,
} from '../../../cloudfunctions/shared/domain/quota/segments';
import {
  overviewDifference,
  overviewOf,
} from '../../../cloudfunctions/shared/domain/quota/quota-overview';

const now = new Date('2026-11-21T04:00:00.000Z');
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const plus: Plan = { id: 'plus', name: '进阶版', level: 2, values: { image_daily: 200 } };
const pro: Plan = { id: 'pro', name: '专业版', level: 3, values: {} };
const nobody = emptySubscription('user_1');

function member(changes: Partial<Subscription> = {}): Subscription {
  return {
    ...nobody,
    ...{ planId: 'plus', status: 'active', startAt: hours(-24), endAt: hours(24), version: 4 },
    ...changes,
  };
}

const basic: Plan = { id: 'basic', name: '基础版', level: 1, values: {} };
const plans = [basic, plus, pro];

function renewed(subscription: Subscription, plan: Plan, days: number, at = now) {
  return withSegment(subscription, { planId: plan.id, days, orderId: null }, plans, at);
}

describe('a membership', () => {
  const inForce = (subscription: Subscription, at: Date) =>
    planInForce({ subscription, plan: null, plans }, at)?.id ?? null;

  it('starts now for a user without one', () => {
    const segment = { planId: 'plus', startAt: now, endAt: hours(720), orderId: null };

    expect(renewed(nobody, plus, 30)).toEqual({
      ...nobody,
      ...{ planId: 'plus', status: 'active', startAt: now, endAt: hours(720), version: 1 },
      segments: [segment],
    });
  });

  it('of the same level starts after the last of that level', () => {
    expect(renewed(member(), plus, 30)).toMatchObject({
      startAt: hours(-24),
      endAt: hours(24 + 720),
      version: 5,
    });
  });

  it('of a higher level starts now, and the lower one runs on under it', () => {
    const both = renewed(member({ endAt: hours(24 * 60) }), pro, 30);

    expect(inForce(both, hours(1))).toBe('pro');
    expect(inForce(both, hours(719))).toBe('pro');
    expect(inForce(both, hours(720))).toBe('plus');
    expect(inForce(both, hours(24 * 60))).toBeNull();
    expect(afterExpiry(both, hours(720), plans)).toMatchObject({
      planId: 'plus',
      status: 'active',
    });
  });

  it('of a lower level starts after the higher one', () => {
    const both = renewed(renewed(nobody, pro, 1), basic, 1);

    expect(inForce(both, hours(23))).toBe('pro');
    expect(inForce(both, hours(25))).toBe('basic');
    expect(inForce(both, hours(48))).toBeNull();
  });

  it('ends after all consecutive memberships, even by a clock behind the one that began it', () => {
    const begun = renewed(renewed(nobody, plus, 1, hours(1)), plus, 1, now);

    expect(begun).toMatchObject({ startAt: hours(1), endAt: hours(1 + 48) });
  });

  it('is shortened at its end, by no more than is left', () => {
    const bought = withSegment(nobody, { planId: 'plus', days: 30, orderId: 'P1' }, plans, now);
    const at = hours(24 * 10);
    const half = withShorterSegment(bought, { orderId: 'P1', days: 5 }, plans, at);

    expect(half.taken).toBe(5);
    expect(half.subscription.endAt).toEqual(hours(24 * 25));
    expect(withShorterSegment(bought, { orderId: 'P1', days: 25 }, plans, at).taken).toBe(20);
    expect(withShorterSegment(bought, { orderId: 'P2', days: 5 }, plans, at).taken).toBe(0);
  });

  it.each([
    ['one that has ended by itself', member({ endAt: now }), plus],
    ['one that was ended', member({ status: 'ended' }), plus],
  ])('starts now in place of %s', (_which, before, plan) => {
    expect(renewed(before, plan, 30)).toMatchObject({ startAt: now, endAt: hours(720) });
  });

  it.each([
    ['over the end of a month', '2027-01-31T16:30:00.000Z', 30, '2027-03-02T16:30:00.000Z'],
    ['over a leap day', '2028-02-28T15:59:59.999Z', 2, '2028-03-01T15:59:59.999Z'],
    ['over a February without one', '2027-02-28T00:00:00.000Z', 1, '2027-03-01T00:00:00.000Z'],
    ['a whole leap year', '2028-01-01T00:00:00.000Z', 366, '2029-01-01T00:00:00.000Z'],
  ])('lasts whole days %s', (_what, from, days, until) => {
    expect(renewed(nobody, plus, days, new Date(from)).endAt?.toISOString()).toBe(until);
  });

  it('ends at once, and keeps the overrides', () => {
    const customQuotas = { image_daily: { value: 7 } };
    expect(withoutPlan(member({ customQuotas }), now)).toMatchObject({
      ...{ status: 'ended', endAt: now, customQuotas, version: 5 },
    });
  });
});

describe('an override', () => {
  it('replaces the one before as a whole, and leaves the others', () => {
    const before = member({
      customQuotas: { image_daily: { value: 7, expiresAt: hours(1) }, storage_bytes: { value: 5 } },
    });
    const after = withOverride(before, 'image_daily', { value: 0 });

    expect(after.customQuotas).toEqual({ image_daily: { value: 0 }, storage_bytes: { value: 5 } });
    expect(after.version).toBe(5);
    expect(withOverride(after, 'image_daily', null).customQuotas).toEqual({
      storage_bytes: { value: 5 },
    });
  });

  it.each([hours(-1), now])('may not end in the past: %s', (expiresAt) => {
    expect(() => requireFuture(expiresAt, now)).toThrow('expiresAt');
  });

  it('may end later, or never', () => {
    expect(() => requireFuture(hours(1), now)).not.toThrow();
    expect(() => requireFuture(undefined, now)).not.toThrow();
  });
});

describe('expiry', () => {
  const customQuotas = {
    image_daily: { value: 7, expiresAt: hours(2) },
    storage_bytes: { value: 5 },
  };

  it('is at the earliest end, and never for limits without one', () => {
    expect(nextExpiry(member({ customQuotas }), now)).toEqual(hours(2));
    expect(nextExpiry(member(), now)).toEqual(hours(24));
    expect(nextExpiry(member({ status: 'ended' }), now)).toBeNull();
    expect(nextExpiry(nobody, now)).toBeNull();
    const gap = { planId: 'plus', startAt: hours(5), endAt: hours(48), orderId: null };
    expect(nextExpiry(member({ segments: [gap] }), now)).toEqual(hours(5));
    expect(nextExpiry(member({ segments: [gap] }), hours(5))).toEqual(hours(48));
  });

  it('records only what has ended', () => {
    const standing = member({ customQuotas });
    expect(afterExpiry(standing, hours(1))).toBeNull();
    expect(afterExpiry(standing, hours(2))).toMatchObject({
      ...{ status: 'active', customQuotas: { storage_bytes: { value: 5 } }, version: 5 },
    });
    expect(afterExpiry(standing, hours(24))).toMatchObject({ status: 'ended', planId: 'plus' });
  });

  it('changes no limit', () => {
    const moment = fc.integer({ min: -50, max: 50 }).map(hours);
    const override = fc.record(
      { value: fc.nat(9), expiresAt: fc.option(moment, { nil: undefined }) },
      { requiredKeys: ['value'] },
    );
    const some = fc.record(
      { image_daily: override, chat_ap_monthly: override, storage_bytes: override },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(some, moment, moment, (custom, endAt, at) => {
        const standing = member({ customQuotas: custom, endAt });
        const after = afterExpiry(standing, at);
        if (after === null) return true;
        const limits = (subscription: Subscription) =>
          quotaFeatures.map((name) =>
            resolveQuota(name, { userType: 'wechat', subscription, plan: plus }, at),
          );
        expect(limits(after)).toEqual(limits(standing));
        const next = nextExpiry(after, at);
        return afterExpiry(after, at) === null && (next === null || next > at);
      }),
    );
  });
});

describe('hasMovedToday', () => {
  const facts = (subscription: Subscription) => ({ subscription, plan: plus });
  const yesterday = hours(-24);

  it('sees a change, a begin and an end of today', () => {
    const still = { startAt: yesterday, endAt: hours(24), changedAt: yesterday };
    expect(hasMovedToday('image_daily', facts(member(still)), now)).toBe(false);
    for (const moved of [{ changedAt: hours(-1) }, { startAt: hours(-1) }, { endAt: hours(-1) }]) {
      expect(hasMovedToday('image_daily', facts(member({ ...still, ...moved })), now)).toBe(true);
    }
    const customQuotas = { image_daily: { value: 1, expiresAt: hours(-1) } };
    const lapsed = facts(member({ ...still, customQuotas }));
    expect(hasMovedToday('image_daily', lapsed, now)).toBe(true);
    expect(hasMovedToday('storage_bytes', lapsed, now)).toBe(false);
    expect(hasMovedToday('image_daily', { subscription: null, plan: null }, now)).toBe(false);
  });
});

describe('an overview', () => {
  const facts = (subscription: Subscription | null) => ({
    ...{ userType: 'wechat' as const, subscription, plan: subscription === null ? null : plus },
  });

  it('holds limits and sources, and no usage', () => {
    expect(overviewOf(facts(member()), now)).toEqual({
      ...{ tier: 'vip', membershipLevel: 'plus', planId: 'plus', planName: '进阶版' },
      endAt: hours(24),
      features: {
        image_daily: { limit: 200, source: 'plan', expiresAt: hours(24) },
        studio_daily: { limit: 30, source: 'default', expiresAt: null },
        chat_ap_monthly: { limit: 1000, source: 'default', expiresAt: null },
        storage_bytes: { limit: 10 * 1024 ** 3, source: 'default', expiresAt: null },
      },
      version: 4,
    });
    expect(overviewOf(facts(null), now)).toMatchObject({
      ...{ tier: 'free', planId: null, planName: '免费版', endAt: null, version: 0 },
    });
  });

  it('differs in every field that a page shows', () => {
    const expected = overviewOf(facts(member()), now);
    const { image_daily: images } = expected.features;
    const feature = (more: object) => ({
      features: { ...expected.features, image_daily: { ...images, ...more } },
    });
    expect(overviewDifference(overviewOf(facts(member()), now), expected)).toBeNull();
    expect(overviewDifference(null, expected)).toBe('没有概览');
    const differences = [
      { version: 3 },
      { tier: 'free' as const },
      { membershipLevel: 'pro' as const },
      { planId: null },
      { planName: '旧名' },
      { endAt: null },
      feature({ limit: 1 }),
      feature({ source: 'default' }),
      feature({ expiresAt: null }),
    ];
    for (const change of differences) {
      expect(overviewDifference({ ...expected, ...change }, expected)).not.toBeNull();
    }
  });
});
