import { element } from '../../dom';

const layer = element('div', 'overlays');

/** The layer of WeChat's own dialogs, above the pages. */
export function overlayLayer(): HTMLElement {
  if (!layer.isConnected) document.body.append(layer);
  return layer;
}

/** Opens a dialog over a mask; resolves with the value it is closed with, undefined for a tap on the mask. */
export function openDialog<Value>(
  className: string,
  build: (close: (value: Value | undefined) => void) => (Node | string)[],
  { closesOnMask = true } = {},
): Promise<Value | undefined> {
  return new Promise((resolve) => {
    const mask = element('div', 'overlay-mask');
    const previous = document.activeElement;
    const close = (value: Value | undefined): void => {
      mask.remove();
      if (previous instanceof HTMLElement) previous.focus();
      resolve(value);
    };
    const panel = element('div', className, ...build(close));
    panel.setAttribute('role', 'dialog');
    panel.setAttribute('aria-modal', 'true');
    panel.tabIndex = -1;
    mask.append(panel);
    mask.addEventListener('click', (event) => {
      if (closesOnMask && event.target === mask) close(undefined);
    });
    overlayLayer().append(mask);
    panel.focus({ preventScroll: true });
  });
}
