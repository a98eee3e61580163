import { element } from '../../dom';

/**
 * The elements around one page. Find them only through this file, because apps may use the same class names for their
 * own elements.
 */
export type PageView = {
  /** The native navigation bar and the frame below it. */
  section: HTMLElement;
  /** The containing block of the page's fixed elements; on a phone, each page is a separate web view. */
  frame: HTMLElement;
  scroller: HTMLElement;
};

const container = element('main', 'pages');
const views = new Set<PageView>();
let current: PageView | undefined;

export const pageViews = {
  container,

  open(route: string, isTab: boolean): PageView {
    const scroller = element('div', 'page-scroller');
    // Makes it scrollable with the keyboard.
    scroller.tabIndex = 0;
    const frame = element('div', 'page-frame', scroller);
    const section = element('section', 'page-section', frame);
    section.setAttribute('wx-route', route);
    section.toggleAttribute('data-tab', isTab);
    const view = { section, frame, scroller };
    views.add(view);
    container.append(section);
    return view;
  },

  show(view: PageView): void {
    current = view;
    view.section.hidden = false;
    fit(view);
  },

  hide(view: PageView): void {
    if (current === view) current = undefined;
    view.section.hidden = true;
  },

  close(view: PageView): void {
    if (current === view) current = undefined;
    views.delete(view);
    view.section.remove();
  },

  current: (): PageView | undefined => current,

  /** The page view that contains an element. */
  around(target: EventTarget | null | undefined): PageView | undefined {
    if (!(target instanceof Node)) return undefined;
    return [...views].find(({ frame }) => frame.contains(target));
  },

  fit,

  fitAll(): void {
    for (const view of views) fit(view);
  },
};

/** On a phone `100vh` is the height of the page's own view, without the native bars. */
function fit({ frame }: PageView): void {
  frame.style.setProperty('--phone-page-vh', `${frame.clientHeight / 100}px`);
}
