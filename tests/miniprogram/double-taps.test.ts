import { somePlans, someWork, generatedWork } from './support';
import { someQuota } from './chat';
import { installInterface, loadPage } from './page';
import type { OpenPage } from './page';
import { installPhone, ok, refused } from './phone';
import type { Phone } from './phone';

let phone: Phone;
let ui: ReturnType<typeof installInterface>;
let later: (() => void)[];

const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
};
const count = (action: string) => phone.actions().filter((name) => name === action).length;

/** A reply that arrives only when `release` is called. */
function slow<Reply>(reply: Reply): Promise<Reply> {
  return new Promise((resolve) => later.push(() => resolve(reply)));
}
function release(): Promise<void> {
  for (const answer of later.splice(0)) answer();
  return settle();
}

/** Two taps in one frame. */
function tapTwice(page: OpenPage, ...tap: Parameters<OpenPage['fire']>): void {
  page.fire(...tap);
  page.fire(...tap);
}

const usage = {
  used: 1,
  limit: 60,
  remaining: 59,
  userType: 'free',
  resetAt: '2026-11-21T16:00:00.000Z',
};
const failedWork = generatedWork({ workId: 'work_2', status: 'failed', imageUrl: '' });
const quotas = { user: { userId: 'u1', inviteCode: '' }, version: 1, features: [] };
const session = { sessionId: 's1', title: '猫', preview: '', messageCount: 2 };

beforeEach(() => {
  jest.resetModules();
  jest.useFakeTimers({
    now: Date.parse('2026-11-21T07:00:00.000Z'),
    doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'],
  });
  for (const level of ['warn', 'info', 'error'] as const) {
    jest.spyOn(console, level).mockReturnValue();
  }
  later = [];
  phone = installPhone();
  ui = installInterface();
  phone.answer('getDailyUsage', ok(usage));
  phone.answer('getGenerateOptions', refused('BUSY', 503, '请稍后再试'));
  phone.answer('getUserInfo', ok({ user: { tier: 'free', credits: 9, nickname: '', avatar: '' } }));
  phone.answer('getQuota', ok(someQuota({ resetAt: '2026-11-30T16:00:00.000Z' })));
});

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('two taps in one frame', () => {
  it('on 生成 make one work', async () => {
    phone.answer('generate', slow(ok({ works: [], remainingCredits: 9 })));
    const page = loadPage('pages/create/index')();
    await settle();
    page.fire('onPrompt', { detail: { value: '橘猫' } });
    tapTwice(page, 'onGenerate');
    await settle();

    expect(count('generate')).toBe(1);
    expect(ui.navigateTo).toHaveBeenCalledTimes(1);
  });

  it('on 重新生成 of a failed card make one work', async () => {
    phone.answer('getWorks', ok({ works: [someWork({ status: 'failed' })], nextCursor: null }));
    phone.answer('generate', slow(ok({ works: [], remainingCredits: 9 })));
    const page = loadPage('pages/works/index')();
    await settle();
    tapTwice(page, 'onAgain', { id: 'work_1' });
    await settle();
    page.fire('onAgain', { id: 'work_1' });
    await settle();

    expect(count('generate')).toBe(1);
    expect(ui.navigateTo).toHaveBeenCalledTimes(1);
  });

  it('on a failed card do nothing to another page of the same kind', async () => {
    phone.answer('getWorks', ok({ works: [someWork({ status: 'failed' })], nextCursor: null }));
    phone.answer('generate', slow(ok({ works: [], remainingCredits: 9 })));
    const open = loadPage('pages/works/index');
    const pages = [open(), open()];
    await settle();
    for (const page of pages) page.fire('onAgain', { id: 'work_1' });
    await settle();

    expect(count('generate')).toBe(2);
  });

  describe('on the page of a result', () => {
    async function result(reply: unknown): Promise<OpenPage> {
      phone.answer('generate', reply as never, slow(ok({ works: [], remainingCredits: 9 })));
      const { begin } = jest.requireActual<{
        begin: (input: object) => { requestId: string };
      }>('../../miniprogram/services/generation');
      const { requestId } = begin({ prompt: '橘猫', mode: 'double' });
      const page = loadPage('packages/picture/result/index')({ request: requestId });
      await settle();
      return page;
    }

    it.each([
      ['再来一张', 'onAgain', {}],
      ['重新生成 of the failed slide', 'onSlideWay', { detail: { way: 'again' } }],
    ] as const)('on %s make one work', async (_what, handler, event) => {
      const works = [generatedWork(), failedWork];
      const page = await result(ok({ works, remainingCredits: 9, dailyUsage: usage }));
      expect(page.data['state']).toBe('done');
      tapTwice(page, handler, event);
      await settle();

      expect(count('generate')).toBe(2);
    });

    it('on 重新生成 after a failure make one work', async () => {
      const page = await result(refused('PROVIDER_BUSY', 503, '绘制服务暂时繁忙'));
      tapTwice(page, 'onPrimary');
      await settle();

      expect(count('generate')).toBe(2);
    });

    it('on 再试一次 after a lost answer send one retry, of the same request', async () => {
      const page = await result(new Error('timeout'));
      tapTwice(page, 'onSecondary');
      await settle();

      const ids = phone.calls
        .filter(({ data }) => data.action === 'generate')
        .map(({ data }) => data.data['requestId']);
      expect(ids).toHaveLength(2);
      expect(new Set(ids).size).toBe(1);
    });

    it('on 改画单张 make one work', async () => {
      const details = { required: 6, missing: 1, credits: 5 };
      const page = await result(refused('CREDITS_INSUFFICIENT', 403, '积分不够', details));
      expect(page.data['dialog']).toMatchObject({ action: 'single' });
      tapTwice(page, 'onDialogPrimary');
      await settle();

      expect(count('generate')).toBe(2);
    });
  });

  describe('on the page of a work', () => {
    async function detail(): Promise<OpenPage> {
      phone.answer('getWork', ok({ work: someWork() }));
      const page = loadPage('packages/picture/detail/index')({ id: 'work_1' });
      await settle();
      return page;
    }

    it('on 重命名 ask once and rename once', async () => {
      phone.answer('updateWork', slow(ok({ workId: 'work_1', title: '新的名字' })));
      const page = await detail();
      tapTwice(page, 'onRename');
      await settle();

      expect(ui.showModal).toHaveBeenCalledTimes(1);
      expect(count('updateWork')).toBe(1);
    });

    it('on 删除 ask once, delete once and leave once', async () => {
      phone.answer('deleteWork', slow(ok({ workId: 'work_1' })));
      const page = await detail();
      tapTwice(page, 'onRemove');
      await release();
      page.fire('onRemove');
      await settle();

      expect(count('deleteWork')).toBe(1);
      expect(ui.navigateBack).toHaveBeenCalledTimes(1);
    });

    it('on the heart leave the work unchanged, with a slow first answer', async () => {
      const saved: unknown[] = [];
      phone.answer('saveWork', slow(ok({})), ok({}));
      const page = await detail();
      tapTwice(page, 'onFavorite');
      await settle();
      expect(count('saveWork')).toBe(1);
      await release();

      for (const { data } of phone.calls) {
        if (data.action === 'saveWork') saved.push(data.data['isFavorite']);
      }
      expect(saved).toEqual([true, false]);
      expect(page.data['work']).toMatchObject({ isFavorite: false });
    });

    it('on 保存到相册 save one picture', async () => {
      const page = await detail();
      tapTwice(page, 'onSave');
      await settle();

      expect(ui.saveImageToPhotosAlbum).toHaveBeenCalledTimes(1);
    });
  });

  it('on 更多 of a session open one sheet and rename once', async () => {
    phone.answer('listSessions', ok({ sessions: [session], nextCursor: null }));
    phone.answer('rename', slow(ok({ sessionId: 's1', title: '新的名字' })));
    const page = loadPage('packages/chat/sessions/index')();
    await settle();
    tapTwice(page, 'onMore', { id: 's1' });
    await settle();

    expect(ui.showActionSheet).toHaveBeenCalledTimes(1);
    expect(count('rename')).toBe(1);
  });

  it('on 发送 ask one question', async () => {
    phone.storage.set('chatSession', { sessionId: null });
    phone.answer('send', slow(ok({})));
    const page = loadPage('packages/chat/talk/index')();
    await settle();
    page.fire('onText', { detail: { value: '想画一只猫' } });
    await settle();
    tapTwice(page, 'onSend');
    await settle();

    expect(count('send')).toBe(1);
  });

  it('on 保存 of the profile upload and save once', async () => {
    phone.answer('updateUserInfo', slow(ok({ user: { tier: 'free' } })));
    const page = loadPage('packages/account/edit/index')();
    await settle();
    page.fire('onChooseAvatar', { detail: { avatarUrl: '/tmp/avatar' } });
    tapTwice(page, 'onSubmit', { detail: { value: { nickname: '橘猫' } } });
    await settle();

    expect(ui.uploadFile).toHaveBeenCalledTimes(1);
    expect(count('updateUserInfo')).toBe(1);
  });

  describe('on the page of an admin', () => {
    async function admin(): Promise<OpenPage> {
      const feature = {
        ...{ feature: 'image_daily', limit: 60, source: 'override', planId: null, expiresAt: null },
        ...{ used: 0, held: 0, remaining: 60, resetAt: null },
        ...{ defaultLimit: 50, planLimit: null, overrideLimit: 60, overrideReason: '' },
      };
      phone.answer('getUserOverview', ok({ ...quotas, features: [feature] }));
      phone.answer('listAudits', ok({ audits: [], nextCursor: null }));
      phone.answer('listPlans', ok({ plans: somePlans(), currentLevel: 'free' }));
      for (const action of ['adjust', 'activatePlan', 'endPlan']) {
        phone.answer(
          action,
          slow(ok({ effectiveAfter: 1, isSynced: true, feature: 'image_daily' })),
        );
      }
      const page = loadPage('packages/admin/quota/index')({ userId: 'u1' });
      await settle();
      page.fire('onValue', { detail: { value: '70' } });
      page.fire('onReason', { detail: { value: '活动' } });
      return page;
    }

    it.each([
      ['保存', 'onSave', {}, 'adjust'],
      ['取消覆盖', 'onRemove', {}, 'adjust'],
      ['开通', 'onPlan', { detail: { planId: 'plus', days: 30, reason: '活动' } }, 'activatePlan'],
      ['结束会员', 'onEndPlan', { detail: { reason: '活动' } }, 'endPlan'],
    ] as const)('on %s change once', async (_what, handler, event, action) => {
      const page = await admin();
      tapTwice(page, handler, event);
      await settle();

      expect(count(action)).toBe(1);
    });
  });
});
