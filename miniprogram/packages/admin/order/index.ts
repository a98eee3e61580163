import type { AdminOrder } from '../../../../cloudfunctions/shared/contracts/payment';
import { copyText, explain, toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { toFen } from '../../../utils/money';
import { goBack, openPage } from '../../../utils/navigation';
import { afterFailure } from '../failed';
import type { ClosedPage } from '../people';
import { createRequestIds } from '../request-ids';
import { canChange } from '../role';
import { getOrderStory, recheckOrder, refundOrder, resolveReview } from '../service';
import { toActView, toOrderView } from './view';
import type { Act, OrderView } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: Act }>;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  closed: null as ClosedPage | null,
  notice: '',
  view: null as OrderView | null,
  canChange: false,
  act: '' as Act | '',
  isSheetOpen: false,
  typed: '',
  sheet: toActView(null, '', ''),
  isActing: false,
};

Page({
  data,

  orderId: '',
  order: null as AdminOrder | null,
  newest: 0,
  requestIds: createRequestIds(),
  acting: createGuard(),

  onLoad(query: Record<string, string | undefined>) {
    this.requestIds = createRequestIds();
    this.acting = createGuard();
    this.orderId = query['id'] ?? '';
    void this.load();
  },
  onUnload() {
    this.newest += 1;
  },

  async load() {
    const request = ++this.newest;
    try {
      const story = await getOrderStory(this.orderId);
      if (request !== this.newest) return;
      this.order = story.order;
      const view = toOrderView(story, Date.now());
      this.setData({ state: 'ready', notice: '', view, canChange: canChange() });
    } catch (error) {
      if (request !== this.newest) return;
      this.setData(afterFailure(this.data.state, error));
    } finally {
      void wx.stopPullDownRefresh();
    }
  },

  onPullDownRefresh() {
    void this.load();
  },
  onCopy() {
    void copyText(this.orderId, '单号已复制');
  },
  onUser() {
    openPage(`/packages/admin/user/index?userId=${this.data.view?.userId ?? ''}`);
  },

  onRecheck() {
    void this.acting.run(() =>
      this.change(async () => {
        const { order } = await recheckOrder(this.orderId);
        return order.status === this.order?.status ? '已问过微信，没有变化' : '已按微信的答复更新';
      }),
    );
  },

  onChoose(event: Tap) {
    this.show(event.currentTarget.dataset.id, '');
    this.setData({ isSheetOpen: true });
  },
  onTyped(event: WechatMiniprogram.Input) {
    this.show(this.data.act, event.detail.value);
  },
  show(act: Act | '', typed: string) {
    this.setData({ act, typed, sheet: toActView(this.order, act, typed) });
  },
  onCloseSheet() {
    this.setData({ isSheetOpen: false });
  },

  onAct({ detail: { reason } }: WechatMiniprogram.CustomEvent<{ reason: string }>) {
    const { act, typed } = this.data;
    if (act === '') return;
    void this.acting.run(() => this.change(() => this.carryOut(act, typed, reason)));
  },

  async carryOut(act: Act, typed: string, reason: string): Promise<string> {
    const { orderId } = this;
    const requestId = this.requestIds.of({ orderId, act, typed, reason });
    const { proposalId } =
      act === 'refund'
        ? await refundOrder({ orderId, fen: toFen(typed) ?? 0, reason, requestId })
        : await resolveReview({
            ...{ orderId, reason, requestId },
            decision: act === 'refundReview' ? 'refund' : act,
          });
    this.requestIds.done();
    this.setData({ isSheetOpen: false });
    return proposalId === null ? '已处理' : '已提议，等另一位管理员批准';
  },

  /** Reads the page again after every change, also when the outcome is unknown. */
  async change(run: () => Promise<string>) {
    this.setData({ isActing: true });
    try {
      toast(await run());
    } catch (error) {
      toast(explain(error));
    }
    await this.load();
    this.setData({ isActing: false });
  },

  onPrimary() {
    if (this.data.closed?.primary === '返回') {
      goBack();
      return;
    }
    this.setData({ state: 'loading' });
    void this.load();
  },
});
