import type { QuotaOverview } from '../../../cloudfunctions/shared/contracts/quota';
import { getOptions, knownPrices } from '../../services/ai-generate';
import { getOverview } from '../../services/quota';
import { watchQuota } from '../../services/quota-watch';
import { getCheckin, getInvite } from '../../services/payment';
import { offersChat, offersPlans, signIn } from '../../services/session';
import { getUser } from '../../services/user-info';
import type { Watch } from '../../services/watch';
import { getStats } from '../../services/work-manage';
import { explain } from '../../utils/dialog';
import { openPage, openPlans, openRecharge } from '../../utils/navigation';
import { createResetTimer } from '../../utils/reset-timer';
import { nextReset, toAp, toCounts, toProfile, toStorage, toWallet, usageLine } from './view';
import type { Ap, Count, Profile, Wallet } from './view';

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  reason: '',
  profile: null as Profile | null,
  usageLine: '',
  counts: [] as Count[],
  ap: null as Ap | null,
  storage: '',
  wallet: null as Wallet | null,
};

Page({
  data,

  overview: null as QuotaOverview | null,
  credits: undefined as number | undefined,
  resetTimer: createResetTimer(() => undefined),
  loaded: Promise.resolve(),
  newest: 0,
  watch: null as Watch | null,

  onLoad() {
    this.resetTimer = createResetTimer(() => void this.load());
  },

  onShow() {
    this.loaded = this.load();
    this.watch ??= watchQuota({
      shown: async () => {
        await this.loaded;
        return this.shownQuota();
      },
      refresh: () => void this.load(),
    });
  },

  onHide() {
    this.stopWatching();
  },
  onUnload() {
    this.stopWatching();
  },
  stopWatching() {
    this.resetTimer.stop();
    this.watch?.close();
    this.watch = null;
  },

  shownQuota() {
    if (!this.overview) return null;
    const { membershipLevel: level, features } = this.overview;
    const limits = Object.fromEntries(features.map(({ feature, limit }) => [feature, limit]));
    return { limits, level, credits: this.credits };
  },

  async load() {
    const request = ++this.newest;
    try {
      const [user, stats, overview, , wallet] = await Promise.all([
        getUser(),
        getStats(),
        this.optional(getOverview()),
        this.optional(getOptions()),
        this.readWallet(),
      ]);
      if (request !== this.newest) return;
      this.overview = overview;
      this.credits = user.credits;
      const now = Date.now();
      if (this.watch !== null) this.resetTimer.start(nextReset(overview), now);
      this.setData({
        state: 'ready',
        profile: toProfile(user, knownPrices(), now, offersPlans()),
        counts: toCounts(stats),
        usageLine: usageLine(overview, now),
        ap: offersChat() ? toAp(overview) : null,
        storage: toStorage(overview),
        wallet,
      });
    } catch (error) {
      if (request !== this.newest || this.data.state === 'ready') return;
      this.setData({ state: 'failed', reason: explain(error) });
    } finally {
      void wx.stopPullDownRefresh();
    }
  },

  /** Check-in and invitations are free, so they are shown even when nothing can be bought. */
  async readWallet(): Promise<Wallet> {
    await signIn();
    const [checkin, invite] = await Promise.all([
      this.optional(getCheckin()),
      this.optional(getInvite()),
    ]);
    return toWallet(checkin, invite, offersPlans());
  },

  /** Parts that cannot be read are left out of the page. */
  async optional<Data>(read: Promise<Data>): Promise<Data | null> {
    try {
      return await read;
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
    openPage('/packages/account/edit/index');
  },
  onMembership() {
    openPlans();
  },
  onChat() {
    openPage('/packages/chat/talk/index');
  },
  onDesk() {
    openPage('/packages/admin/overview/index');
  },
  onRecharge() {
    openRecharge();
  },
  onCheckin() {
    openPage('/packages/wallet/checkin/index');
  },
  onInvite() {
    openPage('/packages/wallet/invite/index');
  },
  onRecords() {
    openPage('/packages/account/records/index');
  },
  onTasks() {
    openPage('/packages/studio/tasks/index');
  },
  onSettings() {
    openPage('/packages/account/settings/index');
  },
  onAbout() {
    openPage('/packages/account/about/index');
  },
  onWorks() {
    void wx.switchTab({ url: '/pages/works/index' });
  },
});
