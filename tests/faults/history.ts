import type { Document } from '../../devtools/emulator/database/database';
import type { PayOrder } from '../../devtools/providers/wechat/state';
import type { Command } from './commands/all';
import type { QueueLook } from './queue-looks';
import type { Scenario } from './scenario';
import type { RepairSummary } from './tools/repair';
import type { StudioOrder } from './world/dashscope';
import type { JobWrite } from './world/job-writes';
import type { DrawnRequest } from './world/provider';
import type { CallOutcome } from './world/platform';

export type Reply = {
  code: number;
  error?: string;
  data: Record<string, unknown> | null;
};

/** One call as its caller saw it. `...Clock` is the business clock, `...At` a monotonic time. */
export type Call = {
  command: Command;
  startedAt: number;
  endedAt: number;
  startClock: number;
  endClock: number;
  outcome: CallOutcome;
  reply: Reply | null;
};

export type SentMessage = { openid: string; page: string };
export type StoredFile = { path: string; bytes: Buffer };

/** Collections that the invariants check. */
export const watched = [
  ...(['works', 'emergency_backup', 'users', 'credit_logs'] as const),
  ...(['chat_messages', 'chat_sessions', 'chat_quotas', 'chat_usage_logs'] as const),
  ...(['user_subscriptions', 'quota_audit_logs', 'quota_overviews'] as const),
  ...(['user_storage_usage', 'moderations'] as const),
  ...(['task_queue', 'task_jobs', 'task_attempts', 'studio_usage'] as const),
  ...(['provider_slots', 'studio_budget_days', 'assets', 'asset_uses'] as const),
  ...(['subscribe_consents', 'message_outbox'] as const),
  ...(['orders', 'refunds', 'checkins', 'invites', 'admin_logs', 'proposals'] as const),
] as const;

/** The data at one moment. */
export type Data = Readonly<Record<(typeof watched)[number], Document[]>>;

/** No rows at all. */
export function emptyData(): Data {
  return Object.fromEntries(watched.map((name) => [name, []])) as unknown as Data;
}

/** The checker's evidence: requests, replies, and the data that remain. */
export type Evidence = {
  /** The initial data and the users. The checker does not know the faults. */
  scenario: Pick<Scenario, 'people' | 'commands' | 'startAt' | 'studio' | 'hasWallet'>;
  calls: Call[];
  /** Before the healing, after its first sweep, and after its second. */
  atRest: Data;
  healed: Data;
  healedTwice: Data;
  /** After the timer of the limits has also run. */
  synced: Data;
  /** At the moment of `synced`. */
  files: StoredFile[];
  drawn: DrawnRequest[];
  /** The requests to the chat's provider. */
  questions: string[];
  /** Every change of a job. */
  jobWrites: readonly JobWrite[];
  /** The queue before and after every run of the timer that follows the faults. */
  queueLooks: readonly QueueLook[];
  /** The orders that the studio's vendor accepted. */
  orders: readonly StudioOrder[];
  /** Orders in WeChat's ledger, by our order number. */
  paid: Readonly<Record<string, PayOrder>>;
  /** Secrets found where they must not be. */
  leaks: readonly string[];
  /** The messages that WeChat sent to users. */
  messages: readonly SentMessage[];
  /** Rows that an incident removed while they waited in the backup. */
  lostRows: string[];
  /** The output and effects of an admin's tools at the end; null if they did not run. */
  repaired: (RepairSummary & Pick<Data, 'works' | 'users' | 'user_storage_usage'>) | null;
  /** The business clock when the timer first ran after the faults. */
  restClock: number;
  /** The business clock at the end. */
  endClock: number;
  /** True when nothing was disturbed: then no call may fail. */
  isUndisturbed: boolean;
};
