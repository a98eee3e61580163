import type { DailyUsage } from '../../../cloudfunctions/shared/contracts/values';
import { getDailyUsage } from '../../services/ai-generate';
import { getUser } from '../../services/user-info';
import { getStats } from '../../services/work-manage';
import { explain } from '../../utils/dialog';
import { toCounts, toProfile, usageLine } from './view';
import type { Count, Profile } from './view';

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  reason: '',
  profile: null as Profile | null,
  usageLine: '',
  counts: [] as Count[],
};

Page({
  data,

  onShow() {
    void this.load();
  },

  async load() {
    try {
      const [user, stats, usage] = await Promise.all([getUser(), getStats(), this.usage()]);
      this.setData({
        state: 'ready',
        profile: toProfile(user),
        counts: toCounts(stats, user),
        usageLine: usageLine(usage, Date.now()),
      });
    } catch (error) {
      if (this.data.state === 'ready') return;
      this.setData({ state: 'failed', reason: explain(error) });
    } finally {
      void wx.stopPullDownRefresh();
    }
  },

  /** The page is whole without the count. */
  async usage(): Promise<DailyUsage | null> {
    try {
      return await getDailyUsage();
    } catch (error) {
      console.warn(explain(error));
      return null;
    }
  },

  onPullDownRefresh() {
    void this.load();
  },

  onRetry() {
    this.setData({ state: 'loading' });
    void this.load();
  },

  onEdit() {
    void wx.navigateTo({ url: '/packages/account/edit/index' });
  },
  onMembership() {
    void wx.navigateTo({ url: '/packages/account/membership/index' });
  },
  onRecords() {
    void wx.navigateTo({ url: '/packages/account/records/index' });
  },
  onSettings() {
    void wx.navigateTo({ url: '/packages/account/settings/index' });
  },
  onAbout() {
    void wx.navigateTo({ url: '/packages/account/about/index' });
  },
  onWorks() {
    void wx.switchTab({ url: '/pages/works/index' });
  },
});
