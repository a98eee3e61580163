import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { createQuotaAuditRepository } from './audits';
import { createEntitlementRepository } from './entitlements';
import { createQuotaOverviewRepository } from './overviews';
import { createPlanRepository } from './plans';
import { createStorageUsageRepository } from './storage-usage';
import { createSubscriptionRepository } from './subscriptions';

export type QuotaArea = ReturnType<typeof createQuotaArea>;

export function createQuotaArea(database: Database, clock: Clock) {
  return {
    entitlements: createEntitlementRepository(database),
    plans: createPlanRepository(database),
    subscriptions: createSubscriptionRepository(database, clock),
    audits: createQuotaAuditRepository(database),
    overviews: createQuotaOverviewRepository(database, clock),
    storage: createStorageUsageRepository(database),
  };
}
