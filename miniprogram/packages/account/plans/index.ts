import type { Plan } from '../../../../cloudfunctions/shared/contracts/quota';
import { getOverview, listPlans } from '../../../services/quota';
import { followQuota } from '../../../services/quota-news';
import type { Watch } from '../../../services/watch';
import { explain } from '../../../utils/dialog';
import { firstChoice, noOffer, nobody, toCards, toOffer } from './view';
import type { PlanCard } from './view';

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  reason: '',
  cards: [] as PlanCard[],
  chosen: '',
  offer: noOffer,
};

Page({
  data,

  wanted: '',
  standing: nobody,
  newest: 0,
  watch: null as Watch | null,

  onLoad(query: Record<string, string | undefined>) {
    this.wanted = query['level'] ?? '';
  },

  onShow() {
    void this.load();
    this.watch ??= followQuota({
      // Nothing to compare with: any later version is worth a look.
      shown: () => Promise.resolve(null),
      refresh: () => void this.load(),
    });
  },
  onHide() {
    this.unfollow();
  },
  onUnload() {
    // What comes now is for nobody.
    this.newest += 1;
    this.unfollow();
  },
  unfollow() {
    this.watch?.close();
    this.watch = null;
  },

  async load() {
    const request = ++this.newest;
    try {
      const [{ plans, currentLevel }, endAt] = await Promise.all([listPlans(), this.endAt()]);
      if (request !== this.newest) return;
      this.standing = { level: currentLevel, endAt };
      this.show(plans);
    } catch (error) {
      if (request !== this.newest || this.data.state === 'ready') return;
      this.setData({ state: 'failed', reason: explain(error) });
    }
  },

  /** The comparison is worth reading without knowing when one's own ends. */
  async endAt(): Promise<string | null> {
    try {
      return (await getOverview()).endAt;
    } catch (error) {
      console.warn(explain(error));
      return null;
    }
  },

  show(plans: Plan[]) {
    const { level } = this.standing;
    const chosen = this.data.chosen || firstChoice(plans, level, this.wanted);
    this.setData({ state: 'ready', cards: toCards(plans, this.standing, Date.now()) });
    this.choose(chosen);
  },

  choose(chosen: string) {
    const card = this.data.cards.find(({ level }) => level === chosen) ?? null;
    this.setData({ chosen, offer: toOffer(card, this.standing, Date.now()) });
  },

  onChoose(event: WechatMiniprogram.TouchEvent<never, never, { level: string }>) {
    this.choose(event.currentTarget.dataset.level);
  },

  onRetry() {
    this.setData({ state: 'loading' });
    void this.load();
  },
});
