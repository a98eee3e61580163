import { createGuard } from './guard';
import type { RefusalAction } from './refusal';

const opening = createGuard();

/** Opens a page. Of two taps in one frame the second is dropped. */
export function openPage(url: string): void {
  void opening.run(async () => {
    try {
      await wx.navigateTo({ url });
    } catch (error) {
      console.warn('page not opened', url, error);
    }
  });
}

/** Back, or to 创作 when the page was opened from a link and is the only one. */
export function goBack(): void {
  if (getCurrentPages().length > 1) void wx.navigateBack();
  else void wx.switchTab({ url: '/pages/create/index' });
}

/** Opens the membership plans; `level` is selected at first. */
export function openPlans(level = ''): void {
  openPage(`/packages/account/plans/index?level=${level}`);
}

/** Opens the shop. `wanted`: the membership level that is selected at first. */
export function openRecharge(wanted = ''): void {
  openPage(`/packages/wallet/recharge/index?wanted=${wanted}`);
}

/** Follows a button of a refusal that leads to the same place from every page. */
export function openWayOut(action: RefusalAction): void {
  if (action === 'upgrade') openPlans();
  if (action === 'recharge') openRecharge();
}
