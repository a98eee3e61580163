import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { requireInvariants } from '../support/invariants';
import { nextRequest, openDesk } from '../support/quota-desk';
import { openStudio, refused, succeeded, worksOfToday } from '../support/studio';
import type { Studio } from '../support/studio';

const mebibyte = 1024 ** 2;
/** Noon in Beijing. */
const noon = '2026-11-21T04:00:00.000Z';

describe('quotas', () => {
  let studio: Studio;
  const desk = () => openDesk(studio);
  const users = () => studio.user('alice');

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    studio.cloud.faults([]);
    await desk().moveTo(noon);
    await studio.member('alice');
    await studio.member('root', { userType: 'admin' });
  });
  afterEach(() => requireInvariants(studio.cloud));

  describe('quota.adjust', () => {
    it('is in force for the very next call of every path', async () => {
      const { adjust, daily, generate, overview, user } = desk();
      await adjust({ value: 1 });

      expect(await daily()).toMatchObject({ limit: 1, remaining: 1, userType: 'free' });
      const login = succeeded(await studio.call('alice', 'login', 'wxLogin', {}));
      expect(login.dailyUsage).toMatchObject({ limit: 1 });
      expect(await user()).toMatchObject({ tier: 'free', vipLevel: 0 });
      expect((await overview()).features[0]).toMatchObject({ limit: 1, source: 'override' });
      expect(succeeded(await generate()).dailyUsage).toMatchObject({ limit: 1, remaining: 0 });
      expect(refused(await generate())).toMatchObject({
        error: 'DAILY_LIMIT_REACHED',
        details: { limit: 1, used: 1 },
      });

      await adjust({ value: 2 });
      expect(succeeded(await generate()).dailyUsage).toMatchObject({ limit: 2, remaining: 0 });
      await adjust({ value: null });
      expect(await daily()).toMatchObject({ limit: 50 });
    });

    it('answers the earlier, the new and the effective limit, and records them', async () => {
      const { adjust, audits, subscription, userId } = desk();
      await adjust({ value: 60 });
      const reply = await adjust({ value: 80, reason: '活动' });

      expect(reply).toEqual({
        ...{ userId, feature: 'image_daily', before: 60, after: 80 },
        ...{ effectiveBefore: 60, effectiveAfter: 80, version: 2 },
        ...{ isSynced: true, isReplay: false },
      });
      expect(subscription()).toMatchObject({
        ...{ userId, planId: null, status: 'none', version: 2, isSynced: true, expiryAt: null },
        customQuotas: { image_daily: { value: 80, reason: '活动' } },
      });
      expect(audits()).toHaveLength(2);
      expect(audits().at(-1)).toMatchObject({
        ...{ userId, featureCode: 'image_daily', before: 60, after: 80, version: 2 },
        ...{ effectiveBefore: 60, effectiveAfter: 80, reason: '活动', adminId: userIdOf('root') },
      });
      expect(await adjust({ value: null })).toMatchObject({
        ...{ before: 80, after: null, effectiveAfter: 50 },
      });
    });

    it('takes a limit below the usage: no more for now, and never below zero', async () => {
      const { adjust, daily, generate, state, userId } = desk();
      const now = new Date(studio.cloud.cloud.clock.now());
      studio.cloud.collection('works').put(...worksOfToday(userId, 'alice', 20, now));
      await adjust({ value: 5 });

      expect(await daily()).toMatchObject({ used: 20, limit: 5, remaining: 0 });
      expect(await state('image_daily')).toMatchObject({ used: 20, limit: 5, remaining: 0 });
      expect(refused(await generate()).error).toBe('DAILY_LIMIT_REACHED');
      await adjust({ value: 21 });
      expect(succeeded(await generate()).dailyUsage).toMatchObject({ used: 21, remaining: 0 });
    });

    it.each([
      ['image_daily', '当前每日生成额度为 0，暂时不能生成'],
      ['chat_ap_monthly', '当前每月 AP 额度为 0，暂时不能提问'],
    ] as const)('promises no reset for a limit of zero: %s', async (feature, sentence) => {
      await desk().adjust({ feature, value: 0 });
      const reply =
        feature === 'image_daily'
          ? await studio.call('alice', 'aiGenerate', 'generate', { requestId: 'g', prompt: '猫' })
          : await studio.call('alice', 'chat', 'send', { messageId: 'm', text: '你好' });

      expect(refused(reply)).toMatchObject({ code: 429, message: sentence });
      expect(refused(reply).details).toMatchObject({ limit: 0 });
    });

    it('allows more than a thousand works', async () => {
      const { adjust, generate, userId } = desk();
      await studio.member('alice', { vipLevel: 1 });
      const now = new Date(studio.cloud.cloud.clock.now());
      studio.cloud.collection('works').put(...worksOfToday(userId, 'alice', 1100, now));
      await adjust({ value: 1101 });

      expect(succeeded(await generate()).dailyUsage).toMatchObject({ used: 1101 });
      expect(refused(await generate())).toMatchObject({ details: { limit: 1101, used: 1101 } });
    });

    it('limits the storage too, in its unit', async () => {
      const { adjust, generate, state, userId } = desk();
      succeeded(await generate());
      const { used } = await state('storage_bytes');
      expect(used).toBeGreaterThan(0);

      await adjust({ feature: 'storage_bytes', value: used });
      const [usage] = studio.cloud.collection('user_storage_usage').rows({ _id: userId });
      expect(usage).toMatchObject({ usedBytes: used, limitBytes: used });
      expect(refused(await generate())).toMatchObject({
        error: 'STORAGE_FULL',
        details: { limitBytes: used, usedBytes: used },
      });
      expect(await state('storage_bytes')).toMatchObject({ remaining: 0, resetAt: null });
    });

    it('is idempotent per request id, even much later', async () => {
      const { adjust, audits, ask, moveTo, subscription } = desk();
      const asked = { requestId: 'same', value: 70, expiresAt: '2026-11-21T05:00:00.000Z' };
      const first = await adjust(asked);
      const again = await adjust(asked);
      await moveTo('2026-11-22T04:00:00.000Z');
      const late = await adjust(asked);

      expect(again).toEqual({ ...first, isReplay: true });
      expect(late).toEqual({ ...first, isReplay: true });
      expect(audits()).toHaveLength(1);
      expect(subscription()).toMatchObject({ version: 1 });
      const others = [{ value: 71 }, { reason: '别的' }, { feature: 'storage_bytes' as const }];
      for (const other of [...others, { userId: userIdOf('root') }, { expiresAt: undefined }]) {
        expect(refused(await ask({ ...asked, ...other })).error).toBe('REQUEST_REUSED');
      }
    });

    it('is one change for twenty equal concurrent requests', async () => {
      const { adjust, audits, subscription } = desk();
      const replies = await Promise.all(
        Array.from({ length: 20 }, () => adjust({ requestId: 'same' })),
      );

      expect(replies.filter(({ isReplay }) => !isReplay)).toHaveLength(1);
      expect(audits()).toHaveLength(1);
      expect(subscription()).toMatchObject({ version: 1, isSynced: true });
    });

    it('keeps the request ids of admins apart', async () => {
      await studio.member('boss', { userType: 'admin' });
      await desk().adjust({ requestId: 'same', value: 70 });
      const theirs = succeeded(await desk().ask({ requestId: 'same', value: 90 }, 'boss'));

      expect(theirs).toMatchObject({ before: 70, after: 90, version: 2, isReplay: false });
    });

    it.each([
      ['a member', 'alice', 403, 'FORBIDDEN'],
      ['somebody who has never signed in', 'stranger', 401, 'SIGN_IN_REQUIRED'],
    ])('is refused to %s', async (_who, who, code, error) => {
      expect(refused(await desk().ask({}, who))).toMatchObject({ code, error });
      expect(desk().subscription()).toBeNull();
    });

    it('refuses users who never signed in', async () => {
      const reply = refused(await desk().ask({ userId: userIdOf('nobody') }));

      expect(reply).toMatchObject({ code: 404, error: 'NOT_FOUND' });
      expect(studio.cloud.collection('user_subscriptions').count()).toBe(0);
      expect(desk().audits()).toEqual([]);
    });

    it.each([
      ['a negative limit', { value: -1 }, 'value'],
      ['half a work', { value: 1.5 }, 'value'],
      ['a number beyond counting', { value: 1e16 }, 'value'],
      ['an unknown feature', { feature: 'gold' as never }, 'feature'],
      ['an end in the past', { expiresAt: '2026-11-21T03:59:59.000Z' }, 'expiresAt'],
      ['an end that is no moment', { expiresAt: 'tomorrow' }, 'expiresAt'],
      ['an end of nothing', { value: null, expiresAt: '2026-12-01T00:00:00.000Z' }, 'expiresAt'],
      ['no reason', { reason: ' ' }, 'reason'],
    ])('refuses %s', async (_what, changes, field) => {
      expect(refused(await desk().ask(changes))).toMatchObject({
        error: 'INVALID_INPUT',
        details: { field },
      });
      expect(desk().subscription()).toBeNull();
    });

    it('ends by itself at its moment, to the second, without any job', async () => {
      const { adjust, daily, moveTo, state } = desk();
      await adjust({ value: 60, expiresAt: '2026-11-21T18:00:00+08:00' });
      expect(await state('image_daily')).toMatchObject({
        ...{ limit: 60, source: 'override', expiresAt: '2026-11-21T10:00:00.000Z' },
      });

      await moveTo('2026-11-21T09:59:50.000Z');
      expect(await daily()).toMatchObject({ limit: 60 });
      await moveTo('2026-11-21T10:00:00.000Z');
      expect(await daily()).toMatchObject({ limit: 50 });
      expect(await state('image_daily')).toMatchObject({ source: 'default', expiresAt: null });
    });
  });

  describe('a membership', () => {
    const limits = async () => (await desk().overview()).features.map(({ limit }) => limit);

    it('takes effect at once on every path, and so does its end', async () => {
      const { activate, daily, end, generate, overview, user } = desk();
      const started = await activate('plus');

      expect(started).toMatchObject({
        ...{ planId: 'plus', startAt: expect.stringMatching(/^2026-11-21T04:00/) as string },
        ...{ version: 1, isSynced: true, isReplay: false },
      });
      expect(Date.parse(started.endAt) - Date.parse(started.startAt)).toBe(30 * 24 * 3_600_000);
      expect(await daily()).toMatchObject({ limit: 200, userType: 'vip' });
      expect(await user()).toMatchObject({
        ...{ tier: 'vip', vipLevel: 2, membershipLevel: 'plus', membershipEndAt: started.endAt },
      });
      expect(users()).toMatchObject({ vipLevel: 2 });
      expect(await overview()).toMatchObject({
        ...{ tier: 'vip', membershipLevel: 'plus', planId: 'plus', planName: '进阶版' },
        ...{ endAt: started.endAt, version: 1 },
      });
      expect(await limits()).toEqual([200, 30, 1000, 10 * 1024 * mebibyte]);
      expect(succeeded(await generate()).remainingCredits).toBeNull();

      expect(succeeded(await end())).toMatchObject({ version: 2, isSynced: true });
      expect(await daily()).toMatchObject({ limit: 50, userType: 'free' });
      expect(await user()).toMatchObject({ tier: 'free', vipLevel: 0, membershipEndAt: null });
      expect(users()).toMatchObject({ vipLevel: 0 });
      expect(await limits()).toEqual([50, 5, 100, 200 * mebibyte]);
      expect(succeeded(await generate()).remainingCredits).toBe(99);
    });

    it('comes after an own limit, and before the default', async () => {
      const { activate, adjust, end, state } = desk();
      const images = async () => {
        const { limit, source } = await state('image_daily');
        return [limit, source];
      };
      expect(await images()).toEqual([50, 'default']);
      await activate('basic');
      expect(await images()).toEqual([200, 'plan']);
      await adjust({ value: 10 });
      expect(await images()).toEqual([10, 'override']);
      succeeded(await end());
      expect(await images()).toEqual([10, 'override']);
      await adjust({ value: null });
      expect(await images()).toEqual([50, 'default']);
    });

    it('is prolonged by the same plan, and replaced by another', async () => {
      const { activate, moveTo } = desk();
      const first = await activate('basic', 10);
      await moveTo('2026-11-25T04:00:00.000Z');
      const longer = await activate('basic', 10);
      const higher = await activate('pro', 1);

      expect(longer.startAt).toBe(first.startAt);
      expect(Date.parse(longer.endAt) - Date.parse(first.endAt)).toBe(10 * 24 * 3_600_000);
      expect(higher.startAt).toMatch(/^2026-11-25T04:00/);
      expect(Date.parse(higher.endAt) - Date.parse(higher.startAt)).toBe(24 * 3_600_000);
      expect(users()).toMatchObject({ vipLevel: 3 });
    });

    it('counts as free from its end on, before any job has run', async () => {
      const { activate, daily, generate, moveTo, overview, user } = desk();
      const { endAt } = await activate('plus', 1);
      await moveTo(endAt);

      expect(await daily()).toMatchObject({ limit: 50, userType: 'free' });
      expect(await user()).toMatchObject({ tier: 'free', vipLevel: 0, isVip: false });
      expect(await overview()).toMatchObject({ tier: 'free', planId: null, endAt: null });
      expect(succeeded(await generate()).remainingCredits).toBe(99);
      const again = await activate('plus', 1);
      expect(again.startAt >= endAt).toBe(true);
    });

    it('is one change per request, whatever is changed', async () => {
      const { activate, ask, audits, end } = desk();
      const first = await activate('plus', 3, 'same');

      expect(await activate('plus', 3, 'same')).toEqual({ ...first, isReplay: true });
      expect(audits()).toHaveLength(1);
      expect(refused(await ask({ requestId: 'same' })).error).toBe('REQUEST_REUSED');
      expect(refused(await end('same')).error).toBe('REQUEST_REUSED');
      const ended = succeeded(await end('over'));
      expect(succeeded(await end('over'))).toEqual({ ...ended, isReplay: true });
    });

    it('is recorded with plan and level before and after', async () => {
      const { activate, audits, end } = desk();
      await activate('basic');
      await activate('pro');
      succeeded(await end());

      const told = audits().map(({ before, after, effectiveBefore, effectiveAfter, ...row }) => [
        ...[row['featureCode'], row['version'], before, after, effectiveBefore, effectiveAfter],
      ]);
      expect(told).toEqual([
        ['plan', 1, null, 'basic', 0, 1],
        ['plan', 2, 'basic', 'pro', 1, 3],
        ['plan', 3, 'pro', null, 3, 0],
      ]);
    });

    it('needs a plan on offer, or the one that runs', async () => {
      const { activate, userId } = desk();
      await activate('plus', 1);
      const plans = studio.cloud.collection('plans');
      plans.put(...plans.rows().map((row) => ({ ...row, isActive: false })));
      const ask = (planId: string) =>
        studio.call('root', 'quota', 'activatePlan', {
          ...{ userId, planId, days: 1, reason: '补', requestId: nextRequest() },
        });

      for (const planId of ['pro', 'gold', 'free']) {
        expect(refused(await ask(planId))).toMatchObject({ details: { field: 'planId' } });
      }
      expect(succeeded(await ask('plus')).version).toBe(2);
    });

    it('cannot be ended when none is running', async () => {
      const reply = refused(await desk().end());

      expect(reply).toMatchObject({ error: 'INVALID_INPUT', details: { field: 'userId' } });
      expect(desk().subscription()).toBeNull();
    });

    it.each(['activatePlan', 'endPlan'] as const)('%s is for admins only', async (action) => {
      const data = { userId: desk().userId, planId: 'pro', reason: '要', requestId: 'x' };
      const { planId: _, ...rest } = data;
      const reply = await studio.cloud.invoke(
        ...(['quota', action, action === 'endPlan' ? rest : data, 'alice'] as const),
      );
      expect(reply).toMatchObject({ code: 403, error: 'FORBIDDEN' });
    });
  });

  describe('quota.getOverview', () => {
    it('creates a user at the first call, with the limits of a free user', async () => {
      const overview = succeeded(await studio.call('newcomer', 'quota', 'getOverview', {}));

      expect(overview).toMatchObject({
        ...{ userId: userIdOf('newcomer'), tier: 'free', membershipLevel: 'free', version: 0 },
        ...{ planId: null, planName: '免费版', endAt: null },
        features: [
          { feature: 'image_daily', limit: 50, used: 0, resetAt: '2026-11-21T16:00:00.000Z' },
          { feature: 'studio_daily', limit: 5, used: 0, resetAt: '2026-11-21T16:00:00.000Z' },
          { feature: 'chat_ap_monthly', limit: 100, used: 0, resetAt: '2026-11-30T16:00:00.000Z' },
          { feature: 'storage_bytes', limit: 200 * mebibyte, used: 0, resetAt: null },
        ],
      });
      expect(studio.user('newcomer')).toMatchObject({ credits: 100 });
    });

    it('agrees with the usage bar after every picture', async () => {
      const { daily, generate, state } = desk();
      succeeded(await generate());
      succeeded(await generate());

      const { used, limit, remaining } = await daily();
      expect(await state('image_daily')).toMatchObject({ used, limit, remaining });
      expect(used).toBe(2);
    });

    it('is refused while usage cannot be counted', async () => {
      studio.cloud.faults([{ service: 'database', collection: 'works', fault: 'fail-before' }]);

      expect(refused(await studio.call('alice', 'quota', 'getOverview', {}))).toMatchObject({
        error: 'COUNT_UNAVAILABLE',
      });
    });

    it('writes nothing for users with defaults only', async () => {
      await desk().overview();

      expect(studio.cloud.collection('quota_overviews').count()).toBe(0);
    });
  });

  describe('quota.listPlans', () => {
    it('names the free plan first, and the limits of each, by the same resolver', async () => {
      await desk().activate('plus');
      const { currentLevel, hasPayment, plans } = succeeded(
        await studio.call('alice', 'quota', 'listPlans', {}),
      );

      expect({ currentLevel, hasPayment }).toEqual({ currentLevel: 'plus', hasPayment: false });
      expect(
        plans.map(({ planId, level, priceFen, days }) => [planId, level, priceFen, days]),
      ).toEqual([
        // No price is named where nothing can be bought.
        ['free', 'free', null, 0],
        ['basic', 'basic', null, 30],
        ['plus', 'plus', null, 30],
        ['pro', 'pro', null, 30],
      ]);
      expect(plans.map(({ limits }) => Object.values(limits))).toEqual([
        [50, 5, 100, 200 * mebibyte],
        [200, 10, 300, 2048 * mebibyte],
        [200, 30, 1000, 10 * 1024 * mebibyte],
        [200, 100, 3000, 50 * 1024 * mebibyte],
      ]);
    });

    it('leaves out plans that are not on offer, and takes the default when a plan has no value', async () => {
      studio.cloud.collection('plan_features').empty();
      const offers = studio.cloud.collection('plans');
      offers.put(...offers.rows().map((row) => ({ ...row, isActive: row['_id'] === 'pro' })));
      const { plans } = succeeded(await studio.call('alice', 'quota', 'listPlans', {}));

      expect(plans.map(({ planId }) => planId)).toEqual(['free', 'pro']);
      expect(plans[1]?.limits).toMatchObject({ image_daily: 200, chat_ap_monthly: 3000 });
    });
  });
});
