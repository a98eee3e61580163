import type { QuotaOverview } from '../../../cloudfunctions/shared/contracts/quota';
import { getOverview } from '../../services/quota';
import { followQuota } from '../../services/quota-news';
import { offersChat } from '../../services/session';
import { getUser } from '../../services/user-info';
import type { Watch } from '../../services/watch';
import { getStats } from '../../services/work-manage';
import { explain } from '../../utils/dialog';
import { openPlans } from '../../utils/navigation';
import { toAp, toCounts, toProfile, toStorage, usageLine } from './view';
import type { Ap, Count, Profile } from './view';

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  reason: '',
  profile: null as Profile | null,
  usageLine: '',
  counts: [] as Count[],
  ap: null as Ap | null,
  storage: '',
};

Page({
  data,

  overview: null as QuotaOverview | null,
  loaded: Promise.resolve(),
  newest: 0,
  watch: null as Watch | null,

  onShow() {
    this.loaded = this.load();
    this.watch ??= followQuota({
      shown: async () => {
        await this.loaded;
        return this.shownQuota();
      },
      refresh: () => void this.load(),
    });
  },

  onHide() {
    this.unfollow();
  },
  onUnload() {
    this.unfollow();
  },
  unfollow() {
    this.watch?.close();
    this.watch = null;
  },

  shownQuota() {
    if (!this.overview) return null;
    const { membershipLevel: level, features } = this.overview;
    const limits = Object.fromEntries(features.map(({ feature, limit }) => [feature, limit]));
    return { limits, level };
  },

  async load() {
    const request = ++this.newest;
    try {
      const [user, stats, overview] = await Promise.all([getUser(), getStats(), this.quotas()]);
      if (request !== this.newest) return;
      this.overview = overview;
      const now = Date.now();
      this.setData({
        state: 'ready',
        profile: toProfile(user, now),
        counts: toCounts(stats, user),
        usageLine: usageLine(overview, now),
        ap: offersChat() ? toAp(overview) : null,
        storage: toStorage(overview),
      });
    } catch (error) {
      if (request !== this.newest || this.data.state === 'ready') return;
      this.setData({ state: 'failed', reason: explain(error) });
    } finally {
      void wx.stopPullDownRefresh();
    }
  },

  /** The page is whole without them. */
  async quotas(): Promise<QuotaOverview | null> {
    try {
      return await getOverview();
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
    openPlans();
  },
  onChat() {
    void wx.navigateTo({ url: '/packages/chat/talk/index' });
  },
  onQuotas() {
    void wx.navigateTo({ url: '/packages/admin/users/index' });
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
