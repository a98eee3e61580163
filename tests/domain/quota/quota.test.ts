import { quotaFeatures } from '../../../cloudfunctions/shared/domain/quota/features';
import {
  levelName,
  membershipLevelOf,
  recommendedLevel,
  resolveQuota,
  tierOf,
} from '../../../cloudfunctions/shared/domain/quota/quota';
import type {
  Plan,
  QuotaFacts,
  Subscription,
} from '../../../cloudfunctions/shared/domain/quota/quota';

const now = new Date('2026-11-21T04:00:00.000Z');
const past = new Date('2026-11-21T03:59:59.999Z');
const future = new Date('2026-12-21T04:00:00.000Z');
const mebibyte = 1024 ** 2;

const plus: Plan = { id: 'plus', name: '进阶版', level: 2, values: { chat_ap_monthly: 1200 } };

function facts(changes: Partial<Subscription> = {}, more: Partial<QuotaFacts> = {}): QuotaFacts {
  const subscription: Subscription = {
    userId: 'user_1',
    planId: 'plus',
    status: 'active',
    startAt: past,
    endAt: future,
    customQuotas: {},
    version: 1,
    ...changes,
  };
  return { userType: 'wechat', subscription, plan: plus, ...more };
}

describe('resolveQuota', () => {
  it('takes the default of a free user when there is no row at all', () => {
    const nobody: QuotaFacts = { userType: 'wechat', subscription: null, plan: null };
    const limits = quotaFeatures.map((feature) => resolveQuota(feature, nobody, now));
    expect(limits).toEqual([
      { limit: 50, source: 'default', planId: null },
      { limit: 5, source: 'default', planId: null },
      { limit: 100, source: 'default', planId: null },
      { limit: 200 * mebibyte, source: 'default', planId: null },
    ]);
  });

  it('takes the plan before the default, and says when it ends', () => {
    expect(resolveQuota('chat_ap_monthly', facts(), now)).toEqual({
      limit: 1200,
      source: 'plan',
      planId: 'plus',
      expiresAt: future,
    });
  });

  it('takes the default of the level when the plan has no value', () => {
    expect(resolveQuota('image_daily', facts(), now)).toMatchObject({
      limit: 200,
      source: 'default',
    });
    expect(resolveQuota('storage_bytes', facts(), now).limit).toBe(10 * 1024 * mebibyte);
  });

  it('takes the override before the plan, zero included', () => {
    const customQuotas = { chat_ap_monthly: { value: 0 } };
    expect(resolveQuota('chat_ap_monthly', facts({ customQuotas }), now)).toEqual({
      limit: 0,
      source: 'override',
      planId: 'plus',
    });
  });

  it.each([
    ['one that has ended a moment ago', past, 'plan'],
    ['one that ends now', now, 'plan'],
    ['one that still runs', future, 'override'],
  ])('reads %s', (_what, expiresAt, source) => {
    const customQuotas = { chat_ap_monthly: { value: 7, expiresAt } };
    expect(resolveQuota('chat_ap_monthly', facts({ customQuotas }), now).source).toBe(source);
  });

  it('keeps an override when the membership has ended', () => {
    const customQuotas = { image_daily: { value: 300 } };
    const ended = facts({ endAt: past, customQuotas });
    expect(resolveQuota('image_daily', ended, now)).toMatchObject({
      limit: 300,
      source: 'override',
      planId: null,
    });
    expect(tierOf(ended, now)).toBe('free');
  });

  it.each([
    ['its end has passed', facts({ endAt: past })],
    ['it ends this very moment', facts({ endAt: now })],
    ['it has no end', facts({ endAt: null })],
    ['it is not active', facts({ status: 'ended' })],
    ['its plan is unknown', facts({}, { plan: null })],
    ['another plan was read', facts({ planId: 'pro' })],
  ])('counts a subscription as free when %s', (_why, lapsed) => {
    expect(resolveQuota('chat_ap_monthly', lapsed, now)).toEqual({
      limit: 100,
      source: 'default',
      planId: null,
    });
    expect(membershipLevelOf(lapsed, now)).toBe('free');
    expect(tierOf(lapsed, now)).toBe('free');
  });

  it('gives an admin 1000 works a day', () => {
    const admin: QuotaFacts = { userType: 'admin', subscription: null, plan: null };
    expect(resolveQuota('image_daily', admin, now).limit).toBe(1000);
    expect(tierOf(admin, now)).toBe('admin');
  });
});

describe('levels', () => {
  it('have a name for every number, wrong ones included', () => {
    expect([-1, 0, 1, 2, 3, 9].map(levelName)).toEqual([
      'free',
      'free',
      'basic',
      'plus',
      'pro',
      'pro',
    ]);
  });

  it('recommend the next one up, and nothing at the top', () => {
    const nobody: QuotaFacts = { userType: 'wechat', subscription: null, plan: null };
    const top = facts({}, { plan: { ...plus, level: 3 } });
    expect(recommendedLevel(nobody, now)).toBe('basic');
    expect(recommendedLevel(facts(), now)).toBe('pro');
    expect(recommendedLevel(top, now)).toBeNull();
  });
});
