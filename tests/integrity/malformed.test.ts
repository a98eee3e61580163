import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import type { ActionName, FunctionName } from '../../cloudfunctions/shared/contracts';
import { checkIntegrity } from '../../cloudfunctions/shared/integrity/checks/check';
import type { ProblemName } from '../../cloudfunctions/shared/integrity/rules/findings';
import type { Document } from '../../devtools/emulator/database/database';
import { connect } from '../../scripts/admin/connection';
import { openStudio } from '../support/studio';
import type { Studio } from '../support/studio';

type Call = { who: string; name: FunctionName; action: string; data?: object };
type PlantedRow = {
  row: Document & { _id: string };
  finding: { problem: ProblemName; id: string };
  /**
   * The call that reads the row; null if only the check reads the collection, or if the row is rebuilt without being
   * read.
   */
  reader: Call | null;
};

const owner = userIdOf('owner');
const owned = { _openid: 'owner', userId: owner };
const options: Call = { who: 'bob', name: 'aiGenerate', action: 'getGenerateOptions' };
const at = new Date('2026-01-05T00:00:00Z');

const chatting: Call[] = [
  { who: 'bob', name: 'chat', action: 'send', data: { messageId: 'm', text: '你好' } },
  { who: 'bob', name: 'chat', action: 'listSessions' },
  { who: 'bob', name: 'chat', action: 'getQuota' },
];

const call = <F extends FunctionName>(
  who: string,
  name: F,
  action: ActionName<F>,
  data: object = {},
): Call => ({ who, name, action, data });

function invalidRow(collection: string, row: PlantedRow['row'], reader: Call | null): PlantedRow {
  return { row, finding: { problem: 'invalidRow', id: `${collection}/${row._id}` }, reader };
}

/** One malformed row for each collection that the product reads. */
const planted: Record<string, PlantedRow> = {
  characters: invalidRow('characters', { _id: 'bad', name: '新角色' }, options),
  styles: invalidRow('styles', { _id: 'bad', name: '新', promptTemplate: '水彩' }, options),
  emotions: invalidRow('emotions', { _id: 'bad', name: '新' }, options),
  sizes: invalidRow('sizes', { _id: '1x1', ratio: '1:1', width: '1', height: 1 }, options),
  creative_templates: invalidRow(
    'creative_templates',
    { _id: 'bad', category: 'x' },
    call('bob', 'aiGenerate', 'getTemplates'),
  ),
  // A malformed switch closes the chat: see tests/functions/malformed-accounts.test.ts.
  app_config: invalidRow(
    'app_config',
    { _id: 'chat', isEnabled: 'yes' },
    call('bob', 'login', 'wxLogin'),
  ),
  admin_logs: invalidRow(
    'admin_logs',
    { _id: 'adjust:bad', target: owner, action: 5, createdAt: at },
    call('root', 'admin', 'getUserStory', { userId: owner }),
  ),
  api_configs: invalidRow(
    'api_configs',
    { _id: 'bad', provider: 'zhipu', capability: 'text2img', model: '', isActive: true },
    call('root', 'admin', 'getOverview'),
  ),
  plans: {
    row: { _id: 'gold', name: '金', level: '2', priceFen: 1, days: 1, isActive: true },
    finding: { problem: 'invalidPlan', id: 'gold' },
    reader: call('bob', 'quota', 'listPlans'),
  },
  plan_features: {
    row: { _id: 'plus:image_daily', planId: 'plus', featureCode: 'image_daily', value: 'many' },
    finding: { problem: 'invalidPlan', id: 'plus:image_daily' },
    reader: call('bob', 'quota', 'listPlans'),
  },
  users: {
    row: { ...{ _id: 'user_bad', nickname: '坏', credits: '5' }, createdAt: at },
    finding: { problem: 'invalidUser', id: 'user_bad' },
    reader: call('root', 'quota', 'searchUsers'),
  },
  works: {
    row: { ...owned, _id: 'work_bad', status: 'completed', title: 5, createdAt: at },
    finding: { problem: 'invalidWork', id: 'work_bad' },
    reader: call('owner', 'aiGenerate', 'getHistory'),
  },
  emergency_backup: {
    row: { ...owned, _id: 'work_bad', work: {}, isRecovered: false, timestamp: at },
    finding: { problem: 'invalidBackup', id: 'work_bad' },
    reader: call('owner', 'workManage', 'getWork', { workId: 'work_bad' }),
  },
  credit_logs: {
    row: { ...owned, _id: 'adjust:bad', kind: 'gift', amount: 1, createdAt: at },
    finding: { problem: 'invalidCreditLog', id: 'adjust:bad' },
    reader: call('owner', 'userInfo', 'listCreditLogs'),
  },
  user_subscriptions: {
    row: { ...owned, _id: owner, customQuotas: { image_daily: 'many' } },
    finding: { problem: 'invalidSubscription', id: owner },
    reader: call('owner', 'quota', 'getOverview'),
  },
  user_storage_usage: {
    row: { ...owned, _id: owner, usedBytes: 'much' },
    finding: { problem: 'storageDrift', id: owner },
    reader: call('owner', 'quota', 'getOverview'),
  },
  quota_overviews: {
    row: { ...owned, _id: owner, features: 'none', version: 1 },
    finding: { problem: 'overviewDrift', id: owner },
    reader: null,
  },
  quota_audit_logs: invalidRow(
    'quota_audit_logs',
    { ...owned, _id: 'adjust:bad', effectiveAfter: 'five', createdAt: at },
    call('root', 'quota', 'listAudits', { userId: owner }),
  ),
  chat_quotas: {
    row: { ...owned, _id: owner, monthlyUsed: 'some' },
    finding: { problem: 'invalidChatQuota', id: owner },
    reader: call('owner', 'chat', 'getQuota'),
  },
  chat_sessions: invalidRow(
    'chat_sessions',
    { ...owned, _id: 'session_bad', title: 5, deletedAt: null, updatedAt: at },
    call('owner', 'chat', 'listSessions'),
  ),
  chat_messages: invalidRow(
    'chat_messages',
    { ...owned, _id: 'message_bad', sessionId: 'session_owner', status: 'lost', createdAt: at },
    call('owner', 'chat', 'listMessages', { sessionId: 'session_owner' }),
  ),
  chat_usage_logs: {
    row: { ...owned, _id: 'log_bad', apUsed: 'some', createdAt: at },
    finding: { problem: 'invalidUsageLog', id: 'log_bad' },
    reader: null,
  },
  chat_quota_resets: invalidRow(
    'chat_quota_resets',
    { _id: 'last', startedAt: at, endedAt: at, reset: 'all', failed: 0 },
    call('root', 'resetChatQuotas', 'getResetHealth'),
  ),
  provider_health: invalidRow(
    'provider_health',
    { _id: 'bad', failures: 'many' },
    call('root', 'admin', 'getOverview'),
  ),
  provider_slots: invalidRow('provider_slots', { _id: 'bad:1', configId: 'bad', n: 0 }, null),
  studio_budget_days: invalidRow('studio_budget_days', { _id: '20261129', startedFen: '' }, null),
  studio_usage: invalidRow('studio_usage', { _id: 'user_bad', unfinished: -1, used: 0 }, null),
  task_attempts: invalidRow('task_attempts', { _id: 'work_bad:1', outcome: 'lost', n: 1 }, null),
  task_jobs: invalidRow(
    'task_jobs',
    { _id: 'work_bad', state: 'queued', inputs: {}, createdAt: at },
    call('root', 'admin', 'listQueue'),
  ),
  task_queue: invalidRow(
    'task_queue',
    { ...owned, _id: 'task_bad', state: 'lost', createdAt: at },
    call('root', 'admin', 'getUserStory', { userId: owner }),
  ),
  former_users: invalidRow('former_users', { _id: 'user_bad', state: 'gone', times: 1 }, null),
  moderations: invalidRow('moderations', { _id: 'avatar:bad', state: 'lost', dueAt: at }, null),
  media_checks: invalidRow('media_checks', { _id: 'trace_bad', verdict: 'maybe' }, null),
  assets: invalidRow(
    'assets',
    {
      ...{ ...owned, _id: 'asset_bad', kind: 'garment', bytes: 'much', removedAt: null },
      ...{ dueAt: at, createdAt: at },
    },
    call('owner', 'storage', 'listAssets', { kind: 'garment' }),
  ),
  credit_packages: invalidRow('credit_packages', { _id: 'bad', kind: 'gift', sort: 0 }, null),
  orders: invalidRow(
    'orders',
    { ...owned, _id: 'P_bad', status: 'lost', createdAt: at },
    call('root', 'payment', 'searchOrders'),
  ),
  payment_events: invalidRow('payment_events', { _id: 'push:bad', orderId: 5 }, null),
  refunds: invalidRow('refunds', { _id: 'R_bad', orderId: 'P_bad', fen: 'all' }, null),
  proposals: invalidRow(
    'proposals',
    { _id: 'proposal_bad', kind: 'gift', createdAt: at },
    call('root', 'payment', 'listProposals'),
  ),
  checkins: invalidRow('checkins', { _id: 'bad', userId: owner, day: 'today' }, null),
  invites: invalidRow('invites', { _id: 'user_bad', status: 'maybe' }, null),
  shares: invalidRow('shares', { _id: 'work_bad', userId: owner, state: 'maybe' }, null),
  wechat_tokens: invalidRow('wechat_tokens', { _id: 'bad', value: 5 }, null),
  asset_uses: invalidRow('asset_uses', { ...owned, _id: 'asset_bad:task', endedAt: 5 }, null),
  asset_uploads: invalidRow('asset_uploads', { ...owned, _id: 'upload_bad', dueAt: at }, null),
  scenes: invalidRow(
    'scenes',
    { _id: 'bad', name: '坏', status: 'published', order: 1 },
    call('owner', 'scene', 'getScenes'),
  ),
  scene_versions: invalidRow(
    'scene_versions',
    { _id: 'bad:1', sceneId: 'bad', version: 1, createdAt: at },
    call('root', 'scene', 'listVersions', { sceneId: 'bad' }),
  ),
  prompt_templates: invalidRow(
    'prompt_templates',
    { _id: 'bad', kind: 'photography', publishedAt: new Date('2030-01-01T00:00:00Z') },
    call('owner', 'prompt', 'generatePrompt', { kind: 'photography' }),
  ),
  prompt_template_versions: invalidRow(
    'prompt_template_versions',
    { _id: 'bad:1', templateId: 'bad', version: 1 },
    null,
  ),
  previews: invalidRow(
    'previews',
    { _id: 'scene:bad', state: 'lost' },
    call('root', 'admin', 'getPreview', { target: 'scene:bad' }),
  ),
  subscribe_consents: invalidRow(
    'subscribe_consents',
    { ...owned, _id: `${owner}:t`, balance: -1 },
    null,
  ),
  message_outbox: invalidRow('message_outbox', { ...owned, _id: 'bad:done', dueAt: at }, null),
  archives: invalidRow('archives', { _id: 'admin_logs:bad', state: 'lost', ids: [] }, null),
  alarms: invalidRow('alarms', { _id: 'deadJobs', isOpen: 'yes', value: 1 }, null),
  timers: invalidRow('timers', { _id: 'next', dueAt: 'soon' }, null),
};

/** The product never reads these; they are for people. */
const unread = ['integrity_reports'];

describe('one malformed row', () => {
  let studio: Studio;
  let offsetMs = 0;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    // More than the minute for which an instance caches the options.
    offsetMs += 10 * 60_000;
    await studio.cloud.control('PUT', '/local/clock', { offsetMs });
    await studio.member('owner');
    await studio.member('bob');
    await studio.member('root', { userType: 'admin' });
    studio.cloud.collection('chat_sessions').put({
      ...{ ...owned, _id: 'session_owner', title: '对话', deletedAt: null },
      ...{ createdAt: at, updatedAt: at },
    });
  });

  async function make({ who, name, action, data = {} }: Call) {
    const { logs, ...report } = await studio.cloud.report(name, { action, data }, who);
    const skipped = logs
      .map(({ message }) => JSON.parse(message) as Record<string, string>)
      .filter(({ message }) => message === 'row skipped');
    const { code, error } = ('result' in report ? report.result : { code: 500 }) as Document;
    return { code: code as number, error: error as string | undefined, skipped };
  }

  it('is planted in every collection that the product reads', () => {
    const templates = readdirSync(join(__dirname, '../../database-templates'))
      .filter((file) => /^[a-z_]+\.json$/.test(file))
      .map((file) => file.replace('.json', ''));

    expect([...Object.keys(planted), ...unread].sort()).toEqual(templates.sort());
  });

  it.each(Object.entries(planted))('of %s stops nobody else', async (collection, { row }) => {
    studio.cloud.collection(collection).put(row);
    const everyday: Call[] = [
      call('bob', 'login', 'wxLogin'),
      call('bob', 'userInfo', 'getUserInfo'),
      call('bob', 'userInfo', 'listCreditLogs'),
      options,
      call('bob', 'aiGenerate', 'getTemplates'),
      call('bob', 'aiGenerate', 'generate', { requestId: 'r', prompt: '猫', style: 'watercolor' }),
      call('bob', 'workManage', 'getWorks'),
      call('bob', 'quota', 'getOverview'),
      call('bob', 'quota', 'listPlans'),
      ...(collection === 'app_config' ? [] : chatting),
      call('root', 'quota', 'searchUsers'),
      call('root', 'quota', 'getUserOverview', { userId: userIdOf('bob') }),
      call('root', 'admin', 'getOverview'),
      call('root', 'admin', 'listWorks'),
      call('root', 'admin', 'listQueue'),
      call('root', 'admin', 'listBackups'),
      call('root', 'admin', 'getUserStory', { userId: userIdOf('bob') }),
      call('root', 'queue', 'listDead'),
      call('root', 'payment', 'searchOrders'),
      call('root', 'resetChatQuotas', 'getResetHealth'),
    ];
    for (const one of everyday) {
      expect([one.name, one.action, await make(one)]).toMatchObject([
        one.name,
        one.action,
        { code: 200 },
      ]);
    }
    const sweep = await studio.cloud.control('POST', '/local/trigger/tick/tick');
    expect(sweep).toMatchObject({ status: 200, body: { result: expect.anything() as unknown } });
  });

  it.each(Object.entries(planted).filter(([, { reader }]) => reader !== null))(
    'of %s is logged with its collection and its id',
    async (collection, { row, reader }) => {
      studio.cloud.collection(collection).put(row);

      const { skipped } = await make(reader as Call);

      expect(skipped).toContainEqual(
        expect.objectContaining({ level: 'error', collection, id: row._id }),
      );
    },
  );

  it.each(Object.entries(planted))('of %s is reported by the check', async (name, given) => {
    studio.cloud.collection(name).put(given.row);
    process.env['LOCAL_CLOUD_URL'] = studio.cloud.url;
    const { database } = await connect(null);
    const clock = {
      now: () => new Date(studio.cloud.cloud.clock.now()),
      sleep: () => Promise.resolve(),
      random: () => 0.5,
    };

    const { findings } = await checkIntegrity(database, {
      ...{ mode: 'full', now: clock.now(), clock, keep: 100 },
      ...{ findMissing: null, listFiles: null, findMissingIndexes: null },
    });

    expect(findings).toContainEqual(expect.objectContaining(given.finding));
  });
});
