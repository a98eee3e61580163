import type { AdminOrder, OrderStatus } from '../../../../cloudfunctions/shared/contracts/payment';
import { openPage } from '../../../utils/navigation';
import { cut, maxLengths, toText } from '../../../utils/text';
import { createAdminList, listData } from '../list';
import type { AdminList } from '../list';
import { searchOrders } from '../service';
import { filters, toFilter, toOrderRow } from './view';
import type { OrderRow } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

/** The search starts after this pause in typing. */
const searchDelayMs = 300;

const data = {
  ...listData,
  text: '',
  filters,
  status: '' as OrderStatus | '',
  rows: [] as OrderRow[],
};

Page({
  data,

  list: null as AdminList<AdminOrder> | null,
  typing: 0,

  /** `status` and `text` are set by links from the overview and from a user's page. */
  onLoad(query: Record<string, string | undefined>) {
    this.setData({ status: toFilter(query['status']), text: query['text'] ?? '' });
    this.list = createAdminList<AdminOrder>(this, {
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
      show: (orders) => this.show(orders),
    });
  },
  onShow() {
    // An order may have been changed on its own page.
    void this.list?.reload();
  },
  onUnload() {
    clearTimeout(this.typing);
    this.list?.clear();
  },

  show(orders: AdminOrder[]) {
    const now = Date.now();
    this.setData({ rows: orders.map((order) => toOrderRow(order, now)) });
  },

  onText(event: WechatMiniprogram.Input) {
    this.setData({ text: event.detail.value });
    clearTimeout(this.typing);
    this.typing = setTimeout(() => void this.list?.reload(), searchDelayMs);
  },
  onConfirm() {
    clearTimeout(this.typing);
    void this.list?.reload();
  },
  onFilter({ detail: { id } }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    this.setData({ status: toFilter(id) });
    void this.list?.replace();
  },

  onOpen(event: Tap) {
    openPage(`/packages/admin/order/index?id=${event.currentTarget.dataset.id}`);
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
