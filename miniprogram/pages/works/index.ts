import type { Work } from '../../../cloudfunctions/shared/contracts/values';
import type { WorkTab } from '../../../cloudfunctions/shared/contracts/workManage';
import { getOptions } from '../../services/ai-generate';
import { onGeneration } from '../../services/generation';
import { listWorks } from '../../services/work-manage';
import { barHeights } from '../../utils/bar';
import { columnCount } from '../../utils/columns';
import { explain } from '../../utils/dialog';
import { createGuard } from '../../utils/guard';
import { noChoiceNames } from '../../utils/names';
import { openPage } from '../../utils/navigation';
import { createPagedList } from '../../utils/paged-list';
import type { ListView, PagedList } from '../../utils/paged-list';
import { homeCard } from '../../utils/share-card';
import { onWorkChange } from '../../utils/work-changes';
import type { WorkChange } from '../../utils/work-changes';
import { isRunning } from '../../utils/work-status';
import { drawAgain } from './again';
import type { DrawnDay } from './visible-days';
import { createPainter } from './painter';
import type { Painter } from './painter';
import { createPoll } from './poll';
import type { Poll } from './poll';
import { createSelection, isWhole } from './selection';
import type { Selection } from './selection';
import { applyChange, elapsedLines, mergeFirstPage, tabs, toCard, toEmpty } from './view';
import { toGeometry } from './visible-days';
import { createWall } from './wall';
import type { Wall } from './wall';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

const searchDelayMs = 350;
/** Of search and tabs, which stay on the screen. */
const headRpx = 192;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  reason: '',
  tabs,
  tab: 'all' as WorkTab,
  query: '',
  days: [] as DrawnDay[],
  above: 0,
  below: 0,
  elapsed: {} as Record<string, string>,
  empty: toEmpty('all', ''),
  isEmpty: false,
  isLoadingMore: false,
  isAtEnd: false,
  notice: '',
  barHeight: 0,
  headBottom: 0,
  /** Days that are chosen as a whole. */
  full: {} as Record<string, boolean>,
  isSelecting: false,
  selected: {} as Record<string, true>,
  count: 0,
  areFavorites: false,
  undo: '',
};

Page({
  data,

  list: null as PagedList<Work> | null,
  painter: null as Painter | null,
  wall: null as Wall | null,
  poll: null as Poll | null,
  selection: null as Selection | null,
  hidden: new Set<string>(),
  names: noChoiceNames,
  guard: createGuard(),
  columnCount: 2,
  isStale: false,
  isVisible: false,
  searchTimer: 0,
  stopListening: [] as (() => void)[],

  onLoad() {
    this.guard = createGuard();
    this.hidden = new Set();
    this.painter = createPainter((change) => this.paint(change));
    this.wall = createWall({
      query: () => wx.createSelectorQuery().in(this),
      hasLayout: () => this.isVisible,
      changed: () => this.painter?.set(),
    });
    this.selection = createSelection({
      works: () => this.works(),
      show: (view) => {
        if (view.isSelecting !== this.data.isSelecting) this.switchBars(view.isSelecting);
        const full = this.wall?.days().map(({ key, ids }) => [key, isWhole(ids, view.selected)]);
        this.painter?.set({ ...view, full: Object.fromEntries(full ?? []) });
      },
      hide: (ids) => {
        this.hidden = new Set(ids);
        this.list?.show();
      },
      bringBack: () => {
        this.hidden = new Set();
        this.list?.show();
      },
      showUndo: (undo) => this.painter?.set({ undo }),
    });
    this.poll = createPoll({
      running: () => this.works().filter(isRunning),
      show: (running) => this.painter?.set({ elapsed: elapsedLines(running, Date.now()) }),
      refresh: () => this.refresh(),
    });
    this.stopListening = [
      onWorkChange((change) => this.onChange(change)),
      onGeneration(() => this.onGeneration()),
    ];
    this.list = createPagedList<Work>({
      read: async (cursor) => {
        const { tab, query } = this.data;
        const { works: rows, nextCursor } = await listWorks(tab, cursor, query);
        return { rows, nextCursor };
      },
      id: ({ workId }) => workId,
      show: (listed) => this.show(listed),
      failed: (error) => this.onFailed(explain(error)),
      loadingMore: (isLoadingMore) => this.painter?.set({ isLoadingMore }),
    });
    this.lay();
    void this.loadNames();
    void this.reload();
  },

  onShow() {
    this.isVisible = true;
    this.guard.release();
    if (this.isStale) this.refresh();
    this.poll?.start();
  },

  onHide() {
    this.isVisible = false;
    this.poll?.stop();
    void this.selection?.commit();
    if (this.selection?.isSelecting()) this.selection.end();
  },

  onUnload() {
    this.poll?.stop();
    this.painter?.stop();
    clearTimeout(this.searchTimer);
    this.list?.clear();
    for (const stop of this.stopListening) stop();
  },

  onResize() {
    this.lay();
    this.list?.show();
  },

  /** What the width and the bars of this phone make of the page. */
  lay() {
    const info = wx.getWindowInfo();
    this.columnCount = columnCount(info.windowWidth);
    const { statusHeight, barHeight } = barHeights();
    const top = statusHeight + barHeight;
    const contentTop = top + (headRpx * info.windowWidth) / 750;
    this.wall?.setGeometry(toGeometry(info, this.columnCount, contentTop));
    this.painter?.set({ barHeight: top, headBottom: contentTop });
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
    const isShown = this.works().length > 0;
    this.painter?.set(
      isShown ? { notice: '网络不可用，正在显示上次的内容' } : { state: 'failed', reason },
    );
  },

  works(): Work[] {
    return (this.list?.rows() ?? []).filter(({ workId }) => !this.hidden.has(workId));
  },

  show({ isAtEnd, isLoadingMore }: ListView<Work>) {
    const now = Date.now();
    const works = this.works();
    const cards = works.map((work) => toCard(work, this.names, now));
    this.wall?.setCards(cards, this.columnCount, now, isAtEnd);
    this.painter?.set({
      ...{ state: 'ready', notice: '', isEmpty: cards.length === 0, isAtEnd, isLoadingMore },
      elapsed: elapsedLines(works.filter(isRunning), now),
      empty: toEmpty(this.data.tab, this.data.query),
    });
  },

  paint(change: Record<string, unknown>) {
    const all = { ...change, ...this.wall?.changes() };
    if (Object.keys(all).length > 0) this.setData(all, () => this.wall?.measure());
  },

  onPageScroll({ scrollTop }: { scrollTop: number }) {
    this.wall?.scrollTo(scrollTop);
  },

  onTab({ detail: { id } }: WechatMiniprogram.CustomEvent<{ id: WorkTab }>) {
    this.reopen({ tab: id });
  },

  onSearch({ detail: { value } }: WechatMiniprogram.Input) {
    clearTimeout(this.searchTimer);
    this.searchTimer = setTimeout(() => {
      if (value.trim() !== this.data.query) this.reopen({ query: value.trim() });
    }, searchDelayMs);
  },
  onSearchClear() {
    clearTimeout(this.searchTimer);
    if (this.data.query !== '') this.reopen({ query: '' });
  },

  /** Another list is to be shown. */
  reopen(change: { tab: WorkTab } | { query: string }) {
    void this.selection?.commit();
    if (this.selection?.isSelecting()) this.selection.end();
    this.list?.clear();
    this.wall?.clear();
    this.setData({ ...change, state: 'loading', days: [], above: 0, below: 0, isEmpty: false });
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

  onRetry() {
    // The works shown remain until newer ones are read.
    if (this.works().length === 0) this.setData({ state: 'loading' });
    void this.reload();
  },

  find(id: string): Work | undefined {
    return this.works().find(({ workId }) => workId === id);
  },

  onOpen(event: Tap) {
    const { id } = event.currentTarget.dataset;
    const work = this.find(id);
    const isWaiting = work !== undefined && work.type !== 'text2img' && isRunning(work);
    if (this.selection?.isSelecting()) {
      if (work !== undefined && !isRunning(work)) this.selection.toggle(id);
    } else if (isWaiting) openPage(`/packages/studio/task/index?id=${work.taskId}`);
    else openPage(`/packages/picture/detail/index?id=${id}`);
  },

  onHold(event: Tap) {
    if (!this.selection?.isSelecting()) this.selection?.begin(event.currentTarget.dataset.id);
  },

  onAgain(event: Tap) {
    const work = this.find(event.currentTarget.dataset.id);
    if (work) drawAgain(work, this.guard);
  },

  onSelect() {
    this.selection?.begin();
  },
  onSelectEnd() {
    this.selection?.end();
  },
  onDay(event: Tap) {
    const day = this.wall?.days().find(({ key }) => key === event.currentTarget.dataset.id);
    if (day) this.selection?.toggleDay(day.ids);
  },
  onFavorites() {
    this.selection?.favorite();
  },
  onSaveAll() {
    this.selection?.save();
  },
  onRemoveAll() {
    this.selection?.remove();
  },
  onUndo() {
    this.selection?.undo();
  },

  /** What is done with several takes the place of the tab bar. */
  switchBars(isSelecting: boolean) {
    void (isSelecting ? wx.hideTabBar({ animation: false }) : wx.showTabBar({ animation: false }));
  },

  onCreate() {
    const { tab, query } = this.data;
    if (query !== '') this.reopen({ query: '' });
    else if (tab === 'photography') openPage('/packages/studio/photography/index');
    else if (tab === 'fitting') openPage('/packages/studio/fitting/index');
    else void wx.switchTab({ url: '/pages/create/index' });
  },

  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return homeCard;
  },
});
