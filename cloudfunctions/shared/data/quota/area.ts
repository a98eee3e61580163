import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import type { OnInvalidRow } from '../core/rows';
import { createQuotaAuditRepository } from './audits';
import { createEntitlementRepository } from './entitlements';
import { createQuotaOverviewRepository } from './overviews';
import { createPlanRepository } from './plans';
import { createStorageUsageRepository } from './storage-usage';
import { createSubscriptionRepository } from './subscriptions';

export type QuotaArea = ReturnType<typeof createQuotaArea>;

export function createQuotaArea(database: Database, clock: Clock, onInvalidRow: OnInvalidRow) {
  return {
    entitlements: createEntitlementRepository(database, onInvalidRow),
    plans: createPlanRepository(database, onInvalidRow),
    subscriptions: createSubscriptionRepository(database, clock, onInvalidRow),
    audits: createQuotaAuditRepository(database, onInvalidRow),
    overviews: createQuotaOverviewRepository(database, clock, onInvalidRow),
    storage: createStorageUsageRepository(database, onInvalidRow),
  };
}
