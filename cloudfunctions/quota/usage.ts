import type { ChatArea } from '../shared/data/chat/area';
import type { Member } from '../shared/data/users/members';
import type { TasksArea } from '../shared/data/tasks/area';
import type { WorksArea } from '../shared/data/works/area';
import { usedOn } from '../shared/domain/tasks/usage';
import { businessDay, nextReset } from '../shared/domain/time/business-day';
import { accountAt } from '../shared/domain/chat/ap';
import type { Hold } from '../shared/domain/chat/ap';
import type { QuotaFeature } from '../shared/domain/quota/features';

/** `holds`: AP reserved for answers in flight. `resetAt` is null for limits that are never reset. */
export type FeatureUsage = { used: number; holds: readonly Hold[]; resetAt: Date | null };
export type Usage = Record<QuotaFeature, FeatureUsage>;

export type UsageNeeds = {
  chat: Pick<ChatArea, 'quotas'>;
  tasks: Pick<TasksArea, 'usage'>;
  works: Pick<WorksArea, 'countDay'>;
};

/** The current usage of each limit. Throws if a count cannot be read, rather than return 0. */
export async function readUsage(
  { user, storage }: Member,
  { chat, tasks, works }: UsageNeeds,
  now: Date,
): Promise<Usage> {
  const [day, account, studio] = await Promise.all([
    works.countDay(user.id, businessDay(now)),
    chat.quotas.find(user.id),
    tasks.usage.find(user.id),
  ]);
  // A past month counts as unused and an expired hold as released, even before the rows say so.
  const { monthlyUsed, holds, quotaResetAt } = accountAt(account, now);
  return {
    image_daily: { used: day.used, holds: [], resetAt: nextReset(now) },
    studio_daily: { used: usedOn(studio, businessDay(now)), holds: [], resetAt: nextReset(now) },
    chat_ap_monthly: { used: monthlyUsed, holds, resetAt: quotaResetAt },
    storage_bytes: { used: storage.usedBytes, holds: [], resetAt: null },
  };
}
