import type { AdminOrder, OrderStatus } from '../../../../cloudfunctions/shared/contracts/payment';
import { goBack, openPage } from '../../../utils/navigation';
import { createPagedList } from '../../../utils/paged-list';
import type { ListView, PagedList } from '../../../utils/paged-list';
import { cut, maxLengths, toText } from '../../../utils/text';
import { afterFailure } from '../failed';
import type { Closed } from '../people';
import { searchOrders } from '../service';
import { filters, toFilter, toOrderRow } from './view';
import type { OrderRow } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

/** The search starts when no key was pressed for this long. */
const searchDelayMs = 300;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  closed: null as Closed | null,
  notice: '',
  text: '',
  filters,
  status: '' as OrderStatus | '',
  rows: [] as OrderRow[],
  isAtEnd: false,
  isLoadingMore: false,
};

Page({
  data,

  list: null as PagedList<AdminOrder> | null,
  typing: 0,

  /** `status` and `text` come with a figure of the overview or the story of a user. */
  onLoad(query: Record<string, string | undefined>) {
    this.setData({ status: toFilter(query['status']), text: query['text'] ?? '' });
    this.list = createPagedList<AdminOrder>({
      read: async (cursor) => {
        const { status } = this.data;
        const text = cut(toText(this.data.text), maxLengths.userSearch);
        const { orders: rows, nextCursor } = await searchOrders({
          ...{ text, cursor, pageSize: 20 },
          ...(status !== '' && { status }),
        });
        return { rows, nextCursor };
      },
      id: ({ orderId }) => orderId,
      show: (listed) => this.show(listed),
      failed: (error) => this.onFailed(error),
      loadingMore: (isLoadingMore) => this.setData({ isLoadingMore }),
    });
  },
  onShow() {
    // An order may have been changed on its own page.
    void this.search();
  },
  onUnload() {
    clearTimeout(this.typing);
    this.list?.clear();
  },

  async search() {
    await this.list?.reload();
    void wx.stopPullDownRefresh();
  },

  show({ rows: orders, isAtEnd, isLoadingMore }: ListView<AdminOrder>) {
    const now = Date.now();
    const rows = orders.map((order) => toOrderRow(order, now));
    this.setData({ state: 'ready', notice: '', rows, isAtEnd, isLoadingMore });
  },

  onFailed(error: unknown) {
    this.setData(afterFailure(this.data.state, error));
  },

  onText(event: WechatMiniprogram.Input) {
    this.setData({ text: event.detail.value });
    clearTimeout(this.typing);
    this.typing = setTimeout(() => void this.search(), searchDelayMs);
  },
  onConfirm() {
    clearTimeout(this.typing);
    void this.search();
  },
  onFilter({ detail: { id } }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    this.setData({ status: toFilter(id), state: 'loading' });
    void this.search();
  },

  onOpen(event: Tap) {
    openPage(`/packages/admin/order/index?id=${event.currentTarget.dataset.id}`);
  },
  onPullDownRefresh() {
    void this.search();
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
    void this.search();
  },
});
