/** Back, or to 创作 where there is nothing behind: the page was opened from a link. */
export function goBack(): void {
  if (getCurrentPages().length > 1) void wx.navigateBack();
  else void wx.switchTab({ url: '/pages/create/index' });
}

/** The memberships, one of them chosen. */
export function openPlans(level = ''): void {
  void wx.navigateTo({ url: `/packages/account/plans/index?level=${level}` });
}
