import { partModes } from '../../tag-definitions';
import { pageViews } from '../phone/page-views';
import { resolvePicture } from '../phone/pictures';
import type { BuiltIn, Control } from './built-in';

/** How far outside the view a lazy picture starts to load. */
const lazyMargin = '300px';

export const images: BuiltIn[] = [
  { tag: 'image', create },
  { tag: 'cover-image', create },
];

function create(control: Control): void {
  const { host, render, text, flag, onDetached } = control;
  const picture = document.createElement('img');
  picture.alt = '';
  picture.draggable = false;
  host.append(picture);
  let current = 0;
  let lazy: IntersectionObserver | undefined;

  picture.addEventListener('load', (event) => {
    event.stopPropagation();
    fit(host, picture, text('mode'));
    control.emit('load', { width: picture.naturalWidth, height: picture.naturalHeight });
  });
  picture.addEventListener('error', (event) => {
    event.stopPropagation();
    fail(`picture cannot be shown: ${text('src')}`);
  });
  render(['mode'], () => fit(host, picture, text('mode')));
  render(['src', 'lazyLoad'], () => {
    lazy?.disconnect();
    if (!flag('lazyLoad') || text('src') === '') {
      load();
      return;
    }
    lazy = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        lazy?.disconnect();
        load();
      },
      { root: pageViews.around(host)?.scroller ?? null, rootMargin: lazyMargin },
    );
    lazy.observe(host);
  });
  onDetached(() => lazy?.disconnect());

  function load(): void {
    const source = text('src');
    const turn = (current += 1);
    if (source === '') {
      picture.removeAttribute('src');
      return;
    }
    const importer = control.node.ownerShadowRoot?.getHostNode().is ?? '';
    resolvePicture(source, importer).then(
      (address) => {
        // Ignores an earlier `src` that resolves later.
        if (turn === current) picture.src = address;
      },
      (error: unknown) => {
        if (turn === current) fail(error instanceof Error ? error.message : String(error));
      },
    );
  }

  function fail(reason: string): void {
    control.emit('error', { errMsg: reason });
  }
}

const fits: Record<string, string> = {
  scaleToFill: 'fill',
  aspectFit: 'contain',
  aspectFill: 'cover',
};
const parts = new Set(partModes);

function fit(host: HTMLElement, picture: HTMLImageElement, mode: string): void {
  picture.style.objectFit = fits[mode] ?? (parts.has(mode) ? 'none' : 'fill');
  picture.style.objectPosition = parts.has(mode) ? mode : 'center';
  host.dataset.mode = mode;
  if (picture.naturalWidth === 0) return;
  host.style.setProperty('--phone-ratio', `${picture.naturalWidth} / ${picture.naturalHeight}`);
}
