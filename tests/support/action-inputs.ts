import type { ActionName, FunctionName, InputOf } from '../../cloudfunctions/shared/contracts';

type Inputs = { [F in FunctionName]: { [A in ActionName<F>]: InputOf<F, A> } };

/** A valid input of every action of every contract: a test spoils one field at a time, so nothing else is wrong. */
export const actionInputs: Inputs = {
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
    storeCover: { fileId: 'cloud://env/uploads/user_x/cover.jpg' },
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
    listUserRows: { userId: 'user_x', part: 'works', pageSize: 5 },
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
  // Its token is tested in tests/functions/reset-chat-quotas.test.ts, where it is known.
  resetChatQuotas: { resetQuotas: {}, getResetHealth: {} },
};
export const actionCases = Object.entries(actionInputs).flatMap(([name, inputs]) =>
  Object.entries(inputs as Record<string, Record<string, unknown>>).map(([action, data]) => ({
    ...{ name, action, data },
  })),
);
