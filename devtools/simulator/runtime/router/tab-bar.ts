import { appStore } from '../engine/app-store';
import { element, tapTarget } from '../../dom';
import { tabBarElement } from '../phone/frame';
import { theme } from '../phone/theme';

type ItemChange = {
  text?: string;
  iconPath?: string;
  selectedIconPath?: string;
  badge?: string | undefined;
  dot?: boolean;
};

const changes = new Map<number, ItemChange>();
let current: string | undefined;
let isHidden = false;
let style: Record<string, unknown> = {};
let onSelect: (route: string, index: number, text: string) => void = () => undefined;

/** The native bar below the tab pages. */
export const tabBar = {
  setUp(select: typeof onSelect): void {
    onSelect = select;
    if (appStore.app.tabBar?.custom === true)
      console.error('[simulator] tabBar.custom is not built');
    theme.onChange(draw);
  },

  isTab: (route: string): boolean =>
    (appStore.app.tabBar?.list ?? []).some((item) => item.pagePath === route),

  /** Shows the bar with this tab selected; hides it for undefined, on pages without a tab bar. */
  show(route: string | undefined): void {
    current = route;
    draw();
  },

  change(index: number, change: ItemChange): void {
    changes.set(index, { ...changes.get(index), ...change });
    draw();
  },

  setStyle(next: Record<string, unknown>): void {
    style = { ...style, ...next };
    draw();
  },

  setHidden(hidden: boolean): void {
    isHidden = hidden;
    draw();
  },
};

function draw(): void {
  const config = appStore.app.tabBar;
  const bar = tabBarElement;
  const isShown = config !== null && current !== undefined && !isHidden;
  bar.hidden = !isShown;
  const room = isShown ? 'calc(50px + var(--phone-safe-area-inset-bottom))' : '0px';
  document.documentElement.style.setProperty('--phone-tab-bar-room', room);
  if (config === null) return;
  const color = (name: string, otherwise: string): string =>
    theme.value(style[name] ?? config[name]) ?? otherwise;
  bar.style.backgroundColor = color('backgroundColor', '#ffffff');
  bar.dataset.border = color('borderStyle', 'black');
  bar.replaceChildren(
    ...config.list.map((item, index) => {
      const { text, iconPath, selectedIconPath, badge, dot } = { ...item, ...changes.get(index) };
      const isSelected = item.pagePath === current;
      const icon = element('img', 'tab-icon');
      const path = theme.value(isSelected ? selectedIconPath : iconPath);
      icon.alt = '';
      if (path !== undefined) icon.src = `/miniprogram/${path.replace(/^\//, '')}`;
      const label = element('span', 'tab-text', text);
      const button = tapTarget('tab-item', '', () => onSelect(item.pagePath, index, text));
      if (path !== undefined) button.append(icon);
      button.append(label);
      if (badge !== undefined || dot === true)
        button.append(element('em', dot === true ? 'tab-dot' : 'tab-badge', badge ?? ''));
      button.setAttribute('role', 'tab');
      button.setAttribute('aria-selected', String(isSelected));
      button.setAttribute('aria-label', text);
      button.style.color = isSelected
        ? color('selectedColor', '#3cc51f')
        : color('color', '#7a7e83');
      return button;
    }),
  );
}
