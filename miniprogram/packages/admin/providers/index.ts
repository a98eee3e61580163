import { goBack, openPage } from '../../../utils/navigation';
import { afterFailure } from '../failed';
import type { ClosedPage } from '../people';
import { listProviders } from '../service';
import { toGroups } from './view';
import type { Group } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  closed: null as ClosedPage | null,
  notice: '',
  groups: [] as Group[],
};

Page({
  data,

  newest: 0,

  onShow() {
    void this.load();
  },
  onUnload() {
    this.newest += 1;
  },

  async load() {
    const request = ++this.newest;
    try {
      const { models } = await listProviders();
      if (request !== this.newest) return;
      this.setData({ state: 'ready', notice: '', groups: toGroups(models) });
    } catch (error) {
      if (request !== this.newest) return;
      this.setData(afterFailure(this.data.state, error));
    } finally {
      void wx.stopPullDownRefresh();
    }
  },

  onOpen(event: Tap) {
    openPage(`/packages/admin/provider/index?id=${event.currentTarget.dataset.id}`);
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
