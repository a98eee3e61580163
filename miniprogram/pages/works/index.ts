import type { Work } from '../../../cloudfunctions/shared/contracts/values';
import type { WorkTab } from '../../../cloudfunctions/shared/contracts/workManage';
import { getOptions } from '../../services/ai-generate';
import { begin, onGeneration } from '../../services/generation';
import { listWorks } from '../../services/work-manage';
import { columnChanges, columnCount, toColumns } from '../../utils/columns';
import { explain, toast } from '../../utils/dialog';
import { fillDraft } from '../../utils/draft';
import { createGuard } from '../../utils/guard';
import { noChoiceNames } from '../../utils/names';
import { createPagedList } from '../../utils/paged-list';
import type { ListView, PagedList } from '../../utils/paged-list';
import { onWorkChange } from '../../utils/work-changes';
import type { WorkChange } from '../../utils/work-changes';
import { isRunning, needsEdit } from '../../utils/work-status';
import { createOffscreenWatch } from './offscreen-watch';
import type { OffscreenWatch } from './offscreen-watch';
import { applyChange, elapsedLine, mergeFirstPage, tabs, toCard, toEmpty } from './view';
import type { Card } from './view';
import { openPage } from '../../utils/navigation';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

/** While works are running the list is polled, with growing intervals. */
const minPollSeconds = 2;
const maxPollSeconds = 10;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  reason: '',
  tabs,
  tab: 'all' as WorkTab,
  columns: [] as Card[][],
  /** Cards far from the screen, by id: an empty box stands for each, so that a long list has few nodes. */
  offscreen: {} as Record<string, boolean>,
  empty: toEmpty('all'),
  isEmpty: false,
  isLoadingMore: false,
  isAtEnd: false,
  notice: '',
};

Page({
  data,

  list: null as PagedList<Work> | null,
  offscreenWatch: null as OffscreenWatch | null,
  names: noChoiceNames,
  guard: createGuard(),
  columnCount: 2,
  isStale: false,
  isVisible: false,
  ticker: 0,
  secondsToPoll: minPollSeconds,
  pollSeconds: minPollSeconds,
  stopListening: [] as (() => void)[],

  onLoad() {
    this.guard = createGuard();
    this.columnCount = columnCount(wx.getWindowInfo().windowWidth);
    this.stopListening = [
      onWorkChange((change) => this.onChange(change)),
      onGeneration(() => this.onGeneration()),
    ];
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
    this.offscreenWatch = createOffscreenWatch({
      query: () => wx.createSelectorQuery().in(this),
      // A hidden page has no layout.
      hasLayout: () => this.isVisible,
      cardCount: () => this.works().length,
      shown: () => this.data.offscreen,
      show: (offscreen) => this.setData({ offscreen }),
    });
    void this.loadNames();
    void this.reload();
  },

  onShow() {
    this.isVisible = true;
    this.guard.release();
    this.pollSeconds = minPollSeconds;
    this.secondsToPoll = minPollSeconds;
    if (this.isStale) this.refresh();
    this.ticker = setInterval(() => this.onSecond(), 1000);
  },

  onHide() {
    this.isVisible = false;
    clearInterval(this.ticker);
  },

  onUnload() {
    clearInterval(this.ticker);
    this.offscreenWatch?.stop();
    this.list?.clear();
    for (const stop of this.stopListening) stop();
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

  /** Reads page one and replaces the list. */
  async reload() {
    this.isStale = false;
    await this.list?.reload();
    void wx.stopPullDownRefresh();
  },

  /** Reads page one again; older pages remain. */
  refresh() {
    this.isStale = false;
    void this.list?.refresh(mergeFirstPage);
  },

  onFailed(reason: string) {
    if (this.works().length > 0) this.setData({ notice: '网络不可用，正在显示上次的内容' });
    else this.setData({ state: 'failed', reason });
  },

  works(): Work[] {
    return this.list?.rows() ?? [];
  },

  show({ rows: works, isAtEnd, isLoadingMore }: ListView<Work>) {
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
    this.offscreenWatch?.schedule();
  },

  onPageScroll() {
    this.offscreenWatch?.schedule();
  },

  onTab({ detail: { id } }: WechatMiniprogram.CustomEvent<{ id: WorkTab }>) {
    this.list?.clear();
    this.setData({ tab: id, state: 'loading', columns: [], offscreen: {}, isEmpty: false });
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
    const { tab } = this.data;
    this.list?.change((works) => applyChange(works, change, tab));
    const isNewFavorite = change.kind === 'changed' && change.isFavorite === true;
    if (tab === 'favorite' && isNewFavorite) this.isStale = true;
  },

  onGeneration() {
    if (this.isVisible) this.refresh();
    else this.isStale = true;
  },

  onSecond() {
    const running = this.works().filter(isRunning);
    if (running.length === 0) {
      this.pollSeconds = minPollSeconds;
      return;
    }
    this.setData(this.elapsedChange(running, Date.now()));
    this.secondsToPoll -= 1;
    if (this.secondsToPoll > 0) return;
    this.pollSeconds = Math.min(maxPollSeconds, this.pollSeconds + 1);
    this.secondsToPoll = this.pollSeconds;
    this.refresh();
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
    // The works shown remain until newer ones are read.
    if (this.works().length === 0) this.setData({ state: 'loading' });
    void this.reload();
  },

  onOpen(event: Tap) {
    const { id } = event.currentTarget.dataset;
    const work = this.works().find(({ workId }) => workId === id);
    const isWaiting = work !== undefined && work.type !== 'text2img' && isRunning(work);
    if (isWaiting) openPage(`/packages/studio/task/index?id=${work.taskId}`);
    else openPage(`/packages/picture/detail/index?id=${id}`);
  },

  /** Sends the input of a failed work as a new request; refused input goes back into the composer. */
  onAgain(event: Tap) {
    const work = this.works().find(({ workId }) => workId === event.currentTarget.dataset.id);
    if (!work) return;
    // The others belong to a task, whose page says what became of each picture and draws it again.
    if (work.type !== 'text2img') {
      openPage(`/packages/studio/task/index?id=${work.taskId}`);
      return;
    }
    const { prompt, character, style, emotion, size, quality } = work;
    const input = { prompt, character, style, emotion, size, quality };
    if (needsEdit(work.errorCode)) {
      fillDraft(input);
      void wx.switchTab({ url: '/pages/create/index' });
      return;
    }
    // Held until the page is shown again: a second tap may arrive while the result page opens.
    void this.guard.run(async () => {
      const { requestId } = begin({ ...input, mode: 'single' });
      try {
        await wx.navigateTo({ url: `/packages/picture/result/index?request=${requestId}` });
        this.guard.hold();
      } catch (error) {
        console.warn(error);
        toast('正在绘制，完成后会出现在这里');
      }
    });
  },

  onCreate() {
    const { tab } = this.data;
    if (tab === 'photography') openPage('/packages/studio/photography/index');
    else if (tab === 'fitting') openPage('/packages/studio/fitting/index');
    else void wx.switchTab({ url: '/pages/create/index' });
  },

  onShareAppMessage() {
    return { title: '写一句话，几秒后就有一张画', path: '/pages/create/index' };
  },
});
