import { businessDay } from '../../domain/time/business-day';
import { defaultApprovalLimits, movedOn } from '../../domain/wallet/approval';
import type { ApprovalLimits, MovedToday, Proposal } from '../../domain/wallet/approval';
import type { Page, Position } from '../../domain/cursor';
import { AppError } from '../../error';
import type { Database, Transaction } from '../core/database';
import { omitUndefined } from '../core/database';
import { isDuplicateKey } from '../core/database-error';
import { findNewest } from '../core/newest';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseApprovalLimits } from '../rows/approval-limits';
import { parseProposal, parseProposalOrNull, toProposalRow } from '../rows/proposal';

/**
 * The admins responsible for an amount. `approvedBy`: the second admin, with the approved proposal; null if one admin is enough.
 */
export type Permission = {
  adminId: string;
  approvedBy: string | null;
  proposalId: string | null;
  limits: ApprovalLimits;
};

/** Throws SECOND_ADMIN_REQUIRED if the day's amount for one account would exceed the limit of a single admin. */
export function requireApproval(
  { approvedBy }: Permission,
  { moved, amount, limit }: { moved: number; amount: number; limit: number },
): void {
  if (approvedBy !== null || moved + Math.abs(amount) <= limit) return;
  throw new AppError('SECOND_ADMIN_REQUIRED');
}

/** The change to a user's row that counts money moved by a single admin; throws SECOND_ADMIN_REQUIRED. */
export function countMoney(
  permission: Permission,
  standing: MovedToday | null,
  fen: number,
  now: Date,
): { movedToday?: MovedToday } {
  const moved = movedOn(standing, businessDay(now));
  requireApproval(permission, {
    moved: moved.fen,
    amount: fen,
    limit: permission.limits.refundFen,
  });
  if (permission.approvedBy !== null) return {};
  return { movedToday: { ...moved, fen: moved.fen + fen } };
}

/** Records an admin's operation in its transaction, and marks the proposal it came from as approved. */
export async function writeAudit(
  transaction: Transaction,
  { adminId, approvedBy, proposalId }: Permission,
  entry: {
    action: string;
    target: string;
    requestId: string;
    before: object;
    after: object;
    now: Date;
  },
): Promise<void> {
  const { action, target, requestId, before, after, now } = entry;
  await transaction
    .collection('admin_logs')
    .doc(`${requestId}:${action}:${target}`)
    .set({
      data: {
        ...{ runId: requestId, operator: adminId, action, target, before, createdAt: now },
        after: { ...after, ...(approvedBy === null ? {} : { approvedBy }) },
      },
    });
  if (proposalId === null || approvedBy === null) return;
  const reference = transaction.collection('proposals').doc(proposalId);
  const proposal = parseProposalOrNull((await reference.get()).data);
  if (proposal?.status !== 'open') throw new AppError('NOT_FOUND');
  await reference.update({ data: { status: 'approved', approvedBy, approvedAt: now } });
}

export type ApprovalRepository = ReturnType<typeof createApprovalRepository>;

export function createApprovalRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const reader = createRowReader(parseProposal, onInvalidRow);
  const limitReader = createRowReader(parseApprovalLimits, onInvalidRow);
  const proposals = () => database.collection('proposals');
  return {
    async limits(): Promise<ApprovalLimits> {
      const { data } = await database.collection('app_config').doc('approvals').get();
      return limitReader.readOptional(data) ?? defaultApprovalLimits;
    },

    async find(proposalId: string): Promise<Proposal | null> {
      return reader.readOptional((await proposals().doc(proposalId).get()).data);
    },

    /** Throws SECOND_ADMIN_REQUIRED while there is no other admin to approve it. Idempotent by its id. */
    async propose(proposal: Proposal): Promise<Proposal> {
      const others = { userType: 'admin', _id: database.command.neq(proposal.proposedBy) };
      const { total } = await database.collection('users').where(others).count();
      if (total === 0) throw new AppError('SECOND_ADMIN_REQUIRED');
      try {
        await proposals().add({ data: { _id: proposal.id, ...toProposalRow(proposal) } });
        return proposal;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        const standing = parseProposal((await proposals().doc(proposal.id).get()).data);
        const { kind, orderId, userId, fen, credits, decision } = proposal;
        const isSame =
          standing.kind === kind &&
          standing.orderId === orderId &&
          standing.userId === userId &&
          standing.fen === fen &&
          standing.credits === credits &&
          standing.decision === decision;
        if (!isSame) throw new AppError('REQUEST_REUSED');
        return standing;
      }
    },

    async list(
      status: Proposal['status'] | undefined,
      from: Position,
      size: number,
    ): Promise<Page<Proposal>> {
      const condition = omitUndefined({ status });
      return reader.readPage(
        await findNewest(database, 'proposals', condition, from, size + 1),
        size,
      );
    },
  };
}
