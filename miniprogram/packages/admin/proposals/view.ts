import type { Proposal } from '../../../../cloudfunctions/shared/contracts/payment';
import { moneyName } from '../../../utils/money';
import { joined } from '../../../utils/names';
import { dateTimeName } from '../../../utils/time';
import type { Tone } from '../order-words';

export type ProposalRow = {
  proposalId: string;
  orderId: string;
  title: string;
  reason: string;
  line: string;
  tag: string;
  tone: Tone;
  isOpen: boolean;
  /** Proposed by the reader, so another admin has to approve it. */
  isOwn: boolean;
};

export const filters: { id: Proposal['status']; name: string }[] = [
  { id: 'open', name: '待批准' },
  { id: 'approved', name: '已批准' },
  { id: 'expired', name: '已过期' },
];

const decisions = { credit: '入账', refund: '退回付款', close: '关闭订单' } as const;

export function titleOf({ kind, fen, credits, decision }: Proposal): string {
  if (kind === 'adjustCredits') {
    const amount = credits ?? 0;
    return `${amount < 0 ? '扣减' : '增加'} ${Math.abs(amount)} 积分`;
  }
  const what = kind === 'refund' ? '退款' : (decision && decisions[decision]) || '处理';
  return fen === null ? what : `${what} ${moneyName(fen)}`;
}

export function toProposalRow(proposal: Proposal, ownId: string, now: number): ProposalRow {
  const { proposalId, orderId, status, reason, proposedBy, approvedBy, createdAt } = proposal;
  const tones: Record<Proposal['status'], Tone> = { open: 'busy', approved: 'good', expired: '' };
  return {
    ...{ proposalId, orderId: orderId ?? '', title: titleOf(proposal), reason },
    line: joined(
      dateTimeName(createdAt, now),
      `提议 ${proposedBy === ownId ? '我' : proposedBy}`,
      approvedBy === null ? '' : `批准 ${approvedBy === ownId ? '我' : approvedBy}`,
    ),
    tag: filters.find(({ id }) => id === status)?.name ?? '',
    tone: tones[status],
    isOpen: status === 'open',
    isOwn: proposedBy === ownId,
  };
}
