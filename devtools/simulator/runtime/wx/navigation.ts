import { pageViews } from '../phone/page-views';
import * as router from '../router/navigation';
import { tabBar } from '../router/tab-bar';
import { api, ApiFailure } from './api';

type Url = { url: string };
type Events = Record<string, (...values: unknown[]) => void>;

/** Pages, their bars and their scrolling. */
export const navigationApis = {
  navigateTo: api('navigateTo', ({ url, events }: Url & { events?: Events }) => ({
    eventChannel: router.navigateTo(url, events),
  })),
  redirectTo: api('redirectTo', ({ url }: Url) => router.redirectTo(url)),
  switchTab: api('switchTab', ({ url }: Url) => router.switchTab(url)),
  reLaunch: api('reLaunch', ({ url }: Url) => router.reLaunch(url)),
  navigateBack: api('navigateBack', ({ delta }: { delta?: number }) => router.navigateBack(delta)),

  setNavigationBarTitle: api('setNavigationBarTitle', ({ title }: { title: string }) => {
    router.currentPage()?.navigationBar.setTitle(title);
  }),
  setNavigationBarColor: api(
    'setNavigationBarColor',
    ({ frontColor, backgroundColor }: { frontColor: string; backgroundColor: string }) => {
      router.currentPage()?.navigationBar.setColor(frontColor, backgroundColor);
      router.redrawCurrentPage();
    },
  ),
  showNavigationBarLoading: api('showNavigationBarLoading', () =>
    router.currentPage()?.navigationBar.setLoading(true),
  ),
  hideNavigationBarLoading: api('hideNavigationBarLoading', () =>
    router.currentPage()?.navigationBar.setLoading(false),
  ),

  showTabBar: api('showTabBar', () => setTabBarHidden(false)),
  hideTabBar: api('hideTabBar', () => setTabBarHidden(true)),
  setTabBarItem: api('setTabBarItem', ({ index, ...change }: { index: number }) =>
    tabBar.change(index, change),
  ),
  setTabBarStyle: api('setTabBarStyle', (style: Record<string, unknown>) => tabBar.setStyle(style)),
  setTabBarBadge: api('setTabBarBadge', ({ index, text }: { index: number; text: string }) =>
    tabBar.change(index, { badge: text }),
  ),
  removeTabBarBadge: api('removeTabBarBadge', ({ index }: { index: number }) =>
    tabBar.change(index, { badge: undefined }),
  ),
  showTabBarRedDot: api('showTabBarRedDot', ({ index }: { index: number }) =>
    tabBar.change(index, { dot: true }),
  ),
  hideTabBarRedDot: api('hideTabBarRedDot', ({ index }: { index: number }) =>
    tabBar.change(index, { dot: false }),
  ),

  startPullDownRefresh: api('startPullDownRefresh', () => router.currentPage()?.pullDown.start()),
  stopPullDownRefresh: api('stopPullDownRefresh', () => router.currentPage()?.pullDown.stop()),
  pageScrollTo: api('pageScrollTo', scrollPage),
};

function setTabBarHidden(isHidden: boolean): void {
  tabBar.setHidden(isHidden);
  pageViews.fitAll();
}

type ScrollOptions = {
  scrollTop?: number;
  duration?: number;
  selector?: string;
  offsetTop?: number;
};

function scrollPage({ scrollTop, duration = 300, selector, offsetTop = 0 }: ScrollOptions): void {
  const scroller = router.currentPage()?.scroller;
  if (scroller === undefined) return;
  let top = scrollTop ?? 0;
  if (selector !== undefined) {
    const target = scroller.querySelector(selector);
    if (target === null) throw new ApiFailure(`no element matches "${selector}"`);
    top =
      scroller.scrollTop +
      target.getBoundingClientRect().top -
      scroller.getBoundingClientRect().top +
      offsetTop;
  }
  scroller.scrollTo({ top, behavior: duration > 0 ? 'smooth' : 'instant' });
}
