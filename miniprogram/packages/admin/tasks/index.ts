import type { DeadJob } from '../../../../cloudfunctions/shared/contracts/queue';
import { CloudError } from '../../../services/cloud';
import { explain, toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { goBack, openPage } from '../../../utils/navigation';
import { createPagedList } from '../../../utils/paged-list';
import type { ListView, PagedList } from '../../../utils/paged-list';
import { toText } from '../../../utils/text';
import { afterFailure } from '../failed';
import type { Closed } from '../people';
import { createRequestIds } from '../request-ids';
import { canChange } from '../role';
import { discardJob, listDead, replayJob } from '../service';
import { choices, toActView, toDeadCard, toSummary } from './view';
import type { Choice, DeadCard } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  closed: null as Closed | null,
  notice: '',
  summary: '',
  cards: [] as DeadCard[],
  isLoadingMore: false,
  /** The one that is unfolded. */
  openId: '',
  choices,
  choice: 'replay' as Choice,
  reason: '',
  view: toActView(null, 'replay', ''),
  canChange: false,
  isActing: false,
};

Page({
  data,

  list: null as PagedList<DeadJob> | null,
  requestIds: createRequestIds(),
  acting: createGuard(),

  onLoad() {
    this.requestIds = createRequestIds();
    this.acting = createGuard();
    this.list = createPagedList<DeadJob>({
      read: async (cursor) => {
        const { jobs: rows, nextCursor } = await listDead(cursor);
        return { rows, nextCursor };
      },
      id: ({ jobId }) => jobId,
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

  show({ rows, isAtEnd }: ListView<DeadJob>) {
    const now = Date.now();
    const { openId } = this.data;
    const isStanding = rows.some(({ jobId }) => jobId === openId);
    this.setData({
      ...{ state: 'ready', notice: '', canChange: canChange() },
      cards: rows.map((job) => toDeadCard(job, now)),
      summary: toSummary(rows, isAtEnd),
    });
    this.open(isStanding ? openId : (rows[0]?.jobId ?? ''));
  },

  onFailed(error: unknown) {
    this.setData(afterFailure(this.data.state, error));
  },

  chosen(): DeadJob | null {
    return this.list?.rows().find(({ jobId }) => jobId === this.data.openId) ?? null;
  },
  open(openId: string) {
    if (openId !== this.data.openId) this.setData({ openId, choice: 'replay', reason: '' });
    this.showAct();
  },
  showAct() {
    const { choice, reason } = this.data;
    this.setData({ view: toActView(this.chosen(), choice, reason) });
  },

  onOpen(event: Tap) {
    this.open(event.currentTarget.dataset.id);
  },
  onUser(event: Tap) {
    openPage(`/packages/admin/user/index?userId=${event.currentTarget.dataset.id}`);
  },
  onChoice({ detail: { id } }: WechatMiniprogram.CustomEvent<{ id: Choice }>) {
    this.setData({ choice: id });
    this.showAct();
  },
  onReason(event: WechatMiniprogram.Input) {
    this.setData({ reason: event.detail.value });
    this.showAct();
  },

  onAct() {
    const job = this.chosen();
    const { view, choice, reason } = this.data;
    if (job === null) return;
    if (!view.canAct) {
      toast(view.blocked);
      return;
    }
    void this.acting.run(() => this.act(job, choice, toText(reason)));
  },

  async act({ jobId }: DeadJob, choice: Choice, reason: string) {
    const requestId = this.requestIds.of({ jobId, choice, reason });
    this.setData({ isActing: true });
    try {
      if (choice === 'replay') await replayJob({ jobId, reason, requestId });
      else await discardJob({ jobId, reason, requestId });
      this.requestIds.done();
      toast(choice === 'replay' ? '已重放，画成后补进他的作品' : '已丢弃');
      this.list?.change((rows) => rows.filter((job) => job.jobId !== jobId));
      await this.list?.reload();
    } catch (error) {
      const failure = error instanceof CloudError ? error.failure : '';
      if (failure === 'ASSET_GONE') toast('用户的照片已删除，不能重放，可以丢弃');
      else if (failure === 'NOT_FOUND') {
        toast('这一个已经被处理了');
        await this.list?.reload();
      } else toast(explain(error));
    } finally {
      this.setData({ isActing: false });
    }
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
