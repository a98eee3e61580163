import type { Proposal } from '../../../../cloudfunctions/shared/contracts/payment';
import { createRequestId } from '../../../services/request-id';
import { currentUser } from '../../../services/session';
import { confirm, explain, toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { openPage } from '../../../utils/navigation';
import { createAdminList, listData } from '../list';
import type { AdminList } from '../list';
import { canChange } from '../role';
import { approveProposal, listProposals } from '../service';
import { filters, titleOf, toProposalRow } from './view';
import type { ProposalRow } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

const data = {
  ...listData,
  filters,
  status: 'open' as Proposal['status'],
  rows: [] as ProposalRow[],
  canChange: false,
};

Page({
  data,

  list: null as AdminList<Proposal> | null,
  acting: createGuard(),

  onLoad() {
    this.acting = createGuard();
    this.list = createAdminList<Proposal>(this, {
      read: async (cursor) => {
        const { status } = this.data;
        const { proposals: rows, nextCursor } = await listProposals({
          ...{ status, cursor, pageSize: 20 },
        });
        return { rows, nextCursor };
      },
      id: ({ proposalId }) => proposalId,
      show: (rows) => this.show(rows),
    });
    void this.list.reload();
  },
  onUnload() {
    this.list?.clear();
  },

  show(proposals: Proposal[]) {
    const now = Date.now();
    const ownId = currentUser()?.id ?? '';
    this.setData({
      canChange: canChange(),
      rows: proposals.map((proposal) => toProposalRow(proposal, ownId, now)),
    });
  },

  onFilter({ detail: { id } }: WechatMiniprogram.CustomEvent<{ id: Proposal['status'] }>) {
    this.setData({ status: id });
    void this.list?.replace();
  },
  onOpen(event: Tap) {
    const { id } = event.currentTarget.dataset;
    if (id !== '') openPage(`/packages/admin/order/index?id=${id}`);
  },

  onApprove(event: Tap) {
    const { id } = event.currentTarget.dataset;
    const proposal = this.list?.rows().find(({ proposalId }) => proposalId === id);
    if (proposal !== undefined) void this.acting.run(() => this.approve(proposal));
  },

  async approve(proposal: Proposal) {
    const isSure = await confirm({
      title: '批准？',
      content: `${titleOf(proposal)}，立即执行\n${proposal.reason}`,
      confirmText: '批准',
      isDangerous: true,
    });
    if (!isSure) return;
    try {
      const { proposalId } = proposal;
      await approveProposal({ proposalId, requestId: createRequestId() });
      toast('已批准，已执行');
    } catch (error) {
      toast(explain(error));
    }
    await this.list?.reload();
  },

  onPullDownRefresh() {
    void this.list?.reload();
  },
  onReachBottom() {
    this.list?.more();
  },
  onPrimary() {
    void this.list?.leaveOrRetry();
  },
});
