import type { CreditLog } from '../../../../cloudfunctions/shared/contracts/userInfo';
import { listCreditLogs } from '../../../services/user-info';
import { explain, toast } from '../../../utils/dialog';
import { openPage } from '../../../utils/navigation';
import { createPagedList } from '../../../utils/paged-list';
import type { ListView, PagedList } from '../../../utils/paged-list';
import { tabs, toDays } from './view';
import type { Day, RecordTab } from './view';

/** A tab filters each page, so further pages are read until this many rows are shown or the list ends. */
const minRows = 12;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  reason: '',
  tabs,
  tab: 'all' as RecordTab,
  days: [] as Day[],
  balance: '',
  isAtEnd: false,
  isLoadingMore: false,
};

Page({
  data,

  list: null as PagedList<CreditLog> | null,

  onLoad() {
    this.list = createPagedList<CreditLog>({
      async read(cursor) {
        const { logs: rows, nextCursor } = await listCreditLogs(cursor);
        return { rows, nextCursor };
      },
      id: ({ id }) => id,
      show: (listed) => this.show(listed),
      failed: (error) => this.onFailed(explain(error)),
      loadingMore: (isLoadingMore) => this.setData({ isLoadingMore }),
    });
    void this.refresh();
  },

  onUnload() {
    this.list?.clear();
  },

  async refresh() {
    await this.list?.reload();
    void wx.stopPullDownRefresh();
    await this.fill();
  },

  /** Records already shown stay on the page. */
  onFailed(reason: string) {
    if (this.data.state === 'ready') toast(reason);
    else this.setData({ state: 'failed', reason });
  },

  show({ rows: logs, isAtEnd, isLoadingMore }: ListView<CreditLog>) {
    const [newest] = logs;
    this.setData({
      state: 'ready',
      days: toDays(logs, this.data.tab, Date.now()),
      balance: newest ? `余额 ${newest.balance}` : '',
      isAtEnd,
      isLoadingMore,
    });
  },

  async fill() {
    const rows = this.data.days.reduce((sum, day) => sum + day.rows.length, 0);
    if (rows < minRows) await this.more();
  },

  async more() {
    if ((await this.list?.more()) === true) await this.fill();
  },

  onTab({ detail: { id } }: WechatMiniprogram.CustomEvent<{ id: RecordTab }>) {
    this.setData({ tab: id });
    this.list?.show();
    void this.fill();
  },

  onOpen(event: WechatMiniprogram.TouchEvent<never, never, { url: string }>) {
    const { url } = event.currentTarget.dataset;
    if (url !== '') openPage(url);
  },
  onReachBottom() {
    void this.more();
  },
  onPullDownRefresh() {
    void this.refresh();
  },
  onRetry() {
    this.setData({ state: 'loading' });
    void this.refresh();
  },
});
