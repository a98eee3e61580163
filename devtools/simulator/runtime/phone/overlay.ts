import { element } from '../../dom';

const layer = element('div', 'overlays');

/** The layer above the pages, where the phone itself shows things. */
export function overlayLayer(): HTMLElement {
  if (!layer.isConnected) document.body.append(layer);
  return layer;
}

/** Shows something over a mask; resolves with what was chosen, undefined for a tap on the mask. */
export function ask<Answer>(
  className: string,
  build: (answer: (value: Answer | undefined) => void) => (Node | string)[],
  { closesOnMask = true } = {},
): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const mask = element('div', 'overlay-mask');
    const previous = document.activeElement;
    const close = (value: Answer | undefined): void => {
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
