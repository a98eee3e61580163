import { element } from '../../dom';
import { releaseFocus, trapFocus } from './modal-focus';

const layer = element('div', 'overlays');

/** The layer of WeChat's own dialogs, above the pages. */
export function overlayLayer(): HTMLElement {
  if (!layer.isConnected) document.body.append(layer);
  return layer;
}

/**
 * Opens a dialog over a mask; resolves with the value it is closed with, or undefined for a tap on the mask or Escape.
 */
export function openDialog<Value>(
  className: string,
  build: (close: (value: Value | undefined) => void) => (Node | string)[],
  { closesOnMask = true } = {},
): Promise<Value | undefined> {
  return new Promise((resolve) => {
    const mask = element('div', 'overlay-mask');
    const close = (value: Value | undefined): void => {
      mask.remove();
      releaseFocus(panel);
      resolve(value);
    };
    const panel = element('div', className, ...build(close));
    panel.setAttribute('role', 'dialog');
    panel.setAttribute('aria-modal', 'true');
    const title = panel.querySelector('.modal-title, .modal-content, .sheet-title');
    panel.setAttribute('aria-label', title?.textContent.trim() || '请选择');
    mask.append(panel);
    mask.addEventListener('click', (event) => {
      if (closesOnMask && event.target === mask) close(undefined);
    });
    overlayLayer().append(mask);
    trapFocus(panel, () => close(undefined));
  });
}
