import type { Workshop } from '../runtime/main';
import { element } from '../dom';

export type PhoneSize = { label: string; width: number; height: number };

export const sizes: PhoneSize[] = [
  { label: '320', width: 320, height: 568 },
  { label: '375', width: 375, height: 812 },
  { label: '430', width: 430, height: 932 },
];

export type Phone = {
  element: HTMLElement;
  /** The runtime in the iframe; undefined while it loads. */
  workshop(): Workshop | undefined;
  onLoad(listener: (workshop: Workshop) => void): void;
  resize(size: PhoneSize): void;
  /** Restarts the app, optionally as another user. */
  restart(user?: string): void;
};

/** The margin around the phone. */
const marginPx = 36;

/** A phone's frame around an iframe with the app. */
export function createPhone(): Phone {
  const view = element('iframe', 'phone-view');
  view.title = '手机';
  view.src = `/app.html${location.search}`;
  const frame = element('div', 'phone', view);
  const listeners = new Set<(workshop: Workshop) => void>();
  view.addEventListener('load', () => {
    const workshop = phone.workshop();
    if (workshop !== undefined) for (const listener of listeners) listener(workshop);
  });

  /** Shrinks the phone when the window is lower than it. */
  const fit = (): void => {
    const { height } = size;
    frame.style.zoom = String(Math.min(1, (innerHeight - marginPx) / (height + marginPx)));
  };
  let [, size = { label: '', width: 375, height: 812 }] = sizes;
  addEventListener('resize', fit);

  const phone: Phone = {
    element: frame,
    workshop: () => Reflect.get(view.contentWindow ?? {}, '__workshop') as Workshop | undefined,
    onLoad: (listener) => void listeners.add(listener),
    resize(next) {
      size = next;
      fit();
      const { width, height } = size;
      frame.style.setProperty('--phone-width', `${width}px`);
      frame.style.setProperty('--phone-height', `${height}px`);
      phone.workshop()?.updateSettings({ insets: height / width > 1.9 });
    },
    restart(user) {
      const search = new URLSearchParams(location.search);
      if (user !== undefined) search.set('user', user);
      history.replaceState(null, '', `/?${search.toString()}`);
      view.src = `/app.html?${search.toString()}`;
    },
  };
  phone.resize(size);
  return phone;
}
