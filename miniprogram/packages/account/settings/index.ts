import { confirm, toast } from '../../../utils/dialog';
import { fillDraft } from '../../../utils/draft';
import { createGuard } from '../../../utils/guard';
import { openPage } from '../../../utils/navigation';

function go(page: string) {
  openPage(`/packages/account/${page}/index`);
}

Page({
  clearing: createGuard(),

  onLoad() {
    this.clearing = createGuard();
  },

  onEdit() {
    go('edit');
  },
  onPrivacy() {
    go('privacy');
  },
  onAgreement() {
    go('agreement');
  },
  onAbout() {
    go('about');
  },
  onLeave() {
    go('leave');
  },
  onPermissions() {
    void wx.openSetting();
  },

  onClear() {
    void this.clearing.run(() => this.clear());
  },

  async clear() {
    const isSure = await confirm({
      title: '清除本机内容？',
      content: '草稿和最近用过的角色会清空，作品和积分不受影响',
      confirmText: '清除',
    });
    if (!isSure) return;
    wx.clearStorageSync();
    // The storage is cleared, but 创作 still shows the old draft: a new version makes it read again.
    fillDraft({});
    toast('已清除');
  },
});
