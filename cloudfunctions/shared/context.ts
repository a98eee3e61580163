import type { Clock } from './clock';
import type { Files } from './data/core/files';
import type { Log } from './log';
import type { AdmissionRepository } from './data/works/admission';
import type { BackupRepository } from './data/works/backups';
import type { ChatAnswerRepository } from './data/chat/answers';
import type { ChatGrowthRepository } from './data/chat/growth';
import type { ChatQuotaResetRepository } from './data/chat/quota-resets';
import type { ChatQuotaRepository } from './data/chat/quotas';
import type { ChatSessionRepository } from './data/chat/sessions';
import type { CreditLogRepository } from './data/credits/credit-logs';
import type { EndingRepository } from './data/works/ending';
import type { EntitlementRepository } from './data/quota/entitlements';
import type { FeatureFlagRepository } from './data/core/feature-flags';
import type { MemberRepository } from './data/users/members';
import type { OptionRepository } from './data/works/options';
import type { PlanRepository } from './data/quota/plans';
import type { QuotaAuditRepository } from './data/quota/audits';
import type { QuotaOverviewRepository } from './data/quota/overviews';
import type { StorageUsageRepository } from './data/quota/storage-usage';
import type { SubscriptionRepository } from './data/quota/subscriptions';
import type { UserDirectory } from './data/users/directory';
import type { UserRepository } from './data/users/users';
import type { WorkRepository } from './data/works/works';
import type { ChatModel } from './domain/chat/model';
import type { Painter } from './domain/work/painter';
import type { ContentCheck } from './providers/wechat/content-check';
import type { PictureDownload } from './providers/http/picture-download';

/** What an invocation works with, caller or none. */
export type Cloud = {
  requestId: string;
  clock: Clock;
  log: Log;
  users: UserRepository;
  members: MemberRepository;
  storageUsage: StorageUsageRepository;
  entitlements: EntitlementRepository;
  plans: PlanRepository;
  subscriptions: SubscriptionRepository;
  quotaAudits: QuotaAuditRepository;
  quotaOverviews: QuotaOverviewRepository;
  userDirectory: UserDirectory;
  featureFlags: FeatureFlagRepository;
  chatQuotas: ChatQuotaRepository;
  chatQuotaResets: ChatQuotaResetRepository;
  chatAnswers: ChatAnswerRepository;
  chatGrowth: ChatGrowthRepository;
  chatSessions: ChatSessionRepository;
  works: WorkRepository;
  admission: AdmissionRepository;
  ending: EndingRepository;
  backups: BackupRepository;
  creditLogs: CreditLogRepository;
  options: OptionRepository;
  files: Files;
  /** In the order in which they are asked; empty when no provider is configured. */
  painters: readonly Painter[];
  /** The same for the chat. */
  chatModels: readonly ChatModel[];
  checkContent: ContentCheck;
  downloadPicture: PictureDownload;
  contentProducer: string;
  /** What a service must know to reset the quotas; null: only an admin may. */
  resetQuotasToken: string | null;
};

/** Who is calling, from WeChat's own context and nowhere else. */
export type Caller = { openid: string; userId: string };

export type Context = Cloud & { caller: Caller };
