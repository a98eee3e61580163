import { element } from '../../dom';
import { releaseFocus, trapFocus } from './modal-focus';
import { overlayLayer } from './overlay';

/** The full-screen viewer of WeChat; a tap or Escape closes it. Resolves once it is open. */
export async function viewPictures(addresses: Promise<string>[], start: number): Promise<void> {
  const strip = element('div', 'viewer-strip');
  const counter = element('div', 'viewer-counter');
  const viewer = element('div', 'viewer', strip, counter);
  viewer.setAttribute('role', 'dialog');
  viewer.setAttribute('aria-label', '图片预览');
  const pictures = await Promise.all(
    addresses.map(async (address) => {
      const picture = element('img', '');
      picture.alt = '';
      picture.src = await address;
      return element('div', 'viewer-slide', picture);
    }),
  );
  strip.append(...pictures);
  const showCounter = (): void => {
    const index = Math.round(strip.scrollLeft / Math.max(1, strip.clientWidth));
    counter.textContent = pictures.length > 1 ? `${index + 1}/${pictures.length}` : '';
  };
  strip.addEventListener('scroll', showCounter);
  viewer.setAttribute('aria-modal', 'true');
  const close = (): void => {
    viewer.remove();
    releaseFocus(viewer);
  };
  viewer.addEventListener('click', close);
  overlayLayer().append(viewer);
  trapFocus(viewer, close);
  strip.scrollTo({ left: start * strip.clientWidth, behavior: 'instant' });
  showCounter();
}
