import { appStore } from '../engine/app-store';
import { chooseAction } from '../phone/sheets';
import { askModal } from '../phone/modal';
import { openSettings } from '../phone/open-types';
import { currentPage, navigateBack, reLaunch } from './navigation';
import { share, shareMenu } from './share';

/** Handles back, home and the two halves of the capsule. */
export function listenToBarButtons(): void {
  document.addEventListener('navigation-back', () => navigateBack());
  document.addEventListener('navigation-home', goHome);
}

export async function openMenu(): Promise<void> {
  const canShare = shareMenu.isShown && currentPage()?.has('onShareAppMessage') === true;
  const items: { label: string; run: () => unknown }[] = [
    ...(canShare ? [{ label: '发送给朋友', run: () => share({ from: 'menu' }) }] : []),
    { label: '重新进入小程序', run: goHome },
    { label: '设置', run: openSettings },
  ];
  const index = await chooseAction(items.map(({ label }) => label));
  if (index !== undefined) await items[index]?.run();
}

/** A phone would leave the app; the simulator restarts it. */
export async function leaveApp(): Promise<void> {
  if (
    await askModal({
      title: '关闭小程序',
      content: '在浏览器中会重新启动小程序',
      confirmText: '重新启动',
    })
  )
    location.reload();
}

function goHome(): void {
  reLaunch(`/${appStore.app.entryPage}`);
}
