import type { Proposal } from '../../../../cloudfunctions/shared/contracts/payment';
import { createRequestId } from '../../../services/request-id';
import { currentUser } from '../../../services/session';
import { confirm, explain, toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { goBack, openPage } from '../../../utils/navigation';
import { createPagedList } from '../../../utils/paged-list';
import type { ListView, PagedList } from '../../../utils/paged-list';
import { afterFailure } from '../failed';
import type { Closed } from '../people';
import { canChange } from '../role';
import { approveProposal, listProposals } from '../service';
import { filters, titleOf, toProposalRow } from './view';
import type { ProposalRow } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  closed: null as Closed | null,
  notice: '',
  filters,
  status: 'open' as Proposal['status'],
  rows: [] as ProposalRow[],
  isLoadingMore: false,
  canChange: false,
};

Page({
  data,

  list: null as PagedList<Proposal> | null,
  acting: createGuard(),

  onLoad() {
    this.acting = createGuard();
    this.list = createPagedList<Proposal>({
      read: async (cursor) => {
        const { status } = this.data;
        const { proposals: rows, nextCursor } = await listProposals({
          ...{ status, cursor, pageSize: 20 },
        });
        return { rows, nextCursor };
      },
      id: ({ proposalId }) => proposalId,
      show: (listed) => this.show(listed),
      failed: (error) => this.onFailed(error),
      loadingMore: (isLoadingMore) => this.setData({ isLoadingMore }),
    });
    void this.reload();
  },
  onUnload() {
    this.list?.clear();
  },

  async reload() {
    await this.list?.reload();
    void wx.stopPullDownRefresh();
  },

  show({ rows }: ListView<Proposal>) {
    const now = Date.now();
    const ownId = currentUser()?.id ?? '';
    this.setData({
      ...{ state: 'ready', notice: '', canChange: canChange() },
      rows: rows.map((proposal) => toProposalRow(proposal, ownId, now)),
    });
  },

  onFailed(error: unknown) {
    this.setData(afterFailure(this.data.state, error));
  },

  onFilter({ detail: { id } }: WechatMiniprogram.CustomEvent<{ id: Proposal['status'] }>) {
    this.setData({ status: id, state: 'loading' });
    void this.reload();
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
    void this.reload();
  },
  onReachBottom() {
    void this.list?.more();
  },
  onPrimary() {
    if (this.data.closed?.primary === '返回') {
      goBack();
      return;
    }
    this.setData({ state: 'loading' });
    void this.reload();
  },
});
