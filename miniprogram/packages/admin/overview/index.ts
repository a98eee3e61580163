import { delay } from '../../../services/delay';
import { goBack, openPage } from '../../../utils/navigation';
import { afterFailure } from '../failed';
import type { ClosedPage } from '../people';
import { getAdminOverview } from '../service';
import { toOverviewView } from './view';
import type { OverviewView } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { path: string }>;

/** How often the figures are read again while the page is visible. */
const againMs = 60_000;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  closed: null as ClosedPage | null,
  notice: '',
  view: null as OverviewView | null,
};

Page({
  data,

  newest: 0,
  cancel: (): void => undefined,

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
      const overview = await getAdminOverview();
      if (request !== this.newest) return;
      this.setData({ state: 'ready', notice: '', view: toOverviewView(overview, Date.now()) });
    } catch (error) {
      if (request !== this.newest) return;
      this.setData(afterFailure(this.data.state, error));
    } finally {
      void wx.stopPullDownRefresh();
    }
    if (request === this.newest && this.data.state === 'ready') {
      this.cancel = delay(() => void this.load(), againMs);
    }
  },

  onOpen(event: Tap) {
    const { path } = event.currentTarget.dataset;
    if (path !== '') openPage(path);
  },
  onPullDownRefresh() {
    void this.load();
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
