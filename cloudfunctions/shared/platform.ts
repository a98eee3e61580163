import cloud from 'wx-server-sdk';
import { systemClock } from './clock';
import { readConfig } from './config';
import type { Config } from './config';
import type { Cloud, Context } from './context';
import { createAdmissionRepository } from './data/works/admission';
import { createBackupRepository } from './data/works/backups';
import { createChatAnswerRepository } from './data/chat/answers';
import { createChatGrowthRepository } from './data/chat/growth';
import { createChatQuotaResetRepository } from './data/chat/quota-resets';
import { createChatQuotaRepository } from './data/chat/quotas';
import { createChatSessionRepository } from './data/chat/sessions';
import { createCreditLogRepository } from './data/credits/credit-logs';
import type { Database } from './data/core/database';
import { createEndingRepository } from './data/works/ending';
import { createEntitlementRepository } from './data/quota/entitlements';
import { createFeatureFlagRepository } from './data/core/feature-flags';
import type { AdminDatabase } from './integrity/admin-database';
import { createMemberRepository } from './data/users/members';
import { createOptionCache, createOptionRepository } from './data/works/options';
import { withPatientReads } from './data/core/read-retry';
import { createPlanRepository } from './data/quota/plans';
import { createQuotaAuditRepository } from './data/quota/audits';
import { createQuotaOverviewRepository } from './data/quota/overviews';
import { createStorageUsageRepository } from './data/quota/storage-usage';
import { createSubscriptionRepository } from './data/quota/subscriptions';
import { createUserDirectory } from './data/users/directory';
import { createUserRepository } from './data/users/users';
import { createWorkRepository } from './data/works/works';
import { userIdOf } from './domain/ids';
import { AppError } from './error';
import { createFiles } from './data/core/files';
import type { StorageSdk } from './data/core/files';
import type { Invocation } from './function';
import type { Inspection } from './inspection';
import { createMissingFiles } from './data/core/missing-files';
import { createContentCheck, longestCheckedText } from './providers/wechat/content-check';
import { createPictureDownload } from './providers/http/picture-download';
import { createZhipuChat } from './providers/zhipu/chat';
import { createZhipuPainter } from './providers/zhipu/image';

// The types of wx-server-sdk are looser than what it does (`Promise | void`, symbols for strings): from here on, ours hold.
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string });
const sdkDatabase = cloud.database({
  throwOnNotFound: false,
} as Parameters<typeof cloud.database>[0]);
const database = withPatientReads(sdkDatabase as unknown as Database, systemClock);
const files = createFiles(cloud as unknown as StorageSdk);
const checkContent = createContentCheck((request) => {
  const { security } = cloud.openapi as {
    security: { msgSecCheck: Parameters<typeof createContentCheck>[0] };
  };
  return security.msgSecCheck(request);
});
const options = createOptionRepository(database, createOptionCache());
let config: Config | null = null;

/** The context of a call from the phone. The caller is whom WeChat names; nobody else is heard. */
export function openContext(invocation: Invocation): Context {
  const { OPENID: openid } = cloud.getWXContext();
  if (typeof openid !== 'string' || openid === '') throw new AppError('SIGN_IN_REQUIRED');
  return { ...openCloud(invocation), caller: { openid, userId: userIdOf(openid) } };
}

/**
 * The context of a call that may come from a service without a WeChat user. Such a caller is nobody: no row belongs to the
 * empty user id, and the action has to ask for something else.
 */
export function openService(invocation: Invocation): Context {
  const { OPENID: openid } = cloud.getWXContext();
  if (typeof openid === 'string' && openid !== '') return openContext(invocation);
  return { ...openCloud(invocation), caller: { openid: '', userId: '' } };
}

/** The context of a timer. Anyone may call a function with a timer's event, but not with a timer's source. */
export function openTimer(invocation: Invocation): Cloud {
  requireTimer();
  return openCloud(invocation);
}

/** The context of the integrity check, which a timer starts as well. */
export function openInspection({ log }: Invocation): Inspection {
  requireTimer();
  return {
    clock: systemClock,
    log,
    database: sdkDatabase as unknown as AdminDatabase,
    findMissing: createMissingFiles(cloud as unknown as Parameters<typeof createMissingFiles>[0]),
    environment: process.env,
  };
}

export function isTimer(): boolean {
  const { OPENID: openid, SOURCE: source } = cloud.getWXContext();
  return source === 'wx_trigger' && openid === undefined;
}

function requireTimer(): void {
  if (!isTimer()) throw new AppError('FORBIDDEN');
}

function openCloud({ requestId, log }: Invocation): Cloud {
  config ??= readConfig(process.env);
  const { apiKey, baseUrl, models, chatModels, timeoutMs } = config.zhipu;
  return {
    requestId,
    clock: systemClock,
    log,
    users: createUserRepository(database, systemClock),
    members: createMemberRepository(database),
    storageUsage: createStorageUsageRepository(database),
    entitlements: createEntitlementRepository(database),
    plans: createPlanRepository(database),
    subscriptions: createSubscriptionRepository(database, systemClock),
    quotaAudits: createQuotaAuditRepository(database),
    quotaOverviews: createQuotaOverviewRepository(database, systemClock),
    userDirectory: createUserDirectory(database),
    featureFlags: createFeatureFlagRepository(database),
    chatQuotas: createChatQuotaRepository(database),
    chatQuotaResets: createChatQuotaResetRepository(database),
    chatAnswers: createChatAnswerRepository(database, systemClock),
    chatGrowth: createChatGrowthRepository(database),
    chatSessions: createChatSessionRepository(database),
    works: createWorkRepository(database),
    admission: createAdmissionRepository(database, systemClock),
    ending: createEndingRepository(database, systemClock),
    backups: createBackupRepository(database, systemClock),
    creditLogs: createCreditLogRepository(database, systemClock),
    options,
    files,
    painters:
      apiKey === null
        ? []
        : models.map((model) => createZhipuPainter({ apiKey, baseUrl, model, timeoutMs })),
    chatModels:
      apiKey === null
        ? []
        : chatModels.map((model) =>
            createZhipuChat({ apiKey, baseUrl, model, longestText: longestCheckedText }),
          ),
    checkContent,
    downloadPicture: createPictureDownload(new URL(baseUrl).origin),
    contentProducer: config.contentProducer,
    resetQuotasToken: config.resetQuotasToken,
  };
}
