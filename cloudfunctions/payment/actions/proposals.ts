import { defineAction } from '../../shared/action';
import { payment } from '../../shared/contracts/payment';
import { approve as carryOut } from '../../shared/flows/wallet/admin';
import { startOf } from '../../shared/paging';
import { toProposalView } from '../views';

export const listProposals = defineAction(payment.listProposals, {
  access: 'support',
  async run({ status, cursor, pageSize }, { clock, wallet }) {
    const now = clock.now();
    // Expired proposals are stored as open ones.
    const stored = status === 'expired' ? 'open' : status;
    const page = await wallet.approvals.list(stored, startOf(cursor), pageSize);
    const proposals = page.rows.map((proposal) => toProposalView(proposal, now));
    const shown = proposals.filter((one) => status === undefined || one.status === status);
    return { proposals: shown, nextCursor: page.nextCursor };
  },
});

export const approve = defineAction(payment.approve, {
  access: 'admin',
  async run({ proposalId }, context) {
    const proposal = await carryOut(proposalId, context.caller.userId, context);
    return { proposal: toProposalView(proposal, context.clock.now()) };
  },
});
