import { delay } from '../../../services/delay';
import { copyText, explain } from '../../../utils/dialog';
import { getOrder } from '../service';
import { toView } from './view';
import type { OrderView } from './view';

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  reason: '',
  view: null as OrderView | null,
};

/** The poll interval of an unfinished order. */
const againMs = 5000;

Page({
  data,

  orderId: '',
  newest: 0,
  cancel: (): void => undefined,

  onLoad(query: Record<string, string | undefined>) {
    this.orderId = query['id'] ?? '';
  },

  onShow() {
    void this.load();
  },
  onHide() {
    this.leave();
  },
  onUnload() {
    this.leave();
  },
  leave() {
    this.newest += 1;
    this.cancel();
  },

  async load() {
    const request = ++this.newest;
    this.cancel();
    try {
      const reply = await getOrder(this.orderId);
      if (request !== this.newest) return;
      const view = toView(reply);
      this.setData({ state: 'ready', view });
      if (view.tone === 'waiting') this.cancel = delay(() => void this.load(), againMs);
    } catch (error) {
      if (request !== this.newest || this.data.state === 'ready') return;
      this.setData({ state: 'failed', reason: explain(error) });
    }
  },

  onCopy() {
    void copyText(this.orderId, '单号已复制');
  },
  onRetry() {
    this.setData({ state: 'loading' });
    void this.load();
  },
});
