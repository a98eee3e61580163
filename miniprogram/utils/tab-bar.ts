/** Elements over the page, or in the place of the tab bar. */
const covers = new Set<object>();
let isHidden = false;

/**
 * WeChat draws the tab bar above any mask of a page, so it is hidden while something modal is shown or takes its place.
 * On a page without a tab bar the call fails, which is harmless.
 */
export function coverTabBar(cover: object, isShown: boolean): void {
  if (isShown) covers.add(cover);
  else covers.delete(cover);
  const isWanted = covers.size > 0;
  if (isWanted === isHidden) return;
  isHidden = isWanted;
  const switched = isWanted ? wx.hideTabBar({}) : wx.showTabBar({});
  switched.catch((error: unknown) => console.info('tab bar not switched', error));
}
