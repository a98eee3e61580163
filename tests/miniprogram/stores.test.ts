import type * as quotaModule from '../../miniprogram/packages/chat/talk/quota';
import type * as offerModule from '../../miniprogram/pages/create/offer';
import type * as usageModule from '../../miniprogram/pages/create/usage';
import type * as generationModule from '../../miniprogram/services/generation';
import type * as sessionModule from '../../miniprogram/services/session';
import { someQuota } from './chat';
import { installPhone, ok, refused } from './phone';
import type { Phone } from './phone';
import { somePrices } from './support';

let phone: Phone;

beforeEach(() => {
  // The data of the sign-in are kept for the lifetime of the app: each test starts a fresh one.
  jest.resetModules();
  for (const level of ['warn', 'info'] as const) jest.spyOn(console, level).mockReturnValue();
  phone = installPhone();
});

/** Stores hold timers and watches while they are open. */
const open: { end(): void }[] = [];

afterEach(() => {
  for (const store of open.splice(0)) store.end();
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const settle = () => new Promise(setImmediate);

describe('the usage of 创作', () => {
  const usage = (limit: number, userType = 'free', used = 0) => ({
    used,
    limit,
    remaining: Math.max(0, limit - used),
    userType,
    resetAt: '2026-11-21T16:00:00.000Z',
  });

  function keep() {
    const show = jest.fn();
    const { createUsageStore } = jest.requireActual<typeof usageModule>(
      '../../miniprogram/pages/create/usage',
    );
    const keeper = createUsageStore({ show });
    open.push(keeper);
    return { show, keeper };
  }

  function push(version: number, limit: number): void {
    const features = { image_daily: { limit } };
    phone.push('quota_overviews', { version, membershipLevel: 'free', features });
  }

  async function signedInWith(dailyUsage: object): Promise<void> {
    const { result } = await phone.peek('wxLogin');
    const { data } = result as { data: object };
    phone.answer('wxLogin', ok({ ...data, dailyUsage }));
  }

  it('takes what came with the sign-in, without a call of its own', async () => {
    await signedInWith(usage(60));
    const { keeper, show } = keep();
    keeper.begin();
    await settle();
    push(1, 60);
    await settle();

    expect(show).toHaveBeenCalledWith(usage(60));
    expect(phone.actions()).toEqual(['wxLogin']);
  });

  it('asks the cloud when the pushed row says something else', async () => {
    await signedInWith(usage(60));
    phone.answer('getDailyUsage', ok(usage(70)));
    const { keeper, show } = keep();
    keeper.begin();
    await settle();
    push(1, 65);
    await settle();

    // The pushed row is only a hint: the page shows the answer of the cloud.
    expect(show).toHaveBeenLastCalledWith(usage(70));
    expect(keeper.current()).toEqual(usage(70));
  });

  it('reads the user again when the usage names another tier', async () => {
    await signedInWith(usage(60));
    phone.answer('getDailyUsage', ok(usage(240, 'vip')));
    phone.answer('getUserInfo', ok({ user: { tier: 'vip' } }));
    const { keeper } = keep();
    keeper.begin();
    await settle();
    push(1, 240);
    await settle();

    expect(phone.actions()).toEqual(['wxLogin', 'getDailyUsage', 'getUserInfo']);
  });

  it('drops an answer that was overtaken', async () => {
    let tell: (reply: ReturnType<typeof ok>) => void = () => undefined;
    const slow = new Promise<ReturnType<typeof ok>>((resolve) => (tell = resolve));
    phone.answer('getDailyUsage', slow, ok(usage(70)));
    const { keeper, show } = keep();
    const first = keeper.load();
    await settle();
    await keeper.load();
    tell(ok(usage(60)));
    await first;

    expect(show.mock.calls).toEqual([[usage(70)]]);
  });

  it('says that it could not be read', async () => {
    phone.answer('getDailyUsage', refused('COUNT_UNAVAILABLE', 503, '次数暂时读不到，请稍后再试'));
    const { keeper, show } = keep();
    await keeper.load();

    expect(show).toHaveBeenCalledWith(null);
  });

  it('reads the plans when nothing is left, and only then', async () => {
    phone.answer('getDailyUsage', ok(usage(60)), ok(usage(60, 'free', 60)));
    phone.answer('listPlans', ok({ plans: [{ planId: 'basic' }], currentLevel: 'free' }));
    const { keeper } = keep();
    await keeper.load();
    expect(phone.actions()).not.toContain('listPlans');
    await keeper.load();

    expect(await keeper.plans()).toEqual([{ planId: 'basic' }]);
  });

  it('is read again when the day is over, while the page is shown', async () => {
    jest.useFakeTimers({ now: Date.parse('2026-11-21T15:59:00.000Z') });
    await signedInWith(usage(60, 'free', 60));
    phone.answer('listPlans', ok({ plans: [], currentLevel: 'free' }));
    phone.answer('getUserInfo', ok({ user: { tier: 'free', credits: 5 } }));
    phone.answer('getDailyUsage', ok({ ...usage(60), resetAt: '2026-11-22T16:00:00.000Z' }));
    const { keeper, show } = keep();
    keeper.begin();
    await jest.advanceTimersByTimeAsync(62_000);

    expect(show).toHaveBeenLastCalledWith(expect.objectContaining({ used: 0, remaining: 60 }));
    keeper.end();
    await jest.advanceTimersByTimeAsync(86_400_000);
    expect(show).toHaveBeenCalledTimes(2);
  });

  it('is read again, with the balance, when a generation has failed after the page came back', async () => {
    let fail: (reply: ReturnType<typeof ok>) => void = () => undefined;
    await signedInWith(usage(60));
    phone.answer(
      'getUserInfo',
      ok({ user: { tier: 'free', credits: 99 } }),
      ok({ user: { tier: 'free', credits: 100 } }),
    );
    phone.answer('getDailyUsage', ok(usage(60, 'free', 1)), ok(usage(60)));
    phone.answer('generate', new Promise((resolve) => (fail = resolve)));
    const { keeper, show } = keep();
    const { begin } = jest.requireActual<typeof generationModule>(
      '../../miniprogram/services/generation',
    );
    const session = jest.requireActual<typeof sessionModule>('../../miniprogram/services/session');
    keeper.begin();
    await settle();
    begin({ prompt: '橘猫' });
    keeper.end();
    keeper.begin();
    await settle();
    expect(show).toHaveBeenLastCalledWith(usage(60, 'free', 1));

    fail(refused('PROVIDER_FAILED', 502, '绘制服务暂时繁忙'));
    await settle();
    expect(show).toHaveBeenLastCalledWith(usage(60));
    expect(session.currentUser()?.credits).toBe(100);
    keeper.close();
  });

  it('confirms with usage, user and prices of the cloud, or says that it cannot', async () => {
    phone.answer('getDailyUsage', ok(usage(60)));
    phone.answer(
      'getUserInfo',
      ok({ user: { tier: 'free', credits: 7 } }),
      refused('BUSY', 503, '请稍后再试'),
    );
    phone.answer('getGenerateOptions', ok({ prices: somePrices }));
    const { keeper } = keep();

    expect(await keeper.confirm()).toBe(true);
    expect(phone.actions().sort()).toEqual([
      'getDailyUsage',
      'getGenerateOptions',
      'getUserInfo',
      'wxLogin',
    ]);
    expect(await keeper.confirm()).toBe(false);
  });

  it('stops following when the page is hidden, and begins again when it is shown', async () => {
    phone.answer('getDailyUsage', ok(usage(60)));
    const { keeper } = keep();
    keeper.begin();
    keeper.end();
    keeper.begin();
    await settle();

    expect(phone.watches.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  });
});

describe('the offer of 创作', () => {
  const options = ok({ characters: [], styles: [], emotions: [] });
  const templates = Array.from({ length: 8 }, (_, index) => ({ id: `t${index}` }));

  function offer() {
    const page = { showOptions: jest.fn(), showTemplates: jest.fn(), failed: jest.fn() };
    const { createOffer } = jest.requireActual<typeof offerModule>(
      '../../miniprogram/pages/create/offer',
    );
    return { page, offer: createOffer(page) };
  }

  it('has the options first, then a few templates', async () => {
    phone.answer('getGenerateOptions', options);
    phone.answer('getTemplates', ok({ categories: [], templates }));
    const { page, offer: opened } = offer();
    await opened.load();
    expect(page.showOptions).toHaveBeenCalledTimes(1);
    await settle();

    expect(page.showTemplates).toHaveBeenCalledWith(templates.slice(0, 6));
    expect(opened.findTemplate('t5')).toEqual({ id: 't5' });
    expect(opened.findTemplate('t6')).toBeNull();
  });

  it('is complete without templates', async () => {
    phone.answer('getGenerateOptions', options);
    phone.answer('getTemplates', refused('BUSY', 503, '同时进行的操作太多，请稍后再试'));
    const { page, offer: opened } = offer();
    await opened.load();
    await settle();

    expect(page.showOptions).toHaveBeenCalledTimes(1);
    expect(page.failed).not.toHaveBeenCalled();
  });

  it('distinguishes a missing network from other failures, and can be loaded again', async () => {
    const busy = refused('BUSY', 503, '同时进行的操作太多，请稍后再试');
    phone.answer('getGenerateOptions', busy, options);
    phone.answer('getTemplates', ok({ categories: [], templates }));
    const { page, offer: opened } = offer();
    await opened.load();
    phone.network = 'none';
    await opened.load();
    expect(page.failed.mock.calls).toEqual([[false], [true]]);

    phone.network = 'wifi';
    await opened.load();
    expect(page.showOptions).toHaveBeenCalledTimes(1);
  });
});

describe('the AP of the chat', () => {
  function keep() {
    const page = { show: jest.fn(), failed: jest.fn() };
    const { createQuotaStore } = jest.requireActual<typeof quotaModule>(
      '../../miniprogram/packages/chat/talk/quota',
    );
    const keeper = createQuotaStore(page);
    open.push(keeper);
    return { page, keeper };
  }

  it('is not overwritten by a read in flight after a reply', async () => {
    let tell: (reply: ReturnType<typeof ok>) => void = () => undefined;
    phone.answer('getQuota', new Promise((resolve) => (tell = resolve)));
    const { keeper, page } = keep();
    const reading = keeper.load();
    await settle();
    keeper.take(someQuota({ used: 5 }));
    tell(ok(someQuota({ used: 4 })));
    await reading;

    expect(page.show.mock.calls).toEqual([[someQuota({ used: 5 })]]);
  });

  it('does not go back to the limit at which a question was accepted', async () => {
    const lowered = { limit: 0, used: 1, remaining: 0 };
    phone.answer('getQuota', ok(someQuota({ limit: 0 })), ok(someQuota(lowered)));
    const { keeper, page } = keep();
    await keeper.load();
    keeper.take(someQuota({ used: 1, remaining: 99 }));
    await settle();

    expect(page.show.mock.calls).toEqual([[someQuota({ limit: 0 })], [someQuota(lowered)]]);
  });

  it('reads again when the level or the limit changed', async () => {
    phone.answer('getQuota', ok(someQuota()), ok(someQuota({ limit: 150 })));
    const { keeper } = keep();
    keeper.begin();
    await settle();
    phone.push('quota_overviews', {
      version: 2,
      membershipLevel: 'free',
      features: { chat_ap_monthly: { limit: 150 } },
    });
    await settle();

    expect(keeper.current()).toMatchObject({ limit: 150 });
  });

  it('reads again when the month is over, while the page is shown', async () => {
    jest.useFakeTimers({ now: Date.parse('2026-11-30T15:59:00.000Z') });
    const next = someQuota({ resetAt: '2026-12-31T16:00:00.000Z' });
    phone.answer('getQuota', ok(someQuota({ used: 100, remaining: 0 })), ok(next));
    const { keeper } = keep();
    keeper.begin();
    await jest.advanceTimersByTimeAsync(62_000);

    expect(keeper.current()).toEqual(next);
    keeper.end();
  });

  it('keeps what it has when it cannot be read again', async () => {
    phone.answer(
      'getQuota',
      ok(someQuota()),
      refused('QUOTA_UNAVAILABLE', 503, '额度暂时读不到，请稍后再试'),
    );
    const { keeper, page } = keep();
    await keeper.load();
    await keeper.load();

    expect(page.failed).not.toHaveBeenCalled();
    expect(keeper.current()).toEqual(someQuota());
  });

  it('says that it could not be read the first time', async () => {
    phone.answer('getQuota', refused('QUOTA_UNAVAILABLE', 503, '额度暂时读不到，请稍后再试'));
    const { keeper, page } = keep();
    await keeper.load();

    expect(page.failed).toHaveBeenCalledTimes(1);
  });
});
