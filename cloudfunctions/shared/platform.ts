import cloud from 'wx-server-sdk';
import { systemClock } from './clock';
import { readConfig } from './config';
import type { Config } from './config';
import type {
  Caller,
  Context,
  MemberCaller,
  Providers,
  PushCaller,
  ServiceCaller,
  TimerCaller,
} from './context';
import { createAccountArea } from './data/account/area';
import { createAlarmsArea } from './data/alarms/area';
import { createArchiveArea } from './data/archive/area';
import { createAssetsArea } from './data/assets/area';
import { createChatArea } from './data/chat/area';
import { createModerationRepository } from './data/moderation/repository';
import { createAdminLogRepository } from './data/core/admin-logs';
import { createOverviewRepository } from './data/overview/overview';
import { createApiConfigRepository } from './data/providers/api-configs';
import { createModelWeekRepository } from './data/overview/model-weeks';
import { createModelChangeRepository } from './data/providers/model-changes';
import { createProviderTestRepository } from './data/providers/provider-tests';
import type { ApiConfigRepository } from './data/providers/api-configs';
import { createQuotaArea } from './data/quota/area';
import { createTasksArea } from './data/tasks/area';
import { createNotifyArea } from './data/notify/area';
import { createPreviewRepository } from './data/studio/previews';
import { createPromptRepository } from './data/studio/prompts';
import { createSceneRepository } from './data/studio/scenes';
import { createTimerRepository } from './data/timers/timers';
import { createUsersArea } from './data/users/area';
import { createWorksArea } from './data/works/area';
import { createWalletArea } from './data/wallet/area';
import type { Payments } from './domain/wallet/payments';
import { openPayments } from './payments';
import { createCreditLogRepository } from './data/credits/credit-logs';
import type { Database } from './data/core/database';
import type { InvalidRow, OnInvalidRow } from './data/core/rows';
import { createFeatureFlagRepository } from './data/core/feature-flags';
import type { AdminDatabase } from './integrity/admin-database';
import { createOptionCache, createOptionRepository } from './data/works/options';
import { withPlanRetry } from './data/core/patience';
import { withRetriedReads } from './data/core/read-retry';
import { userIdOf } from './domain/ids';
import { isAskedAtOnce } from './domain/provider/api-config';
import { AppError } from './error';
import { createFiles } from './data/core/files';
import type { StorageSdk } from './data/core/files';
import type { Invocation } from './function';
import type { HealthProbe } from './health';
import type { Inspection } from './inspection';
import { createMissingFiles } from './data/core/missing-files';
import { createContentCheck } from './providers/wechat/content-check';
import { createMediaCheck } from './providers/wechat/media-check';
import { createMessageSender } from './providers/wechat/subscribe-message';
import { downloadCapped } from './providers/http/capped-download';
import { createPictureDownload } from './providers/http/picture-download';
import { createRobot } from './providers/robot/robot';
import { createChatModel, createProvider, originsOf } from './providers/registry';
import { traceChatModel, traceProvider } from './trace';
import { createPainter } from './domain/work/painter';

// The SDK's types are looser than its behaviour (`Promise | void`, symbols for strings): from here on, our own types apply.
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string });
const sdkDatabase = cloud.database({
  throwOnNotFound: false,
} as Parameters<typeof cloud.database>[0]);
const database = withRetriedReads(
  withPlanRetry(sdkDatabase as unknown as Database, systemClock),
  systemClock,
);
const files = createFiles(cloud as unknown as StorageSdk, downloadCapped);
const checkContent = createContentCheck((request) => {
  const { security } = cloud.openapi as {
    security: { msgSecCheck: Parameters<typeof createContentCheck>[0] };
  };
  return security.msgSecCheck(request);
});
const checkMedia = createMediaCheck((request) => {
  const { security } = cloud.openapi as {
    security: { mediaCheckAsync: Parameters<typeof createMediaCheck>[0] };
  };
  return security.mediaCheckAsync(request);
});
const openMessageSender = (state: Config['miniprogramState']) =>
  createMessageSender((request) => {
    const { subscribeMessage } = cloud.openapi as {
      subscribeMessage: { send: Parameters<typeof createMessageSender>[0] };
    };
    return subscribeMessage.send(request);
  }, state);
const optionCache = createOptionCache();
const outsideSources = ['wx_client', 'wx_devtools', 'wx_http'];
let config: Config | null = null;
let payments: Payments | null = null;

/**
 * The context of a call. WeChat identifies the caller; without a WeChat user the caller is a service, and the action decides
 * whether it is allowed.
 */
export function openContext(invocation: Invocation): Context<MemberCaller | ServiceCaller> {
  const openid = openidOf();
  if (openid === null) return open(invocation, { kind: 'service' });
  return open(invocation, { kind: 'member', openid, userId: userIdOf(openid) });
}

/** The context of a timer. Anyone may send a timer's event to a function, but cannot forge a timer's source. */
export function openTimer(invocation: Invocation): Context<TimerCaller> {
  requireTimer();
  return open(invocation, { kind: 'timer' });
}

/** The context of WeChat's message push, which names no user. Calls from a phone or over HTTP are refused. */
export function openPush(invocation: Invocation): Context<PushCaller> {
  if (isOutsider()) throw new AppError('FORBIDDEN');
  return open(invocation, { kind: 'push' });
}

/** Health calls are answered only for the deployer; for others the action is unknown. */
export function openHealthProbe(): HealthProbe {
  return {
    isOutsider: isOutsider(),
    environment: process.env,
    async readOne(collection) {
      await sdkDatabase.collection(collection).limit(1).get();
    },
  };
}

/** The context of the integrity check, which is started by a timer, too. */
export function openInspection({ log }: Invocation): Inspection {
  requireTimer();
  return {
    clock: systemClock,
    log,
    database: sdkDatabase as unknown as AdminDatabase,
    findMissing: createMissingFiles(cloud as unknown as Parameters<typeof createMissingFiles>[0]),
    robot: createRobot(process.env['ALERT_WEBHOOK_URL'], systemClock),
  };
}

export function isTimer(): boolean {
  return cloud.getWXContext().SOURCE === 'wx_trigger' && openidOf() === null;
}

function requireTimer(): void {
  if (!isTimer()) throw new AppError('FORBIDDEN');
}

/** A phone, or a request over HTTP access. The chain of sources begins with these. */
function isOutsider(): boolean {
  const { SOURCE: source } = cloud.getWXContext();
  const sources = typeof source === 'string' ? source.split(',') : [];
  return openidOf() !== null || sources.some((name) => outsideSources.includes(name));
}

function openidOf(): string | null {
  const { OPENID: openid } = cloud.getWXContext();
  return typeof openid === 'string' && openid !== '' ? openid : null;
}

function open<Who extends Caller>(invocation: Invocation, caller: Who): Context<Who> {
  const { requestId, timeoutMs, log, trace } = invocation;
  config ??= readConfig(process.env);
  const { contentProducer, hasPayment, messages, modelFilings, paymentEnv, resetQuotasToken } =
    config;
  const onInvalidRow = (row: InvalidRow) => log.error('row skipped', row);
  const timers = createTimerRepository(database, systemClock, onInvalidRow);
  const apiConfigs = createApiConfigRepository(database, onInvalidRow);
  return {
    caller,
    requestId,
    trace,
    timeoutMs,
    clock: systemClock,
    log,
    users: createUsersArea(database, systemClock, onInvalidRow),
    works: createWorksArea(database, systemClock, onInvalidRow),
    credits: createCreditLogRepository(database, systemClock, onInvalidRow),
    quota: createQuotaArea(database, systemClock, onInvalidRow),
    chat: createChatArea(database, systemClock, onInvalidRow),
    tasks: createTasksArea(database, systemClock, onInvalidRow),
    notify: createNotifyArea(database, systemClock, onInvalidRow),
    scenes: createSceneRepository(database, systemClock, onInvalidRow),
    prompts: createPromptRepository(database, systemClock, onInvalidRow),
    previews: createPreviewRepository(database, systemClock, onInvalidRow),
    assets: createAssetsArea(database, systemClock, timers, onInvalidRow),
    moderation: createModerationRepository(database, systemClock, timers),
    timers,
    alarms: createAlarmsArea(database, systemClock, timers, onInvalidRow),
    archive: createArchiveArea(database, onInvalidRow),
    account: createAccountArea(database, systemClock),
    options: createOptionRepository(database, optionCache, onInvalidRow),
    apiConfigs,
    adminLogs: createAdminLogRepository(database, onInvalidRow),
    overview: createOverviewRepository(database),
    providerTests: createProviderTestRepository(database, systemClock),
    modelChanges: createModelChangeRepository(database, systemClock),
    modelWeeks: createModelWeekRepository(database),
    files,
    wallet: createWalletArea(database, systemClock, onInvalidRow),
    providers: {
      ...openProviders(apiConfigs, config.miniprogramState, invocation),
      payments: paymentsOf(onInvalidRow),
    },
    settings: {
      featureFlags: createFeatureFlagRepository(database, onInvalidRow),
      contentProducer,
      hasPayment,
      paymentEnv,
      modelFilings,
      messages,
      resetQuotasToken,
    },
  };
}

/** Cached per instance, together with the shared token. */
function paymentsOf(onInvalidRow: OnInvalidRow): Payments {
  payments ??= openPayments(process.env, database, systemClock, onInvalidRow);
  return payments;
}

function openProviders(
  apiConfigs: ApiConfigRepository,
  miniprogramState: Config['miniprogramState'],
  tracing: Pick<Invocation, 'log' | 'tally' | 'trace'>,
): Omit<Providers, 'payments'> {
  const vendor = (name: string, trace = tracing.trace) => {
    const provider = createProvider(name, process.env);
    return provider === null ? null : traceProvider(provider, { ...tracing, trace });
  };
  return {
    robot: createRobot(process.env['ALERT_WEBHOOK_URL'], systemClock),
    vendor,
    painters: once(async () => {
      const configs = await apiConfigs.list('text2img');
      return configs.flatMap((config) => {
        const provider = vendor(config.provider);
        return provider === null || !isAskedAtOnce(config) ? [] : [createPainter(provider, config)];
      });
    }),
    chatModels: (configs) =>
      configs.filter(isAskedAtOnce).flatMap(({ provider, model }) => {
        const chatModel = createChatModel(provider, model, process.env);
        return chatModel === null ? [] : [traceChatModel(provider, chatModel, tracing)];
      }),
    checkContent,
    checkMedia,
    sendMessage: openMessageSender(miniprogramState),
    downloadPicture: createPictureDownload(originsOf(process.env)),
  };
}

/** Reads at most once, when first requested. */
function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let value: Promise<Value> | null = null;
  return () => (value ??= read());
}
