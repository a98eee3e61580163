import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import type { OnInvalidRow } from '../core/rows';
import { createApprovalRepository } from './approvals';
import { createCheckinRepository } from './checkins';
import { createEventRepository } from './events';
import { createInviteRepository } from './invites';
import { createOrderRepository } from './orders';
import { createPackageRepository } from './packages';
import { createRefundRepository } from './refunds';
import { createReviewRepository } from './reviews';
import { createSettlementRepository } from './settlements';
import { createStoryRepository } from './stories';

export type WalletArea = ReturnType<typeof createWalletArea>;

export function createWalletArea(database: Database, clock: Clock, onInvalidRow: OnInvalidRow) {
  const settlements = createSettlementRepository(database, clock);
  return {
    packages: createPackageRepository(database, onInvalidRow),
    orders: createOrderRepository(database, onInvalidRow),
    settlements,
    refunds: createRefundRepository(database, clock),
    reviews: createReviewRepository(database, clock, settlements),
    approvals: createApprovalRepository(database, onInvalidRow),
    events: createEventRepository(database),
    stories: createStoryRepository(database, onInvalidRow),
    checkins: createCheckinRepository(database, clock, onInvalidRow),
    invites: createInviteRepository(database, clock, onInvalidRow),
  };
}
