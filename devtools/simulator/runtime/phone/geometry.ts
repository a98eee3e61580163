import { pageViews } from './page-views';

/** The width of the screen in px: of the window, or of the column in a wide one. */
export const phoneWidth = (): number => document.body.clientWidth;

/** Where the view of a page begins in the window of the browser, and how far it is scrolled. */
export type PageOrigin = { left: number; top: number; scrollTop: number };

/** The origin of a page's coordinates: its own view, below the native navigation bar. */
export function pageOrigin(target: EventTarget | null): PageOrigin {
  const view = pageViews.around(target) ?? pageViews.current();
  if (view === undefined) return { left: 0, top: 0, scrollTop: 0 };
  const { left, top } = view.frame.getBoundingClientRect();
  return { left, top, scrollTop: view.scroller.scrollTop };
}
