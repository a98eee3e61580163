/** The bar of pages without WeChat's own. Lengths in px: they come from the phone, not from the design. */
export function barHeights(): { statusHeight: number; barHeight: number; reservedWidth: number } {
  const { statusBarHeight, windowWidth } = wx.getWindowInfo();
  const capsule = wx.getMenuButtonBoundingClientRect();
  return {
    statusHeight: statusBarHeight,
    // The capsule stands in the middle of the bar.
    barHeight: capsule.height + 2 * (capsule.top - statusBarHeight),
    // The bar must end left of the capsule.
    reservedWidth: windowWidth - capsule.left + 8,
  };
}
