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

/** One call as its caller saw it. Clocks are the business clock, the rest is time that never steps back. */
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

/** Collections whose rows the invariants speak of. */
export const watched = [
  ...(['works', 'emergency_backup', 'users', 'credit_logs'] as const),
  ...(['chat_messages', 'chat_sessions', 'chat_quotas', 'chat_usage_logs'] as const),
  ...(['user_subscriptions', 'quota_audit_logs', 'quota_overviews'] as const),
  ...(['user_storage_usage', 'moderations'] as const),
  ...(['task_queue', 'task_jobs', 'task_attempts', 'studio_usage'] as const),
  ...(['provider_slots', 'studio_budget_days', 'assets', 'asset_uses'] as const),
  ...(['subscribe_consents', 'message_outbox'] as const),
  ...(['orders', 'refunds', 'checkins', 'invites'] as const),
] as const;

/** The data as they stand at one moment. */
export type Data = Readonly<Record<(typeof watched)[number], Document[]>>;

/** Nothing anywhere. */
export function emptyData(): Data {
  return Object.fromEntries(watched.map((name) => [name, []])) as unknown as Data;
}

/** The checker's evidence: requests, replies, and the data that remain. */
export type Evidence = {
  /** The initial data and the users; faults are not the checker's business. */
  scenario: Pick<Scenario, 'people' | 'commands' | 'startAt' | 'studio' | 'hasWallet'>;
  calls: Call[];
  /** Before, after the first and after the second sweep of the healing. */
  atRest: Data;
  healed: Data;
  healedTwice: Data;
  /** After the timer of the limits has run as well. */
  synced: Data;
  /** At that same moment. */
  files: StoredFile[];
  drawn: DrawnRequest[];
  /** The requests to the chat's provider. */
  questions: string[];
  /** Every change of a job. */
  jobWrites: readonly JobWrite[];
  /** Before and after every run of the timer that follows the faults. */
  queueLooks: readonly QueueLook[];
  /** What the studio's vendor took. */
  orders: readonly StudioOrder[];
  /** Orders in WeChat's own ledger, by our number. */
  paid: Readonly<Record<string, PayOrder>>;
  /** Secrets that stand where they may not. */
  leaks: readonly string[];
  /** What WeChat told users. */
  messages: readonly SentMessage[];
  /** Rows that an incident removed while they waited in the backup. */
  lostRows: string[];
  /** The output and effects of an admin's tools at the end; null where they were not used. */
  repaired: (RepairSummary & Pick<Data, 'works' | 'users' | 'user_storage_usage'>) | null;
  /** The business clock when the timer ran first after the faults. */
  restClock: number;
  /** The business clock in the end. */
  endClock: number;
  /** True when nothing was disturbed: then everything has to be perfect. */
  isUndisturbed: boolean;
};
