import type { Clock } from './clock';
import type { Files } from './files';
import type { Log } from './log';
import type { AdmissionRepository } from './data/admission';
import type { BackupRepository } from './data/backups';
import type { ChatAnswerRepository } from './data/chat-answers';
import type { ChatGrowthRepository } from './data/chat-growth';
import type { ChatQuotaResetRepository } from './data/chat-quota-resets';
import type { ChatQuotaRepository } from './data/chat-quotas';
import type { ChatSessionRepository } from './data/chat-sessions';
import type { CreditLogRepository } from './data/credit-logs';
import type { EndingRepository } from './data/ending';
import type { EntitlementRepository } from './data/entitlements';
import type { FeatureFlagRepository } from './data/feature-flags';
import type { MemberRepository } from './data/members';
import type { OptionRepository } from './data/options';
import type { PlanRepository } from './data/plans';
import type { QuotaAuditRepository } from './data/quota-audits';
import type { QuotaOverviewRepository } from './data/quota-overviews';
import type { StorageUsageRepository } from './data/storage-usage';
import type { SubscriptionRepository } from './data/subscriptions';
import type { UserDirectory } from './data/user-directory';
import type { UserRepository } from './data/users';
import type { WorkRepository } from './data/works';
import type { ChatModel } from './domain/chat-model';
import type { Painter } from './domain/painter';
import type { ContentCheck } from './providers/content-check';
import type { PictureDownload } from './providers/picture-download';

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
