import type { UnitConfig } from '../../definition';
import { element } from '../../dom';
import { theme } from '../phone/theme';

export type PullDown = { start(): void; stop(): void; redraw(): void };

const openPx = 50;
const triggerPx = 60;

/** Pull-down refresh at the top of a page, if its configuration enables it. */
export function listenToPullDown(
  scroller: HTMLElement,
  config: UnitConfig,
  onRefresh: () => void,
): PullDown {
  const indicator = element(
    'div',
    'pull-indicator',
    element('i', ''),
    element('i', ''),
    element('i', ''),
  );
  scroller.prepend(indicator);
  let startY: number | undefined;
  let pulled = 0;
  let isRefreshing = false;

  const open = (height: number, animated: boolean): void => {
    indicator.style.transition = animated ? 'height 200ms' : 'none';
    indicator.style.height = `${height}px`;
  };
  const start = (): void => {
    if (isRefreshing) return;
    isRefreshing = true;
    indicator.setAttribute('data-active', '');
    open(openPx, true);
    onRefresh();
  };

  if (config.enablePullDownRefresh === true) {
    scroller.addEventListener(
      'touchstart',
      ({ touches: [touch] }) => {
        startY = scroller.scrollTop <= 0 && !isRefreshing ? touch?.clientY : undefined;
        pulled = 0;
      },
      { passive: true },
    );
    scroller.addEventListener(
      'touchmove',
      (event) => {
        const [touch] = event.touches;
        if (startY === undefined || touch === undefined || event.defaultPrevented) return;
        pulled = (touch.clientY - startY) / 2;
        if (pulled <= 0) return;
        event.preventDefault();
        open(Math.min(pulled, 2 * openPx), false);
      },
      { passive: false },
    );
    for (const type of ['touchend', 'touchcancel']) {
      scroller.addEventListener(type, () => {
        if (startY === undefined) return;
        startY = undefined;
        if (pulled >= triggerPx) start();
        else open(0, true);
      });
    }
  }

  return {
    start,
    redraw() {
      indicator.dataset.text = theme.value(config.backgroundTextStyle) ?? 'dark';
    },
    stop() {
      isRefreshing = false;
      indicator.removeAttribute('data-active');
      open(0, true);
    },
  };
}
