import { copyText, explain, toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { goBack, openPage } from '../../../utils/navigation';
import { noUser } from '../people';
import { afterFailure } from '../failed';
import type { ClosedPage } from '../people';
import { createRequestIds } from '../request-ids';
import { canChange } from '../role';
import { adjustCredits, getUserStory, listUserRows } from '../service';
import { parts, toAmount, toCreditsSheet, toRows, toStoryView } from './view';
import type { UserStory } from '../service';
import type { Part, StoryView } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { path: string }>;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  closed: null as ClosedPage | null,
  notice: '',
  view: null as StoryView | null,
  parts,
  part: 'credits' as Part,
  none: parts[0]?.none ?? '',
  /** The next page of each part; null at its end. */
  cursors: null as UserStory['cursors'] | null,
  isLoadingMore: false,
  canChange: false,
  isSheetOpen: false,
  typed: '',
  sheet: toCreditsSheet(0, ''),
  isActing: false,
};

Page({
  data,

  userId: '',
  newest: 0,
  requestIds: createRequestIds(),
  acting: createGuard(),

  onLoad(query: Record<string, string | undefined>) {
    this.requestIds = createRequestIds();
    this.acting = createGuard();
    this.userId = query['userId'] ?? '';
    if (this.userId === '') this.setData({ state: 'failed', closed: noUser });
  },
  onShow() {
    if (this.userId !== '') void this.load();
  },
  onUnload() {
    this.newest += 1;
  },

  async load() {
    const request = ++this.newest;
    try {
      const story = await getUserStory(this.userId);
      if (request !== this.newest) return;
      this.setData({
        ...{ state: 'ready', notice: '', canChange: canChange(), isLoadingMore: false },
        ...{ view: toStoryView(story, Date.now()), cursors: story.cursors },
      });
    } catch (error) {
      if (request !== this.newest) return;
      this.setData(afterFailure(this.data.state, error));
    } finally {
      void wx.stopPullDownRefresh();
    }
  },

  /** Reads earlier rows of the current part. */
  async more() {
    const { cursors, isLoadingMore, part } = this.data;
    const cursor = cursors?.[part] ?? null;
    if (cursor === null || isLoadingMore) return;
    const request = this.newest;
    this.setData({ isLoadingMore: true });
    try {
      const page = await listUserRows({ userId: this.userId, part, cursor, pageSize: 20 });
      const { view } = this.data;
      if (request !== this.newest || view === null) return;
      const rows = [...view.rows[part], ...toRows(page, Date.now())[part]];
      this.setData({
        view: { ...view, rows: { ...view.rows, [part]: rows } },
        cursors: { ...this.data.cursors, [part]: page.nextCursor } as UserStory['cursors'],
      });
    } catch (error) {
      if (request === this.newest) toast(explain(error));
    } finally {
      if (request === this.newest) this.setData({ isLoadingMore: false });
    }
  },

  onPart({ detail: { id } }: WechatMiniprogram.CustomEvent<{ id: Part }>) {
    this.setData({ part: id, none: parts.find((part) => part.id === id)?.none ?? '' });
  },
  onOpen(event: Tap) {
    const { path } = event.currentTarget.dataset;
    if (path !== '') openPage(path);
  },
  onCopy() {
    void copyText(this.userId, '用户号已复制');
  },
  onQuotas() {
    openPage(`/packages/admin/quota/index?userId=${this.userId}`);
  },
  onOrders() {
    openPage(`/packages/admin/orders/index?text=${this.userId}`);
  },

  onCredits() {
    this.show('');
    this.setData({ isSheetOpen: true });
  },
  onTyped(event: WechatMiniprogram.Input) {
    this.show(event.detail.value);
  },
  show(typed: string) {
    this.setData({ typed, sheet: toCreditsSheet(this.data.view?.credits ?? 0, typed) });
  },
  onCloseSheet() {
    this.setData({ isSheetOpen: false });
  },
  onAct({ detail: { reason } }: WechatMiniprogram.CustomEvent<{ reason: string }>) {
    const amount = toAmount(this.data.typed);
    if (amount !== null) void this.acting.run(() => this.adjust(amount, reason));
  },

  async adjust(amount: number, reason: string) {
    const { userId } = this;
    const change = { userId, amount, reason };
    this.setData({ isActing: true });
    try {
      const { after, proposalId } = await adjustCredits({
        ...{ ...change, requestId: this.requestIds.of(change) },
      });
      this.requestIds.done();
      this.setData({ isSheetOpen: false });
      toast(proposalId === null ? `现在 ${after} 积分` : '已提议，等另一位管理员批准');
    } catch (error) {
      toast(explain(error));
    }
    await this.load();
    this.setData({ isActing: false });
  },

  onReachBottom() {
    void this.more();
  },
  onPullDownRefresh() {
    void this.load();
  },
  onPrimary() {
    const way = this.data.closed?.primary;
    if (way === '返回') goBack();
    else if (way === '选择用户') void wx.redirectTo({ url: '/packages/admin/users/index' });
    else {
      this.setData({ state: 'loading' });
      void this.load();
    }
  },
});
