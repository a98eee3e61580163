import * as z from 'zod';
import { proposalKinds, proposalStatuses, reviewDecisions } from '../../domain/wallet/approval';
import type { Proposal } from '../../domain/wallet/approval';
import { isMissing, parseRow } from '../core/rows';

export const ProposalRow = z.object({
  _id: z.string(),
  kind: z.enum(proposalKinds),
  status: z.enum(proposalStatuses),
  userId: z.string(),
  orderId: z.string().nullable().default(null),
  credits: z.number().int().nullable().default(null),
  fen: z.number().int().min(0).nullable().default(null),
  decision: z.enum(reviewDecisions).nullable().default(null),
  reason: z.string(),
  requestId: z.string(),
  proposedBy: z.string(),
  approvedBy: z.string().nullable().default(null),
  createdAt: z.date(),
  approvedAt: z.date().nullable().default(null),
});

export function parseProposal(row: unknown): Proposal {
  const { _id: id, ...rest } = parseRow('proposals', ProposalRow, row);
  return { id, ...rest };
}

export function parseProposalOrNull(row: unknown): Proposal | null {
  return isMissing(row) ? null : parseProposal(row);
}

export function toProposalRow({ id: _, ...rest }: Proposal): object {
  return { ...rest };
}
