import { appStore } from '../engine/app-store';
import { fitFrames, statusBar } from '../phone/frame';
import { phoneWidth } from '../phone/geometry';
import { pageViews } from '../phone/page-views';
import { onSettingsChange } from '../phone/settings';
import { EventChannel } from './event-channel';
import { openPage, type Page } from './page';
import { tabBar } from './tab-bar';
import { parseTarget, type Target } from './url';

/** WeChat's limit for the page stack. */
const maxPages = 10;

export class NavigationError extends Error {}

let stack: Page[] = [];
/** Tab pages stay alive while another tab is shown. */
const tabs = new Map<string, Page>();
const listeners = new Set<(page: Page) => void>();

export function currentPage(): Page | undefined {
  return stack.at(-1);
}

export function pages(): readonly Page[] {
  return stack;
}

export function onPageChange(listener: (page: Page) => void): void {
  listeners.add(listener);
}

export function navigateTo(
  url: string,
  events: Record<string, (...values: unknown[]) => void> = {},
): EventChannel {
  const target = find(url);
  if (tabBar.isTab(target.route)) throw new NavigationError('can not navigateTo a tabbar page');
  if (stack.length >= maxPages) throw new NavigationError(`webview count limit exceed`);
  const [near, far] = EventChannel.pair();
  for (const [name, listener] of Object.entries(events)) near.on(name, listener);
  currentPage()?.hide();
  push(target, far);
  return near;
}

export function redirectTo(url: string): void {
  const target = find(url);
  if (tabBar.isTab(target.route)) throw new NavigationError('can not redirectTo a tabbar page');
  remove(stack.splice(-1));
  push(target);
}

export function switchTab(url: string): void {
  const { route } = find(url.split('?')[0] ?? '');
  if (!tabBar.isTab(route)) throw new NavigationError('can not switch to no-tabBar page');
  if (currentPage()?.route === route) return;
  const [shown] = stack;
  remove(stack.filter((page) => !page.isTab));
  shown?.hide();
  const kept = tabs.get(route);
  if (kept === undefined) {
    stack = [];
    push({ route, query: {} });
    return;
  }
  stack = [kept];
  showTop();
}

export function reLaunch(url: string): void {
  const target = find(url);
  const all = new Set([...stack, ...tabs.values()]);
  stack = [];
  tabs.clear();
  remove([...all]);
  push(target);
}

export function navigateBack(delta = 1): void {
  if (stack.length <= 1) throw new NavigationError('cannot navigate back at first page');
  remove(stack.splice(-Math.min(delta, stack.length - 1)));
  showTop();
}

/** Opens the first page; an unknown page in the URL falls back to the entry page. */
export function launch(target: Target): void {
  if (appStore.app.pages.includes(target.route)) push(target);
  else {
    const handler = appStore.instance.onPageNotFound;
    console.warn(`[simulator] there is no page "${target.route}"`);
    if (typeof handler === 'function') {
      Reflect.apply(handler, appStore.instance, [
        { path: target.route, query: target.query, isEntryPage: true },
      ]);
    }
    if (stack.length === 0) push({ route: appStore.app.entryPage, query: {} });
  }
}

function find(url: string): Target {
  const target = parseTarget(url, currentPage()?.route ?? '');
  if (!appStore.app.pages.includes(target.route))
    throw new NavigationError(`page "${target.route}" is not found`);
  return target;
}

function push({ route, query }: Target, channel?: EventChannel): void {
  const isTab = tabBar.isTab(route);
  // Show or hide the tab bar first: it changes the height of the page, which is measured when the page opens.
  tabBar.show(isTab ? route : undefined);
  const page = openPage({ route, query, isTab, isRoot: stack.length === 0, channel });
  if (isTab) tabs.set(route, page);
  stack.push(page);
  page.load();
  // `onLoad` may have opened another page already.
  if (currentPage() === page) showTop();
}

function showTop(): void {
  const page = currentPage();
  if (page === undefined) return;
  tabBar.show(page.isTab ? page.route : undefined);
  redrawCurrentPage();
  page.show();
  for (const listener of listeners) listener(page);
}

/** Draws the colours of the topmost page and of the status bar above it. */
export function redrawCurrentPage(): void {
  const page = currentPage();
  if (page === undefined) return;
  page.redraw();
  statusBar.setTextStyle(page.navigationBar.textStyle());
}

function remove(removed: Page[]): void {
  for (const page of [...removed].reverse()) {
    if (tabs.get(page.route) === page) tabs.delete(page.route);
    page.unload();
  }
}

/** Fits the pages to a new size of the window, or of the text and the bars of the phone. */
export function listenToResize(): void {
  const fit = (): void => {
    fitFrames();
    pageViews.fitAll();
  };
  onSettingsChange(fit);
  addEventListener('resize', () => {
    fit();
    const size = { windowWidth: phoneWidth(), windowHeight: innerHeight };
    currentPage()?.call('onResize', { size });
  });
}
