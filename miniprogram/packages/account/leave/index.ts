import { createRequestId } from '../../../services/request-id';
import { deleteAccount } from '../../../services/user-info';
import { confirm, explain, toast } from '../../../utils/dialog';
import { fillDraft } from '../../../utils/draft';
import { createGuard } from '../../../utils/guard';
import { consequences } from './view';

const data = {
  state: 'asking' as 'asking' | 'left',
  consequences,
  isUnderstood: false,
  isLeaving: false,
};

Page({
  data,

  leaving: createGuard(),
  /** One id per visit: a retry after a lost answer cannot delete an account opened later. */
  requestId: '',

  onLoad() {
    this.leaving = createGuard();
    this.requestId = createRequestId();
  },

  onUnderstood() {
    this.setData({ isUnderstood: !this.data.isUnderstood });
  },

  onLeave() {
    if (!this.data.isUnderstood) {
      toast('请先勾选“我已了解”');
      return;
    }
    void this.leaving.run(() => this.leave());
  },

  async leave() {
    const isSure = await confirm({
      title: '确定注销？',
      content: '注销后不能恢复，作品、积分和对话都会失去',
      confirmText: '注销',
      isDangerous: true,
    });
    if (!isSure) return;
    this.setData({ isLeaving: true });
    try {
      await deleteAccount(this.requestId);
      wx.clearStorageSync();
      fillDraft({});
      this.setData({ state: 'left' });
    } catch (error) {
      toast(explain(error));
    } finally {
      this.setData({ isLeaving: false });
    }
  },

  onRestart() {
    void wx.switchTab({ url: '/pages/create/index' });
  },
});
