import { element, tapTarget } from '../../dom';
import { phoneWidth } from './geometry';
import { pageViews } from './page-views';
import { settings } from './settings';

/** Bar heights in px of an iPhone with a notch, and of one without. */
const withInsets = { statusBar: 44, bottom: 34 };
const withoutInsets = { statusBar: 20, bottom: 0 };
const navigationBarPx = 44;
const capsule = { width: 87, height: 32, right: 7, top: 4 };

/** The parts of the screen that belong to the phone and to WeChat. */
export const screen = {
  get statusBarPx(): number {
    return sizes().statusBar;
  },
  get bottomPx(): number {
    return sizes().bottom;
  },
  navigationBarPx,
  capsule(): {
    width: number;
    height: number;
    top: number;
    right: number;
    bottom: number;
    left: number;
  } {
    const top = sizes().statusBar + capsule.top;
    const right = phoneWidth() - capsule.right;
    const { width, height } = capsule;
    return { width, height, top, right, bottom: top + height, left: right - width };
  },
};

export const statusBar = {
  setTextStyle(style: string): void {
    const { style: properties, dataset } = document.documentElement;
    dataset.signs = style;
    properties.setProperty('--phone-signs', style === 'white' ? '#fff' : '#000');
  },
};

/** The native bar below the tab pages; `router/tab-bar.ts` fills it. */
export const tabBarElement = element('nav', 'tab-bar');

/** Draws the frame around the pages; `onMenu` and `onClose` are the two halves of the capsule. */
export function drawFrame(onMenu: () => void, onClose: () => void): void {
  const time = element('time', '');
  const menu = tapTarget('capsule-menu', '', onMenu);
  menu.setAttribute('aria-label', '更多');
  const close = tapTarget('capsule-close', '', onClose);
  close.setAttribute('aria-label', '关闭');
  tabBarElement.setAttribute('role', 'tablist');
  tabBarElement.hidden = true;
  document.body.append(
    pageViews.container,
    tabBarElement,
    element('div', 'status-bar', time, element('span', 'status-signs')),
    element('div', 'capsule', menu, close),
    element('div', 'home-indicator'),
  );
  const tick = (): void => {
    time.textContent = new Date().toLocaleTimeString('zh-CN', {
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
      timeZone: 'Asia/Shanghai',
    });
  };
  tick();
  setInterval(tick, 5_000);
  fitFrames();
}

export function fitFrames(): void {
  const { style } = document.documentElement;
  const { statusBar: top, bottom } = sizes();
  style.setProperty('--phone-status-bar-height', `${top}px`);
  style.setProperty('--phone-navigation-bar-height', `${navigationBarPx}px`);
  style.setProperty('--phone-text-scale', String(settings.textScale));
  style.setProperty('--phone-safe-area-inset-top', `${top}px`);
  style.setProperty('--phone-safe-area-inset-bottom', `${bottom}px`);
  style.setProperty('--phone-safe-area-inset-left', '0px');
  style.setProperty('--phone-safe-area-inset-right', '0px');
}

function sizes(): typeof withInsets {
  return settings.insets ? withInsets : withoutInsets;
}
