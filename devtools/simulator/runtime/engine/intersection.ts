import { pageViews } from '../phone/page-views';
import { hostOf } from './backend';
import type { Caller } from './caller';

type Margins = { left?: number; right?: number; top?: number; bottom?: number };
type Options = { thresholds?: number[]; initialRatio?: number; observeAll?: boolean };

/** `createIntersectionObserver()` built on the browser's; its viewport is the frame of the page. */
export function createIntersectionObserver(owner: Caller, options: Options = {}): object {
  let relativeTo: string | null = null;
  let margins: Margins = {};
  let observer: IntersectionObserver | undefined;

  const handle = {
    relativeTo(selector: string, extra: Margins = {}) {
      relativeTo = selector;
      margins = extra;
      return handle;
    },
    relativeToViewport(extra: Margins = {}) {
      relativeTo = null;
      margins = extra;
      return handle;
    },
    observe(selector: string, callback: (entry: object) => void) {
      // The tree may not be attached yet; a phone also starts to observe after the next layout.
      requestAnimationFrame(() => {
        const shadowRoot = owner._$.getShadowRoot();
        const found = shadowRoot?.querySelectorAll(selector) ?? [];
        const hosts = found.map(hostOf).filter((host) => host !== null);
        const target = relativeTo === null ? undefined : shadowRoot?.querySelector(relativeTo);
        const root = target == null ? pageViews.around(hosts[0])?.frame : hostOf(target);
        const { top = 0, right = 0, bottom = 0, left = 0 } = margins;
        observer = new IntersectionObserver(
          (entries) => {
            for (const entry of entries) callback(describe(entry));
          },
          {
            root: root ?? null,
            rootMargin: `${top}px ${right}px ${bottom}px ${left}px`,
            threshold: options.thresholds ?? [0],
          },
        );
        for (const host of options.observeAll === true ? hosts : hosts.slice(0, 1))
          observer.observe(host);
      });
    },
    disconnect: () => observer?.disconnect(),
  };
  return handle;
}

function describe(entry: IntersectionObserverEntry): object {
  const { intersectionRatio, intersectionRect, boundingClientRect, rootBounds, time, target } =
    entry;
  return {
    id: target.id,
    dataset: {},
    intersectionRatio,
    intersectionRect,
    boundingClientRect,
    relativeRect: rootBounds,
    time,
  };
}
