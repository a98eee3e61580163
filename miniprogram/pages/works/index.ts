import type { Work } from '../../../cloudfunctions/shared/contracts/values';
import type { WorkTab } from '../../../cloudfunctions/shared/contracts/workManage';
import { getOptions } from '../../services/ai-generate';
import { begin } from '../../services/generation';
import { listWorks } from '../../services/work-manage';
import { columnChanges, columnCount, toColumns } from '../../utils/columns';
import { explain } from '../../utils/dialog';
import { fillDraft } from '../../utils/draft';
import { noNames } from '../../utils/names';
import { createPagedList } from '../../utils/paged-list';
import type { Listed, PagedList } from '../../utils/paged-list';
import { onWorkChange } from '../../utils/work-changes';
import type { WorkChange } from '../../utils/work-changes';
import { createFarLook } from './far-look';
import type { FarLook } from './far-look';
import { elapsedLine, isRunning, needsEdit, tabs, toCard, toEmpty, withFirstPage } from './view';
import type { Card } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

/** While something is being drawn: first every 2 s, then ever more rarely. */
const firstPollSeconds = 2;
const longestPollSeconds = 10;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  reason: '',
  tabs,
  tab: 'all' as WorkTab,
  columns: [] as Card[][],
  /** Cards out of sight, by id: an empty box stands for each, so that a long list stays light. */
  far: {} as Record<string, boolean>,
  empty: toEmpty('all'),
  isEmpty: false,
  isLoadingMore: false,
  isAtEnd: false,
  notice: '',
};

Page({
  data,

  list: null as PagedList<Work> | null,
  farLook: null as FarLook | null,
  names: noNames,
  columnCount: 2,
  isStale: false,
  isVisible: false,
  ticker: 0,
  secondsToPoll: firstPollSeconds,
  pollSeconds: firstPollSeconds,
  stopListening: () => undefined as unknown,

  onLoad() {
    this.columnCount = columnCount(wx.getWindowInfo().windowWidth);
    this.stopListening = onWorkChange((change) => this.onChange(change));
    this.list = createPagedList<Work>({
      read: async (cursor) => {
        const { works: rows, nextCursor } = await listWorks(this.data.tab, cursor);
        return { rows, nextCursor };
      },
      id: ({ workId }) => workId,
      show: (listed) => this.show(listed),
      failed: (error) => this.onFailed(explain(error)),
      loadingMore: (isLoadingMore) => this.setData({ isLoadingMore }),
    });
    this.farLook = createFarLook({
      query: () => wx.createSelectorQuery().in(this),
      // A hidden page has no layout.
      hasLayout: () => this.isVisible,
      cards: () => this.works().length,
      shown: () => this.data.far,
      show: (far) => this.setData({ far }),
    });
    void this.loadNames();
    void this.reload();
  },

  onShow() {
    this.isVisible = true;
    this.pollSeconds = firstPollSeconds;
    this.secondsToPoll = firstPollSeconds;
    if (this.isStale) this.renew();
    this.ticker = setInterval(() => this.onSecond(), 1000);
  },

  onHide() {
    this.isVisible = false;
    clearInterval(this.ticker);
  },

  onUnload() {
    clearInterval(this.ticker);
    this.farLook?.stop();
    this.list?.clear();
    this.stopListening();
  },

  async loadNames() {
    try {
      this.names = await getOptions();
      if (this.works().length > 0) this.list?.show();
    } catch (error) {
      // Cards leave the style out then.
      console.warn(explain(error));
    }
  },

  /** From the top, with nothing of what stands. */
  async reload() {
    this.isStale = false;
    await this.list?.reload();
    void wx.stopPullDownRefresh();
  },

  /** Page one again; what stands below stays. */
  renew() {
    this.isStale = false;
    void this.list?.renew(withFirstPage);
  },

  onFailed(reason: string) {
    if (this.works().length > 0) this.setData({ notice: '网络不可用，正在显示上次的内容' });
    else this.setData({ state: 'failed', reason });
  },

  works(): Work[] {
    return this.list?.rows() ?? [];
  },

  show({ rows: works, isAtEnd, isLoadingMore }: Listed<Work>) {
    const now = Date.now();
    const cards = works.map((work) => toCard(work, this.names, now));
    this.setData({
      ...columnChanges(this.data.columns, toColumns(cards, this.columnCount)),
      state: 'ready',
      isEmpty: cards.length === 0,
      empty: toEmpty(this.data.tab),
      isAtEnd,
      isLoadingMore,
      notice: '',
    });
    this.farLook?.soon();
  },

  onPageScroll() {
    this.farLook?.soon();
  },

  onTab({ detail: { id } }: WechatMiniprogram.CustomEvent<{ id: WorkTab }>) {
    this.list?.clear();
    this.setData({ tab: id, state: 'loading', columns: [], far: {}, isEmpty: false });
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 });
    void this.reload();
  },

  onPullDownRefresh() {
    void this.reload();
  },

  onReachBottom() {
    void this.list?.more();
  },

  onChange(change: WorkChange) {
    if (change.kind === 'added') {
      if (this.isVisible) this.renew();
      else this.isStale = true;
      return;
    }
    const { workId } = change;
    if (change.kind === 'removed') {
      this.list?.change((works) => works.filter((work) => work.workId !== workId));
      return;
    }
    const { title, isFavorite } = change;
    const isLeaving = this.data.tab === 'favorite' && isFavorite === false;
    this.list?.change((works) =>
      isLeaving
        ? works.filter((work) => work.workId !== workId)
        : works.map((work) =>
            work.workId === workId
              ? { ...work, title: title ?? work.title, isFavorite: isFavorite ?? work.isFavorite }
              : work,
          ),
    );
    if (this.data.tab === 'favorite' && isFavorite === true) this.isStale = true;
  },

  onSecond() {
    const running = this.works().filter(isRunning);
    if (running.length === 0) {
      this.pollSeconds = firstPollSeconds;
      return;
    }
    this.setData(this.elapsedChange(running, Date.now()));
    this.secondsToPoll -= 1;
    if (this.secondsToPoll > 0) return;
    this.pollSeconds = Math.min(longestPollSeconds, this.pollSeconds + 1);
    this.secondsToPoll = this.pollSeconds;
    this.renew();
  },

  elapsedChange(running: Work[], now: number): Record<string, string> {
    const starts = new Map(running.map(({ workId, createdAt }) => [workId, createdAt]));
    const change: Record<string, string> = {};
    this.data.columns.forEach((column, place) => {
      column.forEach(({ id }, index) => {
        const start = starts.get(id);
        if (start) change[`columns[${place}][${index}].elapsed`] = elapsedLine(start, now);
      });
    });
    return change;
  },

  onRetry() {
    // What stands stays until there is something newer.
    if (this.works().length === 0) this.setData({ state: 'loading' });
    void this.reload();
  },

  onOpen(event: Tap) {
    const { id } = event.currentTarget.dataset;
    void wx.navigateTo({ url: `/packages/picture/detail/index?id=${id}` });
  },

  /** A failed work is asked for again as it was, as a new request; what was refused goes back into the composer. */
  onAgain(event: Tap) {
    const work = this.works().find(({ workId }) => workId === event.currentTarget.dataset.id);
    if (work?.type !== 'text2img') return;
    const { prompt, character, style, emotion, size, quality } = work;
    const asked = { prompt, character, style, emotion, size, quality };
    if (needsEdit(work)) {
      fillDraft(asked);
      void wx.switchTab({ url: '/pages/create/index' });
      return;
    }
    const { requestId } = begin({ ...asked, mode: 'single' });
    void wx.navigateTo({ url: `/packages/picture/result/index?request=${requestId}` });
  },

  onCreate() {
    void wx.switchTab({ url: '/pages/create/index' });
  },

  onShareAppMessage() {
    return { title: '写一句话，几秒后就有一张画', path: '/pages/create/index' };
  },
});
