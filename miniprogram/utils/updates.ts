import { confirm } from './dialog';

/** Offers a restart when a new version is ready. */
export function watchUpdates(): void {
  const manager = wx.getUpdateManager();
  manager.onUpdateReady(() => {
    void confirm({
      title: '有新版本',
      content: '重启后即可使用，草稿会保留',
      confirmText: '重启',
    }).then((isConfirmed) => {
      if (isConfirmed) manager.applyUpdate();
    });
  });
}
