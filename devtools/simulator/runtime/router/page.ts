import type { UnitConfig } from '../../definition';
import { appStore } from '../engine/app-store';
import { backend, codeSpace } from '../engine/code-space';
import { flushReady } from '../engine/ready';
import { element } from '../../dom';
import { pageViews, type PageView } from '../phone/page-views';
import { stats } from '../phone/stats';
import { theme } from '../phone/theme';
import { createNavigationBar, type NavigationBar } from './navigation-bar';
import { listenToPullDown, type PullDown } from './pull-down';
import type { EventChannel } from './event-channel';

/** `this` of a page. */
export type PageCaller = Record<string, unknown> & {
  route: string;
  options: Record<string, string>;
  data: Record<string, unknown>;
};

/** One page on the stack, with its elements and its lifecycle. */
export type Page = {
  route: string;
  query: Record<string, string>;
  caller: PageCaller;
  isTab: boolean;
  scroller: HTMLElement;
  navigationBar: NavigationBar;
  pullDown: PullDown;
  /** Calls a method of the page if it exists. */
  call(name: string, ...values: unknown[]): unknown;
  has(name: string): boolean;
  /** Adds the page to the document and calls `onLoad`. */
  load(): void;
  show(): void;
  /** Redraws the colours of theme.json, which change with the theme. */
  redraw(): void;
  hide(): void;
  unload(): void;
};

type PageOptions = {
  route: string;
  query: Record<string, string>;
  isTab: boolean;
  /** False when the bar leads back to a page below. */
  isRoot: boolean;
  channel: EventChannel | undefined;
};

/** Creates a page; its lifecycle starts with `load`. */
export function openPage({ route, query, isTab, isRoot, channel }: PageOptions): Page {
  const config = windowConfig(route);
  const view = pageViews.open(route, isTab);
  const { scroller } = view;
  const navigationBar = createNavigationBar(config, isTab, isRoot);
  view.section.prepend(navigationBar.element);
  const pullDown = listenToPullDown(scroller, config, () => void page.call('onPullDownRefresh'));

  const placeholder = element('div', '');
  scroller.append(placeholder);
  const root = backend.createRoot('page', codeSpace, route);
  const component = root.getComponent();
  (component.$$ as unknown as HTMLElement).setAttribute('wx-route', route);
  const caller = root.get() as unknown as PageCaller;
  caller.route = route;
  caller.options = query;
  caller.getOpenerEventChannel = () => channel ?? {};

  let isReady = false;
  let isShown = false;
  let scrollTop = 0;
  let focused: Element | null = null;
  const page: Page = {
    route,
    query,
    caller,
    isTab,
    scroller,
    navigationBar,
    pullDown,
    call(name, ...values) {
      const method = caller[name];
      if (typeof method !== 'function') return undefined;
      try {
        return (method as (...all: unknown[]) => unknown).apply(caller, values);
      } catch (error) {
        console.error(`[simulator] ${name} of ${route} failed:`, error);
        return undefined;
      }
    },
    has: (name) => typeof caller[name] === 'function',
    load() {
      pageViews.fit(view);
      root.attach(
        scroller as unknown as Parameters<typeof root.attach>[0],
        placeholder as unknown as Parameters<typeof root.attach>[1],
      );
      page.call('onLoad', query);
    },
    show() {
      if (isShown) return;
      isShown = true;
      pageViews.show(view);
      scroller.scrollTop = scrollTop;
      focusView(view, focused);
      page.call('onShow');
      component.triggerPageLifetime('show', []);
      if (isReady) return;
      isReady = true;
      setTimeout(() => {
        flushReady();
        page.call('onReady');
        requestAnimationFrame(() => (stats.firstRenderAt ??= performance.now()));
      }, 0);
    },
    redraw() {
      navigationBar.redraw();
      pullDown.redraw();
      scroller.style.backgroundColor = theme.value(config.backgroundColor) ?? '';
    },
    hide() {
      if (!isShown) return;
      isShown = false;
      page.call('onHide');
      component.triggerPageLifetime('hide', []);
      scrollTop = scroller.scrollTop;
      focused = view.section.contains(document.activeElement) ? document.activeElement : null;
      pageViews.hide(view);
    },
    unload() {
      page.call('onUnload');
      root.release();
      pageViews.close(view);
    },
  };
  if (config.disableScroll === true) scroller.style.overflowY = 'hidden';
  listenToScrolling(page, config);
  return page;
}

/** Restores the focus that the page had when it was left; on a new page, puts it before the first control. */
function focusView({ section, scroller }: PageView, focused: Element | null): void {
  if (section.contains(document.activeElement)) return;
  const target = focused instanceof HTMLElement && focused.isConnected ? focused : scroller;
  target.focus({ preventScroll: true });
}

function windowConfig(route: string): UnitConfig {
  return { ...appStore.app.window, ...appStore.unit(route)?.config };
}

function listenToScrolling(page: Page, { onReachBottomDistance = 50 }: UnitConfig): void {
  const { scroller } = page;
  let reachedAt = -1;
  scroller.addEventListener('scroll', () => {
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    if (page.has('onPageScroll')) page.call('onPageScroll', { scrollTop });
    if (scrollHeight - clientHeight - scrollTop > onReachBottomDistance) {
      reachedAt = -1;
      return;
    }
    // Fires once per bottom position; added content moves the bottom.
    if (scrollHeight <= reachedAt || scrollTop === 0) return;
    reachedAt = scrollHeight;
    page.call('onReachBottom');
  });
}
