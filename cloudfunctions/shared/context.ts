import type { AccountArea } from './data/account/area';
import type { AlarmsArea } from './data/alarms/area';
import type { ArchiveArea } from './data/archive/area';
import type { AssetsArea } from './data/assets/area';
import type { ChatArea } from './data/chat/area';
import type { PaymentEnv } from './domain/wallet/order';
import type { ModelFiling } from './config';
import type { AdminLogRepository } from './data/core/admin-logs';
import type { FeatureFlagRepository } from './data/core/feature-flags';
import type { Files } from './data/core/files';
import type { CreditLogRepository } from './data/credits/credit-logs';
import type { ApiConfigRepository } from './data/providers/api-configs';
import type { OverviewRepository } from './data/overview/overview';
import type { ModelWeekRepository } from './data/overview/model-weeks';
import type { ModelChangeRepository } from './data/providers/model-changes';
import type { ProviderTestRepository } from './data/providers/provider-tests';
import type { ApiConfig } from './domain/provider/api-config';
import type { ModerationRepository } from './data/moderation/repository';
import type { TasksArea } from './data/tasks/area';
import type { NotifyArea } from './data/notify/area';
import type { PreviewRepository } from './data/studio/previews';
import type { PromptRepository } from './data/studio/prompts';
import type { SceneRepository } from './data/studio/scenes';
import type { TimerRepository } from './data/timers/timers';
import type { QuotaArea } from './data/quota/area';
import type { UsersArea } from './data/users/area';
import type { WorksArea } from './data/works/area';
import type { OptionRepository } from './data/works/options';
import type { ChatModel } from './domain/chat/model';
import type { WalletArea } from './data/wallet/area';
import type { Payments } from './domain/wallet/payments';
import type { Robot } from './domain/alarms/robot';
import type { Log } from './domain/log';
import type { MediaCheck } from './domain/moderation/media-check';
import type { Provider } from './domain/provider/port';
import type { TemplateSetting } from './domain/notify/fields';
import type { MessageKind, MessageSender } from './domain/notify/message';
import type { Clock } from './domain/time/clock';
import type { Painter } from './domain/work/painter';
import type { PictureDownload } from './domain/work/picture-download';
import type { ContentCheck } from './domain/content-check';

/** A user, identified by WeChat itself and never by an input. */
export type MemberCaller = { kind: 'member'; openid: string; userId: string };
/** A call without a WeChat user, over HTTP access. It owns no rows, and the action requires its own proof. */
export type ServiceCaller = { kind: 'service' };
export type TimerCaller = { kind: 'timer' };
/** WeChat's message push. The event is not signed: its content is verified before it is used. */
export type PushCaller = { kind: 'push' };
export type Caller = MemberCaller | ServiceCaller | TimerCaller | PushCaller;

/** The services available to an invocation, grouped by area. */
export type Context<Who extends Caller = MemberCaller> = {
  caller: Who;
  requestId: string;
  /** Trace of the user's tap that caused the call, on every log line; without one, the request id. */
  trace: string;
  /** How long the platform lets this call run. */
  timeoutMs: number;
  clock: Clock;
  log: Log;
  users: UsersArea;
  works: WorksArea;
  credits: CreditLogRepository;
  quota: QuotaArea;
  chat: ChatArea;
  tasks: TasksArea;
  assets: AssetsArea;
  scenes: SceneRepository;
  prompts: PromptRepository;
  previews: PreviewRepository;
  notify: NotifyArea;
  moderation: ModerationRepository;
  timers: TimerRepository;
  alarms: AlarmsArea;
  archive: ArchiveArea;
  account: AccountArea;
  wallet: WalletArea;
  options: OptionRepository;
  apiConfigs: ApiConfigRepository;
  adminLogs: AdminLogRepository;
  overview: OverviewRepository;
  providerTests: ProviderTestRepository;
  modelChanges: ModelChangeRepository;
  modelWeeks: ModelWeekRepository;
  files: Files;
  providers: Providers;
  settings: Settings;
};

export type Providers = {
  /**
   * The adapter of a vendor; null if it is unknown or its key is not configured. `trace`: set if it works for another call's tap.
   */
  vendor(name: string, trace?: string): Provider | null;
  /** In the order in which they are asked, read once per call; empty if none is configured. */
  painters: () => Promise<readonly Painter[]>;
  /** The models of these rows that can be asked now, in the same order. */
  chatModels: (configs: readonly ApiConfig[]) => readonly ChatModel[];
  checkContent: ContentCheck;
  checkMedia: MediaCheck;
  sendMessage: MessageSender;
  downloadPicture: PictureDownload;
  payments: Payments;
  /** Alerts the operators; null if none is configured. */
  robot: Robot | null;
};

export type Settings = {
  featureFlags: FeatureFlagRepository;
  contentProducer: string;
  /** Whether anything can be bought. */
  hasPayment: boolean;
  /** The payment environment that this cloud serves. */
  paymentEnv: PaymentEnv;
  /** Models filed with the authorities, which the page 关于 must name. */
  modelFilings: readonly ModelFiling[];
  /** How WeChat's templates carry our messages; null for kinds without a template in this environment. */
  messages: Readonly<Record<MessageKind, TemplateSetting | null>>;
  /** The secret of a service that may reset the quotas; null: only admins may. */
  resetQuotasToken: string | null;
};
