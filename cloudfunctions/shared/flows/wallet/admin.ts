import type { CreditLogRepository } from '../../data/credits/credit-logs';
import type { Permission } from '../../data/wallet/approvals';
import { proposalIdOf } from '../../domain/ids';
import { isExpired } from '../../domain/wallet/approval';
import type { Proposal, ReviewDecision } from '../../domain/wallet/approval';
import { ChannelError } from '../../domain/wallet/channel';
import type { ChannelAnswer } from '../../domain/wallet/channel';
import type { Order } from '../../domain/wallet/order';
import { refusal } from '../../data/wallet/refund-balance';
import { isOurs } from '../../domain/wallet/settle';
import { AppError, isAppError } from '../../error';
import { channelOf, settle } from './settle';
import type { SettleNeeds } from './needs';
import { showBalance } from './show-balance';

export type AdminNeeds = SettleNeeds & { credits: CreditLogRepository };
export type RefundDecision = { order: Order; proposalId: string | null };

type RefundInput = { orderId: string; fen: number; reason: string; requestId: string };
type ReviewInput = {
  orderId: string;
  decision: ReviewDecision;
  reason: string;
  requestId: string;
};
type AdjustInput = { userId: string; amount: number; reason: string; requestId: string };

const alone = { approvedBy: null, proposalId: null };

async function permit(adminId: string, { wallet }: AdminNeeds): Promise<Permission> {
  return { adminId, ...alone, limits: await wallet.approvals.limits() };
}

async function requireOrder(orderId: string, { wallet }: SettleNeeds): Promise<Order> {
  const order = await wallet.orders.find(orderId);
  if (order === null) throw new AppError('NOT_FOUND');
  return order;
}

/** Asks the channel about an order in any state. */
export async function recheck(orderId: string, needs: SettleNeeds): Promise<Order> {
  return settle(await requireOrder(orderId, needs), 'admin', needs);
}

/** Refunds money; what was bought with it is taken back first. Above the limit of a single admin it is only proposed. */
export async function refundOrder(
  input: RefundInput,
  adminId: string,
  needs: AdminNeeds,
): Promise<RefundDecision> {
  const permission = await permit(adminId, needs);
  return moveOrPropose(
    () => carryOutRefund(input, permission, needs),
    async () => {
      const { userId } = await requireOrder(input.orderId, needs);
      const { orderId, fen } = input;
      return newProposal(input, adminId, { kind: 'refund', userId, orderId, fen }, needs);
    },
    needs,
  );
}

async function carryOutRefund(
  input: RefundInput,
  permission: Permission,
  needs: AdminNeeds,
): Promise<Order> {
  const { clock, quota, wallet } = needs;
  const plans = await quota.plans.list();
  const begun = await wallet.refunds.begin({ ...input, permission }, { plans, now: clock.now() });
  await showBalance(begun.order.userId, needs, plans);
  return begun.order.status === 'refunding' ? trySettle(begun.order, needs) : begun.order;
}

/** The refund has begun; if the channel does not answer now, the timer continues it. */
async function trySettle(order: Order, needs: SettleNeeds): Promise<Order> {
  try {
    return await settle(order, 'admin', needs);
  } catch (error) {
    if (isAppError(error) && error.failure === 'PAYMENT_UNAVAILABLE') return order;
    throw error;
  }
}

/** Decides on a parked order, always by the channel's current answer. */
export async function resolveReview(
  input: ReviewInput,
  adminId: string,
  needs: AdminNeeds,
): Promise<RefundDecision> {
  const permission = await permit(adminId, needs);
  return moveOrPropose(
    () => carryOutReview(input, permission, needs),
    async () => {
      const { userId, package: bought } = await requireOrder(input.orderId, needs);
      const { orderId, decision } = input;
      const what = { userId, orderId, fen: bought.priceFen, decision };
      return newProposal(input, adminId, { kind: 'resolveReview', ...what }, needs);
    },
    needs,
  );
}

async function carryOutReview(
  input: ReviewInput,
  permission: Permission,
  needs: AdminNeeds,
): Promise<Order> {
  const { clock, quota, wallet } = needs;
  const order = await requireOrder(input.orderId, needs);
  const answer = await askAgain(order, needs);
  const resolution = { ...input, permission };
  const now = clock.now();
  if (input.decision === 'credit') {
    const plans = await quota.plans.list();
    const { order: credited } = await wallet.reviews.credit(resolution, answer, { plans, now });
    await showBalance(credited.userId, needs, plans);
    return credited;
  }
  // A payment of another order or environment does not count for this order.
  const isPaid =
    answer.state === 'known' && isOurs(order, answer.evidence) && answer.evidence.leftFee > 0;
  if (input.decision === 'close') {
    if (isPaid) throw refusal('渠道显示这笔订单有未退的付款，请入账或退款');
    return wallet.reviews.close(resolution, now);
  }
  if (answer.state === 'none') throw refusal('渠道没有这笔订单');
  return trySettle(await wallet.reviews.refund(resolution, answer.evidence, now), needs);
}

async function askAgain(order: Order, needs: SettleNeeds): Promise<ChannelAnswer> {
  const channel = channelOf(order, needs);
  if (channel === null) throw new AppError('PAYMENT_UNAVAILABLE');
  try {
    return await channel.query(order);
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    throw new AppError('PAYMENT_UNAVAILABLE', { cause: error });
  }
}

export type CreditAdjustment = {
  userId: string;
  before: number;
  after: number;
  isReplay: boolean;
  proposalId: string | null;
};

/** Changes a user's credits; above the limit of a single admin it is only proposed. */
export async function adjustCredits(
  input: AdjustInput,
  adminId: string,
  needs: AdminNeeds & { users: { find(userId: string): Promise<{ credits: number } | null> } },
): Promise<CreditAdjustment> {
  const permission = await permit(adminId, needs);
  try {
    return { ...(await carryOutAdjustment(input, permission, needs)), proposalId: null };
  } catch (error) {
    if (!isSecondAdminRequired(error)) throw error;
    const { userId, amount: credits } = input;
    const proposal = newProposal(input, adminId, { kind: 'adjustCredits', userId, credits }, needs);
    const { id: proposalId } = await needs.wallet.approvals.propose(proposal);
    const { credits: before = 0 } = (await needs.users.find(userId)) ?? {};
    return { userId, before, after: before, isReplay: false, proposalId };
  }
}

async function carryOutAdjustment(input: AdjustInput, permission: Permission, needs: AdminNeeds) {
  const { change, isReplay } = await needs.credits.adjust(
    { ...input, permission },
    needs.clock.now(),
  );
  const { userId, before, after } = change;
  await showBalance(userId, needs);
  return { userId, before, after, isReplay };
}

/** Carries out what another admin has proposed. Idempotent. */
export async function approve(
  proposalId: string,
  adminId: string,
  needs: AdminNeeds,
): Promise<Proposal> {
  const { clock, wallet } = needs;
  const proposal = await wallet.approvals.find(proposalId);
  if (proposal === null) throw new AppError('NOT_FOUND');
  if (proposal.status === 'approved') return proposal;
  if (proposal.proposedBy === adminId) throw new AppError('OWN_PROPOSAL');
  if (isExpired(proposal, clock.now())) throw refusal('提议已过期，请重新提出');
  const { proposedBy, orderId, userId, fen, credits, decision, reason, requestId } = proposal;
  const limits = await wallet.approvals.limits();
  const permission = { adminId: proposedBy, approvedBy: adminId, proposalId, limits };
  if (proposal.kind === 'adjustCredits' && credits !== null) {
    const input = { userId, amount: credits, reason, requestId };
    await carryOutAdjustment(input, permission, needs);
  } else if (proposal.kind === 'refund' && orderId !== null && fen !== null) {
    await carryOutRefund({ orderId, fen, reason, requestId }, permission, needs);
  } else if (orderId !== null && decision !== null) {
    await carryOutReview({ orderId, decision, reason, requestId }, permission, needs);
  } else {
    throw new Error('The proposal names nothing that can be carried out.');
  }
  return (await wallet.approvals.find(proposalId)) ?? proposal;
}

async function moveOrPropose(
  move: () => Promise<Order>,
  toProposal: () => Promise<Proposal>,
  needs: AdminNeeds,
): Promise<RefundDecision> {
  try {
    return { order: await move(), proposalId: null };
  } catch (error) {
    if (!isSecondAdminRequired(error)) throw error;
    const proposal = await needs.wallet.approvals.propose(await toProposal());
    const order = await requireOrder(proposal.orderId ?? '', needs);
    return { order, proposalId: proposal.id };
  }
}

function isSecondAdminRequired(error: unknown): boolean {
  return isAppError(error) && error.failure === 'SECOND_ADMIN_REQUIRED';
}

function newProposal(
  { reason, requestId }: { reason: string; requestId: string },
  proposedBy: string,
  what: Pick<Proposal, 'kind' | 'userId'> & Partial<Proposal>,
  { clock }: Pick<AdminNeeds, 'clock'>,
): Proposal {
  return {
    ...{ id: proposalIdOf(proposedBy, requestId), status: 'open', orderId: null, credits: null },
    ...{ fen: null, decision: null, reason, requestId, proposedBy, approvedBy: null },
    ...{ createdAt: clock.now(), approvedAt: null },
    ...what,
  };
}
