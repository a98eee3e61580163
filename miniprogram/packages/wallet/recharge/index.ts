import { watchQuota } from '../../../services/quota-watch';
import { currentUser } from '../../../services/session';
import { getUser } from '../../../services/user-info';
import type { Watch } from '../../../services/watch';
import { copyText, explain } from '../../../utils/dialog';
import { openPage, openPlans } from '../../../utils/navigation';
import { createPurchase } from '../purchase';
import type { Step } from '../purchase';
import { getPackages } from '../service';
import { firstChoice, gainOf, moneyName, toCard, toConfirming, toNotice, toResult } from './view';
import type { Confirming, PackageCard, Result } from './view';

const data = {
  state: 'loading' as 'loading' | 'ready' | 'closed' | 'failed',
  reason: '',
  balance: null as number | null,
  credits: [] as PackageCard[],
  memberships: [] as PackageCard[],
  chosen: '',
  price: '',
  gain: '',
  isPaying: false,
  notice: '',
  /** Cancelling is the user's own decision, so it is not shown as an error. */
  isNoticeBad: false,
  confirming: null as Confirming | null,
  result: null as Result | null,
};

const tickMs = 1000;
const idle = (): Step => ({ kind: 'idle' });

Page({
  data,

  wanted: '',
  cards: [] as PackageCard[],
  purchase: createPurchase(() => undefined),
  step: idle(),
  watch: null as Watch | null,
  timer: null as ReturnType<typeof setInterval> | null,
  newest: 0,

  onLoad(query: Record<string, string | undefined>) {
    this.wanted = query['wanted'] ?? '';
    this.purchase = createPurchase((step) => this.onStep(step));
  },

  onShow() {
    const loaded = this.load();
    this.purchase.resume();
    this.watch ??= watchQuota({
      shown: async () => {
        await loaded;
        return { limits: {}, credits: this.data.balance ?? undefined };
      },
      refresh: () => void this.readBalance(),
    });
    this.timer ??= setInterval(() => this.tick(), tickMs);
  },
  onHide() {
    this.leave();
  },
  onUnload() {
    this.newest += 1;
    this.leave();
  },
  leave() {
    this.purchase.stop();
    this.watch?.close();
    this.watch = null;
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  },

  async load() {
    const request = ++this.newest;
    try {
      const [{ isOpen, packages }] = await Promise.all([getPackages(), this.readBalance()]);
      if (request !== this.newest) return;
      this.cards = packages.map(toCard);
      this.setData({
        state: isOpen ? 'ready' : 'closed',
        credits: this.cards.filter(({ isMembership }) => !isMembership),
        memberships: this.cards.filter(({ isMembership }) => isMembership),
      });
      const isKnown = this.cards.some(({ packageId }) => packageId === this.data.chosen);
      this.choose(isKnown ? this.data.chosen : firstChoice(this.cards, this.wanted));
    } catch (error) {
      if (request !== this.newest || this.data.state !== 'loading') return;
      this.setData({ state: 'failed', reason: explain(error) });
    }
  },

  /** The page is usable without the balance. */
  async readBalance() {
    try {
      this.setData({ balance: (await getUser()).credits });
    } catch (error) {
      console.warn(explain(error));
      this.setData({ balance: currentUser()?.credits ?? null });
    }
  },

  choose(chosen: string) {
    const card = this.cards.find(({ packageId }) => packageId === chosen);
    this.setData({
      chosen,
      price: card === undefined ? '' : moneyName(card.priceFen),
      gain: card === undefined ? '' : gainOf(card),
    });
  },

  onChoose(event: WechatMiniprogram.TouchEvent<never, never, { id: string }>) {
    if (this.data.isPaying) return;
    this.choose(event.currentTarget.dataset.id);
    this.setData({ notice: '' });
  },

  onPay() {
    const card = this.cards.find(({ packageId }) => packageId === this.data.chosen);
    if (card === undefined) return;
    const { packageId, name, priceFen, credits } = card;
    void this.purchase.buy({ packageId, name, priceFen, credits });
  },

  onStep(step: Step) {
    this.step = step;
    const result = toResult(step);
    this.setData({
      isPaying: step.kind === 'paying',
      notice: toNotice(step),
      isNoticeBad: step.kind === 'failed',
      confirming: null,
      result,
    });
    this.tick();
    if (result !== null) void this.readBalance();
    if (step.kind === 'failed' && step.isPriceOld) void this.load();
  },

  tick() {
    if (this.step.kind !== 'confirming') return;
    const confirming = toConfirming(this.step.pending, this.data.balance, Date.now());
    this.setData({ confirming });
  },

  onAgain() {
    this.onStep(idle());
  },
  onCopy() {
    const { confirming } = this.data;
    if (confirming !== null) void copyText(confirming.orderId, '单号已复制');
  },
  onStory() {
    const { result } = this.data;
    if (result !== null) openPage(`/packages/wallet/order/index?id=${result.orderId}`);
  },
  onRecords() {
    openPage('/packages/account/records/index');
  },
  onPlans() {
    openPlans();
  },
  onAgreement() {
    openPage('/packages/account/agreement/index');
  },
  onCreate() {
    void wx.switchTab({ url: '/pages/create/index' });
  },
  onRetry() {
    this.setData({ state: 'loading' });
    void this.load();
  },
});
