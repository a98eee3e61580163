import type { DeadJob } from '../../../../cloudfunctions/shared/contracts/queue';
import { CloudError } from '../../../services/cloud';
import { explain, toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { openPage } from '../../../utils/navigation';
import { toText } from '../../../utils/text';
import { createAdminList, listData } from '../list';
import type { AdminList } from '../list';
import { createRequestIds } from '../request-ids';
import { canChange } from '../role';
import { discardJob, listDead, replayJob } from '../service';
import { choices, toActView, toDeadCard, toSummary } from './view';
import type { Choice, DeadCard } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

const data = {
  ...listData,
  summary: '',
  cards: [] as DeadCard[],
  /** The unfolded task. */
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

  list: null as AdminList<DeadJob> | null,
  requestIds: createRequestIds(),
  acting: createGuard(),

  onLoad() {
    this.requestIds = createRequestIds();
    this.acting = createGuard();
    this.list = createAdminList<DeadJob>(this, {
      read: async (cursor) => {
        const { jobs: rows, nextCursor } = await listDead(cursor);
        return { rows, nextCursor };
      },
      id: ({ jobId }) => jobId,
      show: (rows, isAtEnd) => this.show(rows, isAtEnd),
    });
    void this.list.reload();
  },
  onUnload() {
    this.list?.clear();
  },

  show(rows: DeadJob[], isAtEnd: boolean) {
    const now = Date.now();
    const { openId } = this.data;
    const isStanding = rows.some(({ jobId }) => jobId === openId);
    this.setData({
      canChange: canChange(),
      cards: rows.map((job) => toDeadCard(job, now)),
      summary: toSummary(rows, isAtEnd),
    });
    this.open(isStanding ? openId : (rows[0]?.jobId ?? ''));
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
    void this.list?.reload();
  },
  onReachBottom() {
    this.list?.more();
  },
  onPrimary() {
    void this.list?.leaveOrRetry();
  },
});
