import { getInvite } from '../../../services/payment';
import { askText, copyText, explain, toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { redeemInvite } from '../service';
import { toView } from './view';
import type { InviteView } from './view';

const data = {
  state: 'loading' as 'loading' | 'ready' | 'closed' | 'failed',
  reason: '',
  view: null as InviteView | null,
};

Page({
  data,

  redeeming: createGuard(),
  newest: 0,

  onLoad() {
    this.redeeming = createGuard();
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
      const reply = await getInvite();
      if (request !== this.newest) return;
      this.setData({
        state: reply.isOpen ? 'ready' : 'closed',
        view: reply.isOpen ? toView(reply, Date.now()) : null,
      });
    } catch (error) {
      if (request !== this.newest || this.data.state === 'ready') return;
      this.setData({ state: 'failed', reason: explain(error) });
    }
  },

  onCopy() {
    const { view } = this.data;
    if (view !== null) void copyText(view.code, '邀请码已复制');
  },

  onRedeem() {
    void this.redeeming.run(() => this.redeem());
  },

  async redeem() {
    const code = await askText('填写邀请码', '', '好友发给你的邀请码');
    if (code === null || code === '') return;
    try {
      const { status } = await redeemInvite(code);
      toast(
        status === 'rejected'
          ? '已填写，这位好友现在不能得到奖励'
          : '已填写，画成第一张后好友会得到奖励',
      );
      await this.load();
    } catch (error) {
      toast(explain(error));
    }
  },

  onRetry() {
    this.setData({ state: 'loading' });
    void this.load();
  },
});
