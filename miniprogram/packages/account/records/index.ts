import type { CreditLog } from '../../../../cloudfunctions/shared/contracts/userInfo';
import { listCreditLogs } from '../../../services/user-info';
import { explain, toast } from '../../../utils/dialog';
import { tabs, toDays } from './view';
import type { Day, RecordTab } from './view';

/** A tab shows a part of every page: read on until there is a screenful, or the end. */
const enoughRows = 12;

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

  logs: [] as CreditLog[],
  cursor: null as string | null,
  newest: 0,

  onLoad() {
    void this.refresh();
  },

  async refresh() {
    const request = ++this.newest;
    try {
      const { logs, nextCursor } = await listCreditLogs(null);
      if (request !== this.newest) return;
      this.logs = logs;
      this.cursor = nextCursor;
      this.show();
      void this.fill();
    } catch (error) {
      if (request === this.newest) this.setData({ state: 'failed', reason: explain(error) });
    } finally {
      void wx.stopPullDownRefresh();
    }
  },

  show() {
    const newest = this.logs[0];
    this.setData({
      state: 'ready',
      days: toDays(this.logs, this.data.tab, Date.now()),
      balance: newest ? `余额 ${newest.balance}` : '',
      isAtEnd: this.cursor === null,
    });
  },

  async fill() {
    const rows = this.data.days.reduce((sum, day) => sum + day.rows.length, 0);
    if (rows < enoughRows && this.cursor !== null) await this.more();
  },

  async more() {
    const { cursor } = this;
    if (cursor === null || this.data.isLoadingMore) return;
    const request = this.newest;
    this.setData({ isLoadingMore: true });
    try {
      const { logs, nextCursor } = await listCreditLogs(cursor);
      if (request !== this.newest) return;
      this.logs = [...this.logs, ...logs];
      this.cursor = nextCursor;
      this.show();
    } catch (error) {
      toast(explain(error));
      return;
    } finally {
      this.setData({ isLoadingMore: false });
    }
    await this.fill();
  },

  onTab({ detail: { id } }: WechatMiniprogram.CustomEvent<{ id: RecordTab }>) {
    this.setData({ tab: id });
    this.show();
    void this.fill();
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
