/** What stands over the page or in the place of the tab bar. */
const covers = new Set<object>();
let isHidden = false;

/**
 * WeChat draws the tab bar over every mask of a page: it goes for as long as something modal is shown, or something else
 * takes its place. Pages without a tab bar refuse, which is right.
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
