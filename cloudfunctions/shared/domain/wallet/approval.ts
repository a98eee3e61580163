export const proposalKinds = ['refund', 'resolveReview', 'adjustCredits'] as const;
export type ProposalKind = (typeof proposalKinds)[number];
export const reviewDecisions = ['credit', 'refund', 'close'] as const;
export type ReviewDecision = (typeof reviewDecisions)[number];
export const proposalStatuses = ['open', 'approved'] as const;

/** An amount that an admin wants to move, and its approval. */
export type Proposal = {
  id: string;
  kind: ProposalKind;
  status: (typeof proposalStatuses)[number];
  userId: string;
  orderId: string | null;
  credits: number | null;
  fen: number | null;
  decision: ReviewDecision | null;
  reason: string;
  requestId: string;
  proposedBy: string;
  approvedBy: string | null;
  createdAt: Date;
  approvedAt: Date | null;
};

/** Absolute amounts that a single admin may move per account and day (Beijing time). */
export type ApprovalLimits = { refundFen: number; credits: number };
export const defaultApprovalLimits: ApprovalLimits = { refundFen: 20_000, credits: 1_000 };

/** What single admins have moved for one account on one day. */
export type MovedToday = { day: string; fen: number; credits: number };

export function movedOn(moved: MovedToday | null, day: string): MovedToday {
  return moved?.day === day ? moved : { day, fen: 0, credits: 0 };
}

export const proposalLifeMs = 7 * 24 * 3_600_000;

export function isExpired({ status, createdAt }: Proposal, now: Date): boolean {
  return status === 'open' && now.getTime() - createdAt.getTime() > proposalLifeMs;
}
