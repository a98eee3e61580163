import type { UnitConfig } from '../../definition';
import { element, tapTarget } from '../../dom';
import { theme } from '../phone/theme';

export type NavigationBar = {
  element: HTMLElement;
  setTitle(title: string): void;
  /** Takes effect at the next `redraw`. */
  setColor(front: string, background: string): void;
  setLoading(isLoading: boolean): void;
  /** The colour of the title and of the status bar's icons above it: black or white. */
  textStyle(): string;
  /** Call when the theme changes, because colours may come from theme.json. */
  redraw(): void;
};

/** The native bar above a page: a back or home button, the title, and room for the capsule. */
export function createNavigationBar(
  config: UnitConfig,
  isTab: boolean,
  isRoot: boolean,
): NavigationBar {
  const title = element('div', 'navigation-title', config.navigationBarTitleText ?? '');
  title.setAttribute('role', 'heading');
  title.setAttribute('aria-level', '1');
  const bar = element('header', 'navigation-bar', title);
  // A page with its own bar still chooses the colour of the status bar's icons.
  bar.hidden = config.navigationStyle === 'custom';
  if (!isRoot) bar.prepend(leading('navigation-back', '返回'));
  else if (!isTab) bar.prepend(leading('navigation-home', '返回首页'));
  let colors = {
    front: config.navigationBarTextStyle as string | undefined,
    background: config.navigationBarBackgroundColor,
  };

  const navigationBar: NavigationBar = {
    element: bar,
    setTitle: (text) => (title.textContent = text),
    setColor(front, background) {
      colors = { front: front.toLowerCase() === '#ffffff' ? 'white' : 'black', background };
    },
    setLoading: (isLoading) => bar.toggleAttribute('data-loading', isLoading),
    textStyle: () => theme.value(colors.front) ?? 'white',
    redraw() {
      bar.dataset.text = navigationBar.textStyle();
      bar.style.backgroundColor = theme.value(colors.background) ?? '#000000';
    },
  };
  navigationBar.redraw();
  return navigationBar;
}

function leading(className: string, label: string): HTMLButtonElement {
  const button = tapTarget(className, '', () => {
    button.dispatchEvent(new CustomEvent(className, { bubbles: true }));
  });
  button.setAttribute('aria-label', label);
  return button;
}
