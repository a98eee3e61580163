import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { ChatMessage, ChatSession } from '../../cloudfunctions/shared/contracts/chat';
import { Plan, QuotaAudit } from '../../cloudfunctions/shared/contracts/quota';
import { ResetRun } from '../../cloudfunctions/shared/contracts/resetChatQuotas';
import { CreditLog } from '../../cloudfunctions/shared/contracts/userInfo';
import { User, Work } from '../../cloudfunctions/shared/contracts/values';
import { ArchiveRow } from '../../cloudfunctions/shared/data/rows/archive';
import { AssetRow, AssetUseRow } from '../../cloudfunctions/shared/data/rows/asset';
import { AdminLogRow } from '../../cloudfunctions/shared/data/rows/admin-log';
import { AlarmRow } from '../../cloudfunctions/shared/data/rows/alarm';
import { ApiConfigRow } from '../../cloudfunctions/shared/data/rows/api-config';
import { BackupRow } from '../../cloudfunctions/shared/data/rows/backup';
import { AccountRow, MessageRow, SessionRow } from '../../cloudfunctions/shared/data/rows/chat';
import { ResetRunRow } from '../../cloudfunctions/shared/data/rows/chat-quota-reset';
import { BudgetDayRow, BudgetRow } from '../../cloudfunctions/shared/data/rows/budget';
import { ChatUsageLogRow } from '../../cloudfunctions/shared/data/rows/chat-usage-log';
import { CheckinRow } from '../../cloudfunctions/shared/data/rows/checkin';
import { CreditPackageRow } from '../../cloudfunctions/shared/data/rows/credit-package';
import { ShareRow } from '../../cloudfunctions/shared/data/rows/share';
import { InviteRow } from '../../cloudfunctions/shared/data/rows/invite';
import { OrderRow } from '../../cloudfunctions/shared/data/rows/order';
import { PaymentEventRow } from '../../cloudfunctions/shared/data/rows/payment-event';
import { ProposalRow } from '../../cloudfunctions/shared/data/rows/proposal';
import { RefundRow } from '../../cloudfunctions/shared/data/rows/refund';
import { WechatTokenRow } from '../../cloudfunctions/shared/data/rows/wechat-token';
import { CreditLogRow } from '../../cloudfunctions/shared/data/rows/credit-log';
import { FeatureFlagRow } from '../../cloudfunctions/shared/data/rows/feature-flag';
import { JobRow } from '../../cloudfunctions/shared/data/rows/job';
import { MediaCheckRow } from '../../cloudfunctions/shared/data/rows/media-check';
import { FormerUserRow } from '../../cloudfunctions/shared/data/rows/former-user';
import { ModerationRow } from '../../cloudfunctions/shared/data/rows/moderation';
import { optionRows } from '../../cloudfunctions/shared/data/rows/options';
import { MessageRow as OutboxRow } from '../../cloudfunctions/shared/data/rows/outbox-message';
import {
  PromptTemplateRow,
  TemplateVersionRow,
} from '../../cloudfunctions/shared/data/rows/prompt-template';
import { SceneRow, SceneVersionRow } from '../../cloudfunctions/shared/data/rows/scene';
import { ConsentRow } from '../../cloudfunctions/shared/data/rows/subscribe-consent';
import { UploadRow } from '../../cloudfunctions/shared/data/rows/upload';
import { PlanFeatureRow, PlanRow } from '../../cloudfunctions/shared/data/rows/plan';
import { PreviewRow } from '../../cloudfunctions/shared/data/rows/preview';
import { ProviderHealthRow } from '../../cloudfunctions/shared/data/rows/provider-health';
import { ProviderSlotRow } from '../../cloudfunctions/shared/data/rows/provider-slot';
import { QuotaAuditRow } from '../../cloudfunctions/shared/data/rows/quota-audit';
import { QuotaOverviewRow } from '../../cloudfunctions/shared/data/rows/quota-overview';
import { StorageUsageRow } from '../../cloudfunctions/shared/data/rows/storage-usage';
import { StudioUsageRow } from '../../cloudfunctions/shared/data/rows/studio-usage';
import { SubscriptionRow } from '../../cloudfunctions/shared/data/rows/subscription';
import { TaskRow } from '../../cloudfunctions/shared/data/rows/task';
import { TaskAttemptRow } from '../../cloudfunctions/shared/data/rows/task-attempt';
import { TimerRow } from '../../cloudfunctions/shared/data/rows/timer';
import { UserRow } from '../../cloudfunctions/shared/data/rows/user';
import { WorkRow } from '../../cloudfunctions/shared/data/rows/work';
import {
  compareWithContract,
  compareWithTemplate,
  fieldsOfSchema,
  fieldsOfTemplate,
} from './fields';

/** The codec of every collection, and the fields that it does not read: only writers, queries or people need them. */
const codecs: Record<string, [codec: z.ZodType, others: string[]]> = {
  checkins: [CheckinRow, []],
  credit_packages: [CreditPackageRow, []],
  invites: [InviteRow, []],
  shares: [ShareRow, []],
  orders: [OrderRow, ['updatedAt']],
  payment_events: [PaymentEventRow, []],
  proposals: [ProposalRow, []],
  refunds: [RefundRow, []],
  wechat_tokens: [WechatTokenRow, []],
  admin_logs: [AdminLogRow, ['runId', 'requestHash']],
  alarms: [AlarmRow, []],
  archives: [ArchiveRow, []],
  api_configs: [ApiConfigRow, []],
  app_config: [z.union([FeatureFlagRow, BudgetRow]), ['refundFen', 'credits']],
  assets: [AssetRow, []],
  asset_uploads: [UploadRow, []],
  asset_uses: [AssetUseRow, []],
  characters: [optionRows.characters, ['order']],
  chat_messages: [MessageRow, []],
  chat_quota_resets: [ResetRunRow, []],
  chat_quotas: [
    AccountRow,
    ['userId', 'membershipLevel', 'monthlyQuota', 'createdAt', 'updatedAt'],
  ],
  chat_sessions: [SessionRow, ['archivedAt']],
  chat_usage_logs: [ChatUsageLogRow, ['sessionId', 'membershipLevel', 'model', 'tokensUsed']],
  creative_templates: [optionRows.creative_templates, ['order']],
  credit_logs: [CreditLogRow, ['_openid']],
  emergency_backup: [
    BackupRow,
    [
      ...['userId', 'day', 'backupReason', 'originalError', 'retryCount', 'timestamp'],
      ...['recoveredAt', 'recoveryOutcome'],
    ],
  ],
  emotions: [optionRows.emotions, ['order']],
  former_users: [FormerUserRow, []],
  media_checks: [MediaCheckRow, []],
  message_outbox: [OutboxRow, []],
  moderations: [ModerationRow, []],
  plan_features: [PlanFeatureRow, []],
  plans: [PlanRow, []],
  provider_health: [ProviderHealthRow, ['updatedAt']],
  provider_slots: [ProviderSlotRow, []],
  previews: [PreviewRow, []],
  prompt_templates: [PromptTemplateRow, []],
  prompt_template_versions: [TemplateVersionRow, []],
  quota_audit_logs: [QuotaAuditRow, []],
  quota_overviews: [QuotaOverviewRow, ['_id', '_openid', 'credits', 'updatedAt']],
  scenes: [SceneRow, []],
  scene_versions: [SceneVersionRow, []],
  sizes: [optionRows.sizes, ['order']],
  studio_budget_days: [BudgetDayRow, ['recent', 'updatedAt']],
  studio_usage: [StudioUsageRow, ['nudgedAt', 'updatedAt']],
  task_attempts: [TaskAttemptRow, []],
  task_jobs: [JobRow, ['version']],
  task_queue: [TaskRow, []],
  subscribe_consents: [ConsentRow, []],
  timers: [TimerRow, []],
  styles: [optionRows.styles, ['order']],
  user_storage_usage: [StorageUsageRow, ['_id', 'userId', 'recentChanges', 'updatedAt']],
  user_subscriptions: [SubscriptionRow, ['userId', 'isSynced', 'expiryAt', 'createdAt']],
  users: [UserRow, ['_openid', 'openid', 'hasAvatarsToRemove', 'updatedAt', 'lastSyncAt']],
  works: [WorkRow, ['_openid', 'id', 'hasFilesToRemove']],
};
/** Written for admins; no product code reads it. */
const withoutCodec = ['integrity_reports'];

/** Contracts of rows, with the fields that are renamed, derived or joined. */
const contracts: [name: string, contract: z.ZodType, collection: string, own: string[]][] = [
  ['ChatMessage', ChatMessage, 'chat_messages', ['id']],
  ['ChatSession', ChatSession, 'chat_sessions', ['sessionId']],
  ['CreditLog', CreditLog, 'credit_logs', ['id', 'balance']],
  ['Plan', Plan, 'plans', ['planId', 'level', 'limits', 'priceFen']],
  ['QuotaAudit', QuotaAudit, 'quota_audit_logs', ['id', 'adminName']],
  ['ResetRun', ResetRun, 'chat_quota_resets', []],
  [
    'User',
    User,
    'users',
    ['id', 'avatarReview', 'tier', 'membershipLevel', 'isVip', 'membershipEndAt'],
  ],
  ['Work', Work, 'works', ['workId']],
];

const folder = join(__dirname, '../../database-templates');
const templates = readdirSync(folder)
  .filter((file) => file.endsWith('.json') && !file.endsWith('-rules.json'))
  .map((file) => basename(file, '.json'));

function declared(collection: string) {
  const text = readFileSync(join(folder, `${collection}.json`), 'utf8');
  return fieldsOfTemplate(
    (JSON.parse(text) as { fields: Record<string, { type: string }> }).fields,
  );
}
function codecOf(collection: string): z.ZodType {
  const [codec] = codecs[collection] ?? [];
  if (codec === undefined) throw new Error(`${collection} has no codec.`);
  return codec;
}

describe('the fields of a collection', () => {
  it('are read by a codec, whatever the collection', () => {
    expect([...Object.keys(codecs), ...withoutCodec].sort()).toEqual(templates.sort());
  });

  it.each(Object.entries(codecs))(
    'are the same in its template and its codec: %s',
    (collection, [codec, others]) => {
      expect(compareWithTemplate(fieldsOfSchema(codec), declared(collection), others)).toEqual([]);
    },
  );

  it.each(contracts)('are sent as the contract says: %s', (_name, contract, collection, own) => {
    const read = fieldsOfSchema(codecOf(collection));

    expect(compareWithContract(fieldsOfSchema(contract), read, own)).toEqual([]);
  });
});

describe('a difference', () => {
  const template = fieldsOfTemplate({
    name: { type: 'string' },
    size: { type: 'number?' },
    endAt: { type: 'date|null' },
  });
  const codec = z.object({
    name: z.string(),
    size: z.number().optional(),
    endAt: z.date().optional(),
  });
  const read = fieldsOfSchema(codec);

  it('is none between a template and its codec', () => {
    expect(compareWithTemplate(read, template, [])).toEqual([]);
  });

  it.each<[string, z.ZodType, string[]]>([
    ['a field too few', codec.omit({ size: true }), ['size is declared and not read']],
    ['a field too many', codec.extend({ tone: z.string() }), ['tone is read and not declared']],
    [
      'another type',
      codec.extend({ name: z.number() }),
      ['name is declared as string and read as number'],
    ],
    [
      'a field that is required and may be missing',
      codec.extend({ endAt: z.date() }),
      ['endAt may be missing and is required'],
    ],
  ])('of a codec is found: %s', (_what, changed, expected) => {
    expect(compareWithTemplate(fieldsOfSchema(changed), template, [])).toEqual(expected);
  });

  it('is found for a field that is wrongly declared as written only', () => {
    expect(compareWithTemplate(read, template, ['size', 'gone'])).toEqual([
      'size is no field that is only written',
      'gone is no field that is only written',
    ]);
  });

  it.each<[string, z.ZodType, string[]]>([
    [
      'a field that nobody reads',
      z.object({ tone: z.string() }),
      ['tone is answered and not read'],
    ],
    [
      'another type',
      z.object({ size: z.string() }),
      ['size is answered as string and read as number'],
    ],
  ])('of a contract is found: %s', (_what, contract, expected) => {
    expect(compareWithContract(fieldsOfSchema(contract), read, [])).toEqual(expected);
  });

  it('of a moment is none: moments are sent as text', () => {
    expect(compareWithContract(fieldsOfSchema(z.object({ endAt: z.string() })), read, [])).toEqual(
      [],
    );
  });
});
