import type { Prices } from '../../../../cloudfunctions/shared/contracts/aiGenerate';
import type { Plan } from '../../../../cloudfunctions/shared/contracts/quota';
import { getOptions } from '../../../services/ai-generate';
import { getOverview, listPlans } from '../../../services/quota';
import { watchQuota } from '../../../services/quota-watch';
import type { Watch } from '../../../services/watch';
import { explain } from '../../../utils/dialog';
import { openRecharge } from '../../../utils/navigation';
import { createResetTimer } from '../../../utils/reset-timer';
import { firstChoice, noMembership, toCards, toPurchase, toStanding } from './view';
import type { PlanCard } from './view';

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  reason: '',
  cards: [] as PlanCard[],
  chosen: '',
  standing: '',
  purchase: '',
};

Page({
  data,

  wanted: '',
  membership: noMembership,
  hasPayment: false,
  prices: null as Prices | null,
  endTimer: createResetTimer(() => undefined),
  newest: 0,
  watch: null as Watch | null,

  onLoad(query: Record<string, string | undefined>) {
    this.wanted = query['level'] ?? '';
    this.endTimer = createResetTimer(() => void this.load());
  },

  onShow() {
    void this.load();
    this.watch ??= watchQuota({
      // The page shows none of the user's limits, so it compares only versions.
      shown: () => Promise.resolve(null),
      refresh: () => void this.load(),
    });
  },
  onHide() {
    this.stopWatching();
  },
  onUnload() {
    // Invalidates answers still in flight.
    this.newest += 1;
    this.stopWatching();
  },
  stopWatching() {
    this.endTimer.stop();
    this.watch?.close();
    this.watch = null;
  },

  async load() {
    const request = ++this.newest;
    try {
      const [{ plans, currentLevel, hasPayment }, endAt, prices] = await Promise.all([
        listPlans(),
        this.endAt(),
        this.readPrices(),
      ]);
      if (request !== this.newest) return;
      this.membership = { level: currentLevel, endAt };
      this.hasPayment = hasPayment;
      this.prices = prices;
      if (this.watch !== null) this.endTimer.start(endAt, Date.now());
      this.show(plans);
    } catch (error) {
      if (request !== this.newest || this.data.state === 'ready') return;
      this.setData({ state: 'failed', reason: explain(error) });
    }
  },

  /** The end of the membership. Null when it cannot be read: the plans are then shown without it. */
  async endAt(): Promise<string | null> {
    try {
      return (await getOverview()).endAt;
    } catch (error) {
      console.warn(explain(error));
      return null;
    }
  },

  async readPrices(): Promise<Prices | null> {
    try {
      return (await getOptions()).prices;
    } catch (error) {
      console.warn(explain(error));
      return null;
    }
  },

  show(plans: Plan[]) {
    const { level } = this.membership;
    const chosen = this.data.chosen || firstChoice(plans, level, this.wanted);
    this.setData({
      state: 'ready',
      cards: toCards(plans, this.membership, this.prices, Date.now()),
    });
    this.choose(chosen);
  },

  choose(chosen: string) {
    const card = this.data.cards.find(({ level }) => level === chosen) ?? null;
    const standing = toStanding(card, this.membership, this.hasPayment, Date.now());
    const purchase = toPurchase(card, this.membership, this.hasPayment);
    this.setData({ chosen, standing, purchase });
  },

  onChoose(event: WechatMiniprogram.TouchEvent<never, never, { level: string }>) {
    this.choose(event.currentTarget.dataset.level);
  },

  onBuy() {
    openRecharge(this.data.chosen);
  },

  onRetry() {
    this.setData({ state: 'loading' });
    void this.load();
  },
});
