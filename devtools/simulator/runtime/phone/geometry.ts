/** Where the web view of a page begins in the window of the browser, and how far it is scrolled. */
export type PageOrigin = { left: number; top: number; scrollTop: number };

/**
 * Coordinates that pages see begin below the native navigation bar, where the page's own view begins.
 */
export function pageOrigin(target: EventTarget | null): PageOrigin {
  const element = target instanceof Element ? target : null;
  const frame =
    element?.closest('.page-frame') ?? document.querySelector('.page-frame[data-current]');
  if (frame === null) return { left: 0, top: 0, scrollTop: 0 };
  const { left, top } = frame.getBoundingClientRect();
  return { left, top, scrollTop: frame.querySelector('.page-scroller')?.scrollTop ?? 0 };
}
