import { getCheckin } from '../../../services/payment';
import { currentUser, rememberCredits } from '../../../services/session';
import { getUser } from '../../../services/user-info';
import { explain } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { openPage } from '../../../utils/navigation';
import { checkIn } from '../service';
import { toView } from './view';
import type { CheckinView } from './view';

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  reason: '',
  view: null as CheckinView | null,
  balance: null as number | null,
  isTaking: false,
  notice: '',
};

Page({
  data,

  taking: createGuard(),
  newest: 0,

  onLoad() {
    this.taking = createGuard();
  },

  onShow() {
    void this.load();
  },
  onUnload() {
    this.newest += 1;
  },

  async load() {
    const request = ++this.newest;
    try {
      const [reply] = await Promise.all([getCheckin(), this.readBalance()]);
      if (request === this.newest) this.setData({ state: 'ready', view: toView(reply) });
    } catch (error) {
      if (request !== this.newest || this.data.state === 'ready') return;
      this.setData({ state: 'failed', reason: explain(error) });
    }
  },

  async readBalance() {
    try {
      this.setData({ balance: (await getUser()).credits });
    } catch (error) {
      console.warn(explain(error));
      this.setData({ balance: currentUser()?.credits ?? null });
    }
  },

  onCheckIn() {
    if (this.data.view?.isDone === true) return;
    void this.taking.run(() => this.take());
  },

  async take() {
    this.setData({ isTaking: true, notice: '' });
    try {
      const { balance } = await checkIn();
      rememberCredits(balance);
      this.setData({ balance });
      await this.load();
    } catch (error) {
      this.setData({ notice: explain(error) });
    } finally {
      this.setData({ isTaking: false });
    }
  },

  onRecords() {
    openPage('/packages/account/records/index');
  },
  onRetry() {
    this.setData({ state: 'loading' });
    void this.load();
  },
});
