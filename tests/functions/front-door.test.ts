import type { ActionName, FunctionName, InputOf } from '../../cloudfunctions/shared/contracts';
import type { Failure } from '../../cloudfunctions/shared/contracts/reply';
import { openStudio } from '../support/studio';
import type { Studio } from '../support/studio';

type Inputs = { [F in FunctionName]: { [A in ActionName<F>]: InputOf<F, A> } };

/** Input that every action of every contract takes, so that one malformed field is all that is wrong. */
const actions: Inputs = {
  login: { wxLogin: { nickname: '小明', avatar: '' } },
  userInfo: {
    getUserInfo: {},
    updateUserInfo: { nickname: '小红' },
    deleteAccount: { requestId: 'q', confirm: '注销' },
    getAbout: {},
    listCreditLogs: { pageSize: 5 },
    adjustCredits: { userId: 'user_x', amount: 1, reason: '补偿', requestId: 'q' },
  },
  workManage: {
    getWorks: { tab: 'all', query: '猫', pageSize: 5 },
    getWork: { workId: 'work_x' },
    saveWork: { workId: 'work_x', isFavorite: true },
    saveWorks: { workIds: ['work_x'], isFavorite: true },
    updateWork: { workId: 'work_x', title: '题' },
    deleteWork: { workId: 'work_x' },
    deleteWorks: { workIds: ['work_x'] },
    prepareThumbnail: { workId: 'work_x' },
    shareWork: { workId: 'work_x', withPrompt: true },
    unshareWork: { workId: 'work_x' },
    getSharedWork: { token: 'token_x' },
    getStats: {},
  },
  aiGenerate: {
    generate: { requestId: 'x', prompt: '猫', style: '', mode: 'single', size: '1024x1024' },
    getDailyUsage: {},
    getGenerateOptions: {},
    getTemplates: {},
    getServiceStatus: {},
    getHistory: { pageSize: 3 },
  },
  photography: {
    generate: {
      ...{ requestId: 'q', expectedCost: 1, garmentAssetId: 'asset_x', sceneId: 'studio-white' },
      ...{ model: 'female', count: 1, size: '864x1152', note: '微笑' },
    },
    getProgress: { taskId: 'task_x' },
  },
  fitting: {
    generate: {
      ...{ requestId: 'q', expectedCost: 1, personAssetId: 'asset_x' },
      garments: [{ assetId: 'asset_y', part: 'top' }],
    },
    getProgress: { taskId: 'task_x' },
  },
  queue: {
    listTasks: { state: 'queued', pageSize: 5 },
    getTask: { taskId: 'task_x' },
    cancelTask: { taskId: 'task_x' },
    retryTask: { taskId: 'task_x', requestId: 'q', expectedCost: 1 },
    nudge: {},
    listDead: { pageSize: 5 },
    replay: { jobId: 'work_x', reason: '再试', requestId: 'q' },
    discard: { jobId: 'work_x', reason: '放弃', requestId: 'q' },
    testProvider: { configId: 'x', requestId: 'q' },
  },
  quota: {
    getOverview: {},
    listPlans: {},
    getUserOverview: { userId: 'user_x' },
    searchUsers: { text: '小', pageSize: 5 },
    listAudits: { userId: 'user_x', pageSize: 5 },
    adjust: {
      ...{ userId: 'user_x', feature: 'image_daily', value: 5 },
      ...{ reason: '补', expiresAt: '2100-01-01T00:00:00Z', requestId: 'q' },
    },
    activatePlan: { userId: 'user_x', planId: 'plus', days: 3, reason: '补', requestId: 'q' },
    endPlan: { userId: 'user_x', reason: '退', requestId: 'q' },
    resync: { userId: 'user_x' },
    explain: { userId: 'user_x', feature: 'image_daily' },
  },
  chat: {
    send: { messageId: 'm', sessionId: 's', text: '你好' },
    stop: { messageId: 'm' },
    getQuota: {},
    listSessions: { pageSize: 5 },
    listMessages: { sessionId: 's', pageSize: 5 },
    rename: { sessionId: 's', title: '题' },
    remove: { sessionId: 's' },
  },
  payment: {
    getPackages: {},
    createOrder: {
      ...{ requestId: 'q', packageId: 'credits_60', priceFen: 600, code: 'c' },
      platform: 'android',
    },
    getOrder: { orderId: 'P12345678' },
    listRechargeRecords: { pageSize: 5 },
    listConsumeRecords: { kind: 'consume', pageSize: 5 },
    dailyCheckin: {},
    getCheckin: { month: '202611' },
    getInvite: {},
    redeemInvite: { code: 'ABCD' },
    searchOrders: { text: 'P1', status: 'created', pageSize: 5 },
    getOrderStory: { orderId: 'P12345678' },
    recheck: { orderId: 'P12345678' },
    refund: { orderId: 'P12345678', fen: 1, reason: '退', requestId: 'q' },
    resolveReview: { orderId: 'P12345678', decision: 'close', reason: '查', requestId: 'q' },
    listProposals: { status: 'open', pageSize: 5 },
    approve: { proposalId: 'proposal_x', requestId: 'q' },
  },
  storage: {
    resolveAsset: { sha256: 'a'.repeat(64), bytes: 5, kind: 'garment' },
    registerAsset: {
      ...{ fileId: 'cloud://x/uploads/y.jpg', kind: 'person' },
      ...{ digest: 'a'.repeat(64), consentVersion: '1' },
    },
    listAssets: { kind: 'garment' },
    removeAsset: { assetId: 'asset_x' },
  },
  scene: {
    getScenes: { category: '街头', pageSize: 5 },
    saveScene: {
      ...{ sceneId: 'x', requestId: 'q' },
      scene: { name: '巷', category: '街头', coverUrl: '', prompt: '一条小巷', order: 1 },
    },
    publishScene: { sceneId: 'x', version: 1, requestId: 'q' },
    retireScene: { sceneId: 'x', requestId: 'q' },
    listAllScenes: {},
    listVersions: { sceneId: 'x', pageSize: 5 },
    rollBackScene: { sceneId: 'x', version: 1, requestId: 'q' },
  },
  prompt: {
    generatePrompt: { kind: 'photography', sceneId: 'x' },
    saveTemplate: {
      ...{ templateId: 'x', requestId: 'q' },
      template: { kind: 'photography', name: '基本', text: '{scene}' },
    },
    publishTemplate: { templateId: 'x', version: 1, requestId: 'q' },
    previewTemplate: { kind: 'photography', text: '{scene}', sceneId: 'x' },
    rollBackTemplate: { templateId: 'x', version: 1, requestId: 'q' },
    listTemplates: {},
    listTemplateVersions: { templateId: 'x', pageSize: 5 },
  },
  notify: {
    recordConsent: { requestId: 'q', results: { template: 'accept' } },
    getConsents: {},
    sendMessage: {
      ...{ userId: 'user_x', template: 'taskEnded', requestId: 'q' },
      data: { title: '通知', result: '已完成' },
    },
  },
  admin: {
    getOverview: {},
    listWorks: { status: 'failed', pageSize: 5 },
    listQueue: {},
    listBackups: {},
    getUserStory: { userId: 'user_x' },
    listProviders: {},
    getProvider: { configId: 'zhipu-text2img' },
    saveProvider: {
      ...{ configId: 'zhipu-text2img', version: 1, requestId: 'q' },
      settings: { priority: 1, weight: 1, maxConcurrent: 1, perMinute: 1, isActive: true },
    },
    previewDraft: {
      ...{ target: 'scene:x', sceneText: '小巷', templateText: '{scene}', requestId: 'q' },
    },
    getPreview: { target: 'scene:x' },
    undoProvider: { configId: 'zhipu-text2img', changeId: 'x', requestId: 'q' },
  },
  // Its token is tested where it is known: tests/functions/reset-chat-quotas.test.ts.
  resetChatQuotas: { resetQuotas: {}, getResetHealth: {} },
};
/** Malformed elsewhere, but valid here: null removes a limit, and works are named in a list. */
const meant = (field: string, value: unknown) =>
  (field === 'value' && value === null) ||
  (field === 'workIds' && Array.isArray(value) && value.length > 0);

function isMissing(details: object | undefined, field: string): boolean {
  return JSON.stringify(details) === JSON.stringify({ field, problem: '没有填写' });
}

const cases = Object.entries(actions).flatMap(([name, inputs]) =>
  Object.entries(inputs as Record<string, Record<string, unknown>>).map(([action, data]) => ({
    ...{ name, action, data },
  })),
);

/** No field takes any of these, whatever its type. */
const malformed = [null, [], ['x'], {}, { $gt: '' }, -1.5, 1e308, '长'.repeat(20_000)];
/** Of the field itself nothing is missing; of what an object should hold, something may be. */
const unclear = (reply: unknown, field: string) =>
  (reply as Failure & { details?: { field?: string } }).details?.field === field
    ? /没有填写|不符合要求/
    : /不符合要求/;
/** What an action answers that asks for a proof of its own. */
const openToNobody: Record<string, string> = { 'workManage.getSharedWork': 'SHARE_GONE' };
const forged = ['openid', 'OPENID', 'userInfo', '_openid', 'vipLevel', 'constructor'];

describe('the front door of every action', () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio();
    await studio.member('mallory', { userType: 'admin' });
  });
  afterAll(() => studio.close());

  const knock = async (name: string, event: unknown, openid?: string) => {
    const report = await studio.cloud.report(name, event, openid);
    return 'result' in report ? report.result : report.error;
  };

  it.each(cases)('$name: $action names the field that is wrong', async ({ name, action, data }) => {
    const before = studio.cloud.cloud.database.export();
    const rows = [...before];
    for (const field of Object.keys(data)) {
      for (const value of malformed) {
        if (meant(field, value)) continue;
        const reply = await knock(name, { action, data: { ...data, [field]: value } }, 'mallory');

        expect(reply).toMatchObject({
          code: 400,
          error: 'INVALID_INPUT',
          message: expect.stringMatching(/^提交的内容有误/) as string,
          data: null,
          details: {
            field: expect.stringContaining(field) as string,
            problem: expect.not.stringMatching(unclear(reply, field)) as string,
          },
        });
      }
    }
    expect([...studio.cloud.cloud.database.export()]).toEqual(rows);
  });

  it.each(cases)('$name: $action tells a missing field from a wrong type', async (given) => {
    const { name, action, data } = given;
    for (const field of Object.keys(data)) {
      const { [field]: _, ...others } = data;
      const reply = (await knock(name, { action, data: others }, 'mallory')) as Failure;
      const wrong = await knock(name, { action, data: { ...data, [field]: [] } }, 'mallory');

      // An optional field may be missing.
      const missing = reply.error === 'INVALID_INPUT' ? [reply.details] : [];
      expect(missing.filter((details) => !isMissing(details, field))).toEqual([]);
      expect(wrong).toMatchObject({ details: { field, problem: expect.any(String) as string } });
    }
  });

  it.each(cases)(
    '$name: $action takes the caller from WeChat only',
    async ({ name, action, data }) => {
      for (const field of forged) {
        const event = { action, data: { ...data, [field]: 'user_alice' } };

        expect(await knock(name, event, 'mallory')).toMatchObject({
          code: 400,
          details: { field },
        });
      }
      const nobody = { action, data, openid: 'alice', userInfo: { openId: 'alice' } };
      const error = openToNobody[`${name}.${action}`] ?? 'SIGN_IN_REQUIRED';
      expect(await knock(name, nobody)).toMatchObject({ error });
    },
  );

  it.each(Object.keys(actions))('%s refuses actions with odd names', async (name) => {
    for (const action of ['', 'nope', '__proto__', 'constructor', 'toString']) {
      expect(await knock(name, { action, data: {} }, 'mallory')).toMatchObject({
        code: 400,
        error: 'UNKNOWN_ACTION',
      });
    }
    for (const event of [undefined, null, 5, 'text', [], { action: 5 }]) {
      expect(await knock(name, event, 'mallory')).toMatchObject({ code: 400, data: null });
    }
  });
});
