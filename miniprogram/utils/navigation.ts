import { createGuard } from './guard';

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

/** The memberships, one of them chosen. */
export function openPlans(level = ''): void {
  openPage(`/packages/account/plans/index?level=${level}`);
}
