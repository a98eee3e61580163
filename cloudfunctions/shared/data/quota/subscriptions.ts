import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import type { OnInvalidRow } from '../core/rows';
import { createDueSubscriptions } from './due-subscriptions';
import { createSubscriptionChanges } from './subscription-changes';

export type SubscriptionRepository = ReturnType<typeof createSubscriptionRepository>;

export function createSubscriptionRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  return {
    ...createSubscriptionChanges(database, clock, onInvalidRow),
    ...createDueSubscriptions(database, clock, onInvalidRow),
  };
}
