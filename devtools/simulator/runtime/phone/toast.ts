import { element } from '../../dom';
import { overlayLayer } from './overlay';

export type ToastOptions = {
  title: string;
  icon?: 'success' | 'error' | 'loading' | 'none' | undefined;
  image?: string | undefined;
  duration?: number | undefined;
  mask?: boolean | undefined;
};

let shown: HTMLElement | undefined;
let timer = 0;

/** As on a phone, only one is shown at a time: a loading box and a toast replace each other. */
export const toast = {
  show({ title, icon = 'success', duration = 1500, mask = false }: ToastOptions): void {
    toast.hide();
    const box = element('div', `toast toast-${icon}`);
    if (icon !== 'none') box.append(element('i', `toast-icon toast-icon-${icon}`));
    box.append(element('span', '', title));
    box.setAttribute('role', 'status');
    shown = element('div', mask ? 'toast-layer toast-mask' : 'toast-layer', box);
    overlayLayer().append(shown);
    if (Number.isFinite(duration)) timer = window.setTimeout(() => toast.hide(), duration);
  },

  hide(): void {
    clearTimeout(timer);
    shown?.remove();
    shown = undefined;
  },
};
