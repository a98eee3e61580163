import { parseAdminLog } from '../../data/rows/admin-log';
import { parseAlarm } from '../../data/rows/alarm';
import { parseApprovalLimits } from '../../data/rows/approval-limits';
import { parseCheckin } from '../../data/rows/checkin';
import { parseCreditPackage } from '../../data/rows/credit-package';
import { parseInvite } from '../../data/rows/invite';
import { parseOrder } from '../../data/rows/order';
import { parsePaymentEvent } from '../../data/rows/payment-event';
import { parseProposal } from '../../data/rows/proposal';
import { parseRefund } from '../../data/rows/refund';
import { parseWechatToken } from '../../data/rows/wechat-token';
import { parseArchive } from '../../data/rows/archive';
import { parseAsset, parseAssetUse } from '../../data/rows/asset';
import { parsePreview } from '../../data/rows/preview';
import { parseOutboxMessage } from '../../data/rows/outbox-message';
import { parseTemplate, parseTemplateVersion } from '../../data/rows/prompt-template';
import { parseShare } from '../../data/rows/share';
import { parseScene, parseSceneVersion } from '../../data/rows/scene';
import { parseConsent } from '../../data/rows/subscribe-consent';
import { parseUpload } from '../../data/rows/upload';
import { parseApiConfig } from '../../data/rows/api-config';
import { parseBudget, parseBudgetDay } from '../../data/rows/budget';
import { parseResetRun } from '../../data/rows/chat-quota-reset';
import { parseMessage, parseSession } from '../../data/rows/chat';
import { parseFeatureFlag } from '../../data/rows/feature-flag';
import { parseFormerUser } from '../../data/rows/former-user';
import { parseJob } from '../../data/rows/job';
import { parseMediaCheck } from '../../data/rows/media-check';
import { parseModeration } from '../../data/rows/moderation';
import { optionRows, parseOption } from '../../data/rows/options';
import type { OptionCollection } from '../../data/rows/options';
import { parseProviderHealth } from '../../data/rows/provider-health';
import { parseSlot } from '../../data/rows/provider-slot';
import { parseQuotaAudit } from '../../data/rows/quota-audit';
import { parseStudioUsage } from '../../data/rows/studio-usage';
import { parseTask } from '../../data/rows/task';
import { parseAttempt } from '../../data/rows/task-attempt';
import { parseNextLook } from '../../data/rows/timer';
import type { Clock } from '../../domain/time/clock';
import { pagesById } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import type { Finding } from '../rules/findings';
import { parsed } from './rows';
import type { Mode } from './scan';

type Parsers = Record<string, (row: unknown) => unknown>;

/** Small collections, edited by hand: checked in every mode. */
const managed: Parsers = {
  app_config: parseAppConfig,
  credit_packages: parseCreditPackage,
  wechat_tokens: parseWechatToken,
  api_configs: parseApiConfig,
  provider_health: parseProviderHealth,
  studio_budget_days: parseBudgetDay,
  chat_quota_resets: parseResetRun,
  timers: parseNextLook,
  alarms: parseAlarm,
  scenes: parseScene,
  scene_versions: parseSceneVersion,
  previews: parsePreview,
  prompt_templates: parseTemplate,
  prompt_template_versions: parseTemplateVersion,
  ...Object.fromEntries(
    (Object.keys(optionRows) as OptionCollection[]).map((collection) => [
      collection,
      (row: unknown) => parseOption(collection, row),
    ]),
  ),
};
/** Collections that grow with usage: checked only in full mode. */
const growing: Parsers = {
  chat_sessions: parseSession,
  chat_messages: parseMessage,
  quota_audit_logs: parseQuotaAudit,
  admin_logs: parseAdminLog,
  former_users: parseFormerUser,
  moderations: parseModeration,
  media_checks: parseMediaCheck,
  provider_slots: parseSlot,
  studio_usage: parseStudioUsage,
  task_attempts: parseAttempt,
  task_jobs: parseJob,
  task_queue: parseTask,
  archives: parseArchive,
  orders: parseOrder,
  payment_events: parsePaymentEvent,
  refunds: parseRefund,
  proposals: parseProposal,
  checkins: parseCheckin,
  invites: parseInvite,
  shares: parseShare,
  assets: parseAsset,
  asset_uses: parseAssetUse,
  asset_uploads: parseUpload,
  subscribe_consents: parseConsent,
  message_outbox: parseOutboxMessage,
};

function parseAppConfig(row: unknown): unknown {
  const { _id: id } = row as { _id?: unknown };
  if (id === 'approvals') return parseApprovalLimits(row);
  return id === 'budget' ? parseBudget(row) : parseFeatureFlag(row);
}

/** Malformed rows in collections that no other check parses, using the product's own parsers. */
export async function findMalformedRows(
  database: AdminDatabase,
  { mode, clock }: { mode: Mode; clock: Clock },
): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const [collection, parse] of Object.entries(
    mode === 'full' ? { ...managed, ...growing } : managed,
  )) {
    for await (const page of pagesById(database, collection, clock, { size: 500 })) {
      for (const raw of page) {
        const result = parsed('invalidRow', raw, () => parse(raw));
        if (!('finding' in result)) continue;
        found.push({ ...result.finding, id: `${collection}/${result.finding.id}` });
      }
    }
  }
  return found;
}
