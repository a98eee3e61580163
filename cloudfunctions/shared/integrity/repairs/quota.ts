import type { Database } from '../../data/core/database';
import type { OnInvalidRow } from '../../data/core/rows';
import type { AdminDatabase } from '../admin-database';
import { writeAdminLog } from './repair';
import type { Repairer } from './repair';
import { createPlanRepository } from '../../data/quota/plans';
import type { QuotaDrift } from '../checks/quota-drift';
import { createQuotaOverviewRepository } from '../../data/quota/overviews';
import type { DerivedQuotaData } from '../../data/quota/overviews';
import { createSubscriptionRepository } from '../../data/quota/subscriptions';
import type { Clock } from '../../domain/time/clock';

export type QuotaRepair = { userId: string; repaired: DerivedQuotaData[]; hasExpired: boolean };

/** Records what has expired and rebuilds derived data, with a line in `admin_logs` for each user. */
export async function openQuotaRepair(
  database: AdminDatabase & Database,
  clock: Clock,
  by: Repairer,
  onInvalidRow: OnInvalidRow,
): Promise<(userId: string, drift: readonly QuotaDrift[], now: Date) => Promise<QuotaRepair>> {
  const plans = await createPlanRepository(database, onInvalidRow).list();
  const overviews = createQuotaOverviewRepository(database, clock, onInvalidRow);
  const subscriptions = createSubscriptionRepository(database, clock, onInvalidRow);
  return async (userId, drift, now) => {
    const hasExpired = await subscriptions.expire(userId, plans, now);
    const repaired = await overviews.rebuild(userId, plans, now, { isForced: true });
    await writeAdminLog(database, {
      ...by,
      ...{ action: 'resyncQuotas', target: userId },
      before: { found: drift.filter((one) => one.userId === userId).map(({ what }) => what) },
      after: { repaired, hasExpired },
      createdAt: now,
    });
    return { userId, repaired, hasExpired };
  };
}
