import type {
  AdminOrder,
  CreditPackage as PackageView,
  PaymentEvent as EventView,
  Proposal as ProposalView,
  Refund as RefundView,
} from '../shared/contracts/payment';
import type { PaymentEvent } from '../shared/data/rows/payment-event';
import { isExpired } from '../shared/domain/wallet/approval';
import type { Proposal } from '../shared/domain/wallet/approval';
import type { Order } from '../shared/domain/wallet/order';
import { toOrderView } from '../shared/order-view';
import type { CreditPackage } from '../shared/domain/wallet/package';
import type { Refund } from '../shared/domain/wallet/refund';

const moment = (date: Date | null): string | null => date?.toISOString() ?? null;

export function toPackageView({ id: packageId, ...rest }: CreditPackage): PackageView {
  return { packageId, ...rest };
}

export function toAdminOrder(order: Order): AdminOrder {
  const { userId, platform, env, wxOrderId, orderFee, couponFee, isDelivered, review } = order;
  return {
    ...toOrderView(order),
    ...{ userId, platform, env, wxOrderId, orderFee, couponFen: couponFee, isDelivered, review },
    nextQueryAt: moment(order.nextQueryAt),
    version: order.version,
  };
}

export function toEventView({ createdAt, ...event }: PaymentEvent): EventView {
  return { ...event, facts: { ...event.facts }, createdAt: createdAt.toISOString() };
}

export function toRefundView({ id: refundId, createdAt, endedAt, ...refund }: Refund): RefundView {
  return { refundId, ...refund, createdAt: createdAt.toISOString(), endedAt: moment(endedAt) };
}

export function toProposalView(proposal: Proposal, now: Date): ProposalView {
  const { id: proposalId, createdAt, approvedAt, ...rest } = proposal;
  return {
    ...{ proposalId, ...rest },
    status: isExpired(proposal, now) ? 'expired' : proposal.status,
    createdAt: createdAt.toISOString(),
    approvedAt: moment(approvedAt),
  };
}
