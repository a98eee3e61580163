import { openStudio } from '../support/studio';
import type { Studio } from '../support/studio';

/** Input that every action takes, so that one spoilt field is all that is wrong. */
const actions: Record<string, Record<string, Record<string, unknown>>> = {
  login: { wxLogin: { nickname: '小明', avatar: '' } },
  userInfo: {
    getUserInfo: {},
    updateUserInfo: { nickname: '小红' },
    listCreditLogs: { pageSize: 5 },
    adjustCredits: { userId: 'user_x', amount: 1, reason: '补偿', requestId: 'q' },
  },
  workManage: {
    getWorks: { tab: 'all', pageSize: 5 },
    getWork: { workId: 'work_x' },
    saveWork: { workId: 'work_x', isFavorite: true },
    updateWork: { workId: 'work_x', title: '题' },
    deleteWork: { workId: 'work_x' },
    prepareThumbnail: { workId: 'work_x' },
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
  // `adjust` takes null for a value: tests/functions/quota.test.ts spoils its fields.
  quota: {
    getOverview: {},
    listPlans: {},
    getUserOverview: { userId: 'user_x' },
    searchUsers: { text: '小', pageSize: 5 },
    listAudits: { userId: 'user_x', pageSize: 5 },
    activatePlan: { userId: 'user_x', planId: 'plus', days: 3, reason: '补', requestId: 'q' },
    endPlan: { userId: 'user_x', reason: '退', requestId: 'q' },
    resync: { userId: 'user_x' },
    explain: { userId: 'user_x', feature: 'image_daily' },
  },
};

const cases = Object.entries(actions).flatMap(([name, inputs]) =>
  Object.entries(inputs).map(([action, data]) => ({ name, action, data })),
);

/** No field takes any of these, whatever its type. */
const spoilt = [null, [], ['x'], {}, { $gt: '' }, -1.5, 1e308, '长'.repeat(20_000)];
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
      for (const value of spoilt) {
        const reply = await knock(name, { action, data: { ...data, [field]: value } }, 'mallory');

        expect(reply).toMatchObject({
          code: 400,
          error: 'INVALID_INPUT',
          message: expect.stringMatching(/^提交的内容有误/) as string,
          data: null,
          details: { field: expect.stringContaining(field) as string },
        });
      }
    }
    expect([...studio.cloud.cloud.database.export()]).toEqual(rows);
  });

  it.each(cases)('$name: $action hears nobody but WeChat', async ({ name, action, data }) => {
    for (const field of forged) {
      const event = { action, data: { ...data, [field]: 'user_alice' } };

      expect(await knock(name, event, 'mallory')).toMatchObject({
        code: 400,
        details: { field },
      });
    }
    const nobody = { action, data, openid: 'alice', userInfo: { openId: 'alice' } };
    expect(await knock(name, nobody)).toMatchObject({ code: 401, error: 'SIGN_IN_REQUIRED' });
  });

  it.each(Object.keys(actions))('%s knows no action of an odd name', async (name) => {
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
