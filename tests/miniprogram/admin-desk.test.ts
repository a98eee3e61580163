import { installInterface, loadPage } from './page';
import type { OpenPage } from './page';
import { installPhone, ok, refused } from './phone';
import type { Phone } from './phone';

const now = Date.parse('2026-11-21T07:07:00.000Z');
const job = {
  ...{ jobId: 'work_1', taskId: 't', userId: 'u', type: 'fitting', title: '', sceneName: '' },
  ...{ nickname: '小满', reason: 'PROVIDER_TIMEOUT', lastError: '', attempts: 3, lostLeases: 0 },
  ...{ refundedCredits: 1, providers: [], replayFen: 50, createdAt: '2026-11-21T06:00:00.000Z' },
  diedAt: '2026-11-21T06:10:00.000Z',
};
const settings = { priority: 100, weight: 1, maxConcurrent: 5, perMinute: 60, isActive: false };
const model = {
  ...{ configId: 'c', provider: 'dashscope', capability: 'edit', model: 'wan', mode: 'async' },
  ...{ region: 'cn', deadlineSeconds: 600, priceFen: 20, settings, version: 4, state: 'off' },
  health: { failures: 0, cooldownUntil: null, reason: '' },
  ...{ test: null, hasWorked: false },
};
const ofModel = (more: object = {}) =>
  ok({ model: { ...model, ...more }, rivals: [], week: null, changes: [] });
const scene = { name: '旧书店', category: '街头', coverUrl: '', prompt: '老书店，暖光', order: 3 };

let phone: Phone;
let ui: ReturnType<typeof installInterface>;
let page: OpenPage;
const settled = () => jest.advanceTimersByTimeAsync(0);
const sent = (action: string) => phone.calls.filter(({ data }) => data.action === action);

/** Opens an admin page as an admin or as support. */
async function open(path: string, query = {}, userType = 'admin'): Promise<void> {
  const user = { id: 'user_1', userType, tier: 'admin', credits: 0 };
  const features = { chat: true, payment: true };
  phone.answer('wxLogin', ok({ user, isNew: false, dailyUsage: null, features }));
  page = loadPage(`packages/admin/${path}/index`)(query);
  await settled();
}

beforeEach(() => {
  jest.resetModules();
  jest.useFakeTimers({ now });
  for (const level of ['warn', 'info'] as const) jest.spyOn(console, level).mockReturnValue();
  phone = installPhone();
  ui = installInterface();
});
afterEach(() => {
  page.fire('onUnload');
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('every page of the staff', () => {
  const pages: [path: string, action: string, query: Record<string, string>][] = [
    ['overview', 'getOverview', {}],
    ['rows', 'listWorks', {}],
    ['user', 'getUserStory', { userId: 'u' }],
    ['orders', 'searchOrders', {}],
    ['order', 'getOrderStory', { id: 'P1' }],
    ['proposals', 'listProposals', {}],
    ['tasks', 'listDead', {}],
    ['providers', 'listProviders', {}],
    ['provider', 'getProvider', { id: 'c' }],
    ['drafts', 'listAllScenes', {}],
    ['editor', 'listAllScenes', { id: 'x' }],
  ];
  it.each(pages)('%s closes without permission, and goes back', async (path, action, query) => {
    phone.answer(action, refused('FORBIDDEN', 403, '没有权限进行此操作'));
    phone.answer('listVersions', ok({ versions: [], scenes: [], nextCursor: null }));
    phone.answer('getPreview', ok({ preview: null }));
    await open(path, query, 'wechat');

    expect(page.data['state']).toBe('failed');
    expect(page.data['closed']).toMatchObject({ title: '没有权限', primary: '返回' });
    page.fire('onPrimary');
    expect(ui.navigateBack).toHaveBeenCalledTimes(1);
  });

  it.each(pages)(
    '%s says that there is no network, and tries again',
    async (path, action, query) => {
      phone.network = 'none';
      phone.answer('listVersions', ok({ versions: [], scenes: [], nextCursor: null }));
      phone.answer('getPreview', ok({ preview: null }));
      await open(path, query);
      expect(page.data['closed']).toMatchObject({
        reason: '没有网络，请稍后再试',
        primary: '重试',
      });

      phone.network = 'wifi';
      phone.answer(action, refused('BUSY', 503, '同时进行的操作太多'));
      page.fire('onPrimary');
      expect(page.data['state']).toBe('loading');
      await settled();
      expect(page.data['closed']).toMatchObject({ reason: '同时进行的操作太多' });
    },
  );
});

describe('dead letters', () => {
  beforeEach(() => phone.answer('listDead', ok({ jobs: [job], nextCursor: null })));

  it('are replayed once, however often the button is tapped, with the same request on a retry', async () => {
    phone.answer('replay', new Error('lost'), ok({ jobId: 'work_1', taskId: 't2', workId: 'w2' }));
    await open('tasks');
    expect(page.data).toMatchObject({ state: 'ready', openId: 'work_1', canChange: true });
    page.fire('onAct');
    expect(phone.toasts).toEqual(['先填原因']);
    page.fire('onReason', { detail: { value: '服务商已恢复' } });
    page.fire('onAct');
    page.fire('onAct');
    await settled();
    page.fire('onAct');
    await settled();

    const ids = sent('replay').map(({ data }) => data.data['requestId']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(phone.toasts).toContain('已重放，画成后补进他的作品');
  });

  it('are discarded by choice, and read again when another admin was faster', async () => {
    phone.answer('discard', refused('NOT_FOUND', 404, '内容不存在'));
    await open('tasks');
    page.fire('onChoice', { detail: { id: 'discard' } });
    page.fire('onReason', { detail: { value: '用户已另外下单' } });
    phone.answer('listDead', ok({ jobs: [], nextCursor: null }));
    page.fire('onAct');
    await settled();

    expect(phone.toasts).toEqual(['这一个已经被处理了']);
    expect(page.data).toMatchObject({ cards: [], openId: '' });
  });

  it('have no button for support', async () => {
    await open('tasks', {}, 'support');
    expect(page.data).toMatchObject({ state: 'ready', canChange: false });
  });

  it('close when the reader loses the right', async () => {
    await open('tasks');
    phone.answer('listDead', refused('FORBIDDEN', 403, '没有权限进行此操作'));
    page.fire('onPullDownRefresh');
    await settled();

    expect(page.data).toMatchObject({ state: 'failed', closed: { title: '没有权限' } });
  });

  it('stay on the page when the network fails', async () => {
    await open('tasks');
    phone.network = 'none';
    page.fire('onPullDownRefresh');
    await settled();
    expect(page.data).toMatchObject({
      ...{ state: 'ready', notice: '网络不可用，正在显示上次的内容' },
      cards: [{ jobId: 'work_1' }],
    });
  });
});

describe('a model', () => {
  it('is switched on only after a successful test, which is polled until it ends', async () => {
    const test = {
      ...{ configId: 'c', model: 'wan', state: 'running', costFen: 20 },
      startedAt: '2026-11-21T07:06:00.000Z',
    };
    phone.answer('getProvider', ofModel());
    phone.answer('testProvider', ok({ test }), ok({ test: { ...test, state: 'worked' } }));
    await open('provider', { id: 'c' });
    page.fire('onSwitch');
    expect(phone.toasts).toEqual(['先试调一次，成功后才能启用']);
    expect(page.data['settings']).toMatchObject({ isActive: false });

    page.fire('onTest');
    await settled();
    phone.answer('getProvider', ofModel({ hasWorked: true }));
    await jest.advanceTimersByTimeAsync(3_000);
    const ids = sent('testProvider').map(({ data }) => data.data['requestId']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    page.fire('onSwitch');
    expect(page.data).toMatchObject({ settings: { isActive: true }, save: { canSave: true } });
  });

  it('is polled until its test ends, also while the page loads slowly, and not after the page has been left', async () => {
    const test = {
      ...{ configId: 'c', model: 'wan', state: 'running', costFen: 20 },
      startedAt: '2026-11-21T07:06:00.000Z',
    };
    phone.answer('getProvider', ofModel());
    phone.answer('testProvider', ok({ test }));
    await open('provider', { id: 'c' });
    const slow = new Promise<ReturnType<typeof ofModel>>((resolve) => {
      setTimeout(() => resolve(ofModel()), 5_000);
    });
    phone.answer('getProvider', slow, ofModel());
    page.fire('onTest');
    await jest.advanceTimersByTimeAsync(5_000);
    expect(sent('testProvider')).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(sent('testProvider')).toHaveLength(2);

    page.fire('onUnload');
    await jest.advanceTimersByTimeAsync(10_000);
    expect(sent('testProvider')).toHaveLength(2);
  });

  it('shows what others have set when they were faster', async () => {
    phone.answer('getProvider', ofModel());
    phone.answer('saveProvider', refused('CHANGED_MEANWHILE', 409, '刚刚有人修改过，请查看后再改'));
    await open('provider', { id: 'c' });
    page.fire('onStep', { id: 'weight', detail: { value: 3 } });
    phone.answer('getProvider', ofModel({ version: 5, settings: { ...settings, weight: 9 } }));
    page.fire('onSave');
    await settled();

    expect(sent('saveProvider')[0]?.data.data).toMatchObject({
      version: 4,
      settings: { weight: 3 },
    });
    expect(phone.toasts).toEqual(['刚刚有人修改过，请查看后再改']);
    expect(page.data['settings']).toMatchObject({ weight: 9 });
  });
});

describe('the editor of a scene', () => {
  const state = { sceneId: 'x', status: 'published', version: 1, latestVersion: 1 };
  const version = { ...scene, sceneId: 'x', version: 1, adminId: 'a', adminName: '陈默' };
  const preview = {
    ...{ target: 'scene:x', model: 'wan', costFen: 20, startedAt: '2026-11-21T07:06:00.000Z' },
    ...{ state: 'worked', imageUrl: 'https://x/y.png' },
  };
  beforeEach(async () => {
    phone.answer('listAllScenes', ok({ scenes: [{ ...state, scene }] }));
    phone.answer(
      'listVersions',
      ok({
        ...{ scenes: [], nextCursor: null },
        versions: [{ ...version, createdAt: '2026-11-18T08:40:00.000Z' }],
      }),
    );
    phone.answer('getPreview', ok({ preview: null }));
    await open('editor', { kind: 'scene', id: 'x' });
  });

  it('publishes a text that was seen, as a new version', async () => {
    expect(page.data['view']).toMatchObject({ blocked: '线上已经是这一版' });
    page.fire('onText', { detail: { value: '老书店，暖光，窗外下雨' } });
    expect(page.data['view']).toMatchObject({
      ...{ publish: '发布 v2', blocked: '先预览一张' },
      parts: [
        { kind: 'same', text: '老书店，暖光' },
        { kind: 'added', text: '，窗外下雨' },
      ],
    });
    page.fire('onPublish');
    expect(phone.toasts).toEqual(['先预览一张']);

    phone.answer('previewDraft', ok({ preview }));
    page.fire('onPreview');
    await settled();
    expect(page.data['view']).toMatchObject({ blocked: '' });
    phone.answer('saveScene', ok({ ...state, latestVersion: 2 }));
    phone.answer('publishScene', ok({ ...state, version: 2, latestVersion: 2 }));
    page.fire('onPublish');
    page.fire('onPublish');
    await settled();
    expect(sent('saveScene')).toHaveLength(1);
    expect(sent('publishScene').map(({ data }) => data.data)).toMatchObject([
      { sceneId: 'x', version: 2 },
    ]);
  });

  it('asks again for a text that was changed after it was seen', async () => {
    phone.answer('previewDraft', ok({ preview }));
    page.fire('onText', { detail: { value: '一' } });
    page.fire('onPreview');
    await settled();
    page.fire('onText', { detail: { value: '二' } });
    expect(page.data['view']).toMatchObject({ blocked: '先预览一张' });
  });

  it('rolls back after a confirmation', async () => {
    phone.answer('rollBackScene', ok({ ...state, version: 2, latestVersion: 2 }));
    page.fire('onRollBack', { dataset: { version: 1 } });
    await settled();
    expect(ui.showModal).toHaveBeenCalledTimes(1);
    expect(sent('rollBackScene').map(({ data }) => data.data)).toMatchObject([{ version: 1 }]);
  });
});
