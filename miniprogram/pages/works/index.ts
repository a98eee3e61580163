import type { Work } from '../../../cloudfunctions/shared/contracts/values';
import type { WorkTab } from '../../../cloudfunctions/shared/contracts/workManage';
import { getOptions } from '../../services/ai-generate';
import { onGeneration } from '../../services/generation';
import { explain } from '../../utils/dialog';
import { createGuard } from '../../utils/guard';
import { noChoiceNames } from '../../utils/names';
import type { ListView } from '../../utils/paged-list';
import { homeCard } from '../../utils/share-card';
import { onWorkChange } from '../../utils/work-changes';
import type { WorkChange } from '../../utils/work-changes';
import { isRunning } from '../../utils/work-status';
import { drawAgain } from './again';
import { readLayout } from './layout';
import { openMaker, openWork } from './opening';
import { pageData } from './page-data';
import { createPoll } from './poll';
import type { Poll } from './poll';
import { createSearch } from './search';
import type { Search } from './search';
import { createSelection } from './selection';
import type { Selection, SelectionView, Tool } from './selection';
import { elapsedLines, toCard, toEmpty } from './view';
import { createWall } from './wall';
import type { Wall } from './wall';
import { createWorkList } from './work-list';
import type { WorkList } from './work-list';

type Tap<Id = string> = WechatMiniprogram.TouchEvent<never, never, { id: Id }>;

Page({
  data: pageData,

  list: null as WorkList | null,
  wall: null as Wall | null,
  poll: null as Poll | null,
  selection: null as Selection | null,
  search: null as Search | null,
  names: noChoiceNames,
  guard: createGuard(),
  columnCount: 2,
  isStale: false,
  isVisible: false,
  stopListening: [] as (() => void)[],

  onLoad() {
    this.guard = createGuard();
    this.wall = createWall({
      query: () => wx.createSelectorQuery().in(this),
      hasLayout: () => this.isVisible,
      setData: (change, done) => this.setData(change, done),
    });
    this.list = createWorkList({
      place: () => this.data,
      show: (view) => this.show(view),
      failed: (error) => this.onFailed(explain(error)),
      loadingMore: (isLoadingMore) => this.wall?.set({ isLoadingMore }),
    });
    this.selection = createSelection({
      works: () => this.works(),
      show: (view) => this.showSelection(view),
      hide: (ids) => this.list?.hide(ids),
      bringBack: (ids) => this.list?.bringBack(ids),
      showUndo: (undo) => this.wall?.set({ undo }),
    });
    this.search = createSearch({
      shown: () => this.data.query,
      find: (query) => this.reopen({ query }),
    });
    this.poll = createPoll({
      running: () => this.works().filter(isRunning),
      show: (running) => this.wall?.set({ elapsed: elapsedLines(running, Date.now()) }),
      refresh: () => this.refresh(),
    });
    this.stopListening = [
      onWorkChange((change) => this.onChange(change)),
      onGeneration(() => this.onGeneration()),
    ];
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
    this.selection?.leave();
  },

  onUnload() {
    this.poll?.stop();
    this.selection?.leave();
    this.wall?.stop();
    this.search?.stop();
    this.list?.clear();
    for (const stop of this.stopListening) stop();
  },

  onResize() {
    this.lay();
    this.list?.show();
  },

  lay() {
    const { columnCount, geometry, heights } = readLayout();
    this.columnCount = columnCount;
    this.wall?.setGeometry(geometry);
    this.wall?.set(heights);
  },

  async loadNames() {
    try {
      this.names = await getOptions();
      if (this.works().length > 0) this.list?.show();
    } catch (error) {
      // Without the names, cards do not show the style.
      console.warn(explain(error));
    }
  },

  async reload() {
    this.isStale = false;
    await this.list?.reload();
    void wx.stopPullDownRefresh();
  },

  refresh() {
    this.isStale = false;
    void this.list?.refresh();
  },

  onFailed(reason: string) {
    const isShown = this.works().length > 0;
    this.wall?.set(
      isShown ? { notice: '网络不可用，正在显示上次的内容' } : { state: 'failed', reason },
    );
  },

  works(): Work[] {
    return this.list?.works() ?? [];
  },

  show({ rows: works, isAtEnd, isLoadingMore }: ListView<Work>) {
    const now = Date.now();
    const cards = works.map((work) => toCard(work, this.names, now));
    this.wall?.setCards(cards, this.columnCount, now, isAtEnd);
    this.wall?.set({
      ...{ state: 'ready', notice: '', isAtEnd, isLoadingMore },
      isEmpty: isAtEnd && cards.length === 0,
      elapsed: elapsedLines(works.filter(isRunning), now),
      empty: toEmpty(this.data.tab, this.data.query.trim()),
    });
    this.selection?.update();
  },

  showSelection(view: SelectionView) {
    this.wall?.set({ ...view, wholeDays: this.wall.wholeDays(view.selected) });
  },

  onPageScroll({ scrollTop }: { scrollTop: number }) {
    this.wall?.scrollTo(scrollTop);
  },

  onTab({ detail: { id } }: WechatMiniprogram.CustomEvent<{ id: WorkTab }>) {
    this.reopen({ tab: id });
  },

  onSearch({ detail: { value } }: WechatMiniprogram.Input) {
    this.search?.type(value);
  },
  onSearchClear() {
    this.search?.clear();
  },

  /** Switches to another tab or search. */
  reopen(change: { tab: WorkTab } | { query: string }) {
    this.selection?.leave();
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
    this.list?.change(change);
    const isNewFavorite = change.kind === 'changed' && change.isFavorite === true;
    if (this.data.tab === 'favorite' && isNewFavorite) this.isStale = true;
  },

  onGeneration() {
    if (this.isVisible) this.refresh();
    else this.isStale = true;
  },

  onRetry() {
    // The current works remain on screen until newer ones are read.
    if (this.works().length === 0) this.wall?.set({ state: 'loading' });
    void this.reload();
  },

  find(id: string): Work | undefined {
    return this.works().find(({ workId }) => workId === id);
  },

  onOpen(event: Tap) {
    const { id } = event.currentTarget.dataset;
    if (!this.selection?.isSelecting()) openWork(id, this.find(id));
    else if (this.wall?.isSelectable(id)) this.selection.toggle(id);
  },

  onHold(event: Tap) {
    if (!this.selection?.isSelecting()) this.selection?.begin(event.currentTarget.dataset.id);
  },

  onAgain(event: Tap) {
    const work = this.find(event.currentTarget.dataset.id);
    // The bar of the selection would cover the next page.
    this.selection?.end();
    if (work) drawAgain(work, this.guard);
  },

  onSelect() {
    if (this.selection?.isSelecting()) this.selection.end();
    else this.selection?.begin();
  },
  onDay(event: Tap) {
    const day = this.wall?.days().find(({ key }) => key === event.currentTarget.dataset.id);
    if (day) this.selection?.toggleDay(day.ids);
  },
  onTool(event: Tap<Tool>) {
    this.selection?.use(event.currentTarget.dataset.id);
  },
  onUndo() {
    this.selection?.undo();
  },

  onCreate() {
    const { tab, query } = this.data;
    if (query !== '') this.search?.clear();
    else openMaker(tab);
  },

  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return homeCard;
  },
});
