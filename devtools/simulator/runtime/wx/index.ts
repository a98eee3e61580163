import { SelectorQuery } from '../engine/selector-query';
import { createIntersectionObserver } from '../engine/intersection';
import type { Caller } from '../engine/caller';
import { stats } from '../phone/stats';
import { currentPage } from '../router/navigation';
import { createAnimation } from './animation';
import { eventPair } from './api';
import { cloud } from './cloud';
import { deviceApis } from './device';
import { fileApis } from './files';
import { interfaceApis } from './interface';
import { mediaApis } from './media';
import { navigationApis } from './navigation';
import { openApis } from './open';
import { storageApis } from './storage';

export const appErrors = eventPair<string>();
export const appRejections = eventPair<{ reason: unknown; promise: Promise<unknown> }>();
export const appVisibility = { show: eventPair<object>(), hide: eventPair<object>() };

const built: Record<string, unknown> = {
  ...navigationApis,
  ...interfaceApis,
  ...storageApis,
  ...deviceApis,
  ...mediaApis,
  ...fileApis,
  ...openApis,
  cloud: loud('wx.cloud', cloud),
  createAnimation,
  createSelectorQuery: () =>
    new SelectorQuery(currentPage()?.caller as unknown as Caller | undefined),
  createIntersectionObserver: (owner: Caller, options?: object) =>
    createIntersectionObserver(owner, options),
  nextTick: (run: () => void) => queueMicrotask(run),
  onError: appErrors.on,
  offError: appErrors.off,
  onUnhandledRejection: appRejections.on,
  offUnhandledRejection: appRejections.off,
  onAppShow: appVisibility.show.on,
  offAppShow: appVisibility.show.off,
  onAppHide: appVisibility.hide.on,
  offAppHide: appVisibility.hide.off,
  canIUse: (name: string) => (name.split('.')[0] ?? '') in built,
};

/** `wx`: what is not built fails by its name. */
export const wx: Record<string, unknown> = loud('wx', built);

function loud(what: string, apis: object): Record<string, unknown> {
  return new Proxy(apis as Record<string, unknown>, {
    get(target, name) {
      if (typeof name === 'symbol' || name in target) return Reflect.get(target, name) as unknown;
      stats.missingApis.push(`${what}.${name}`);
      const message = `${what}.${name} is not built in the simulator (devtools/simulator/runtime/wx)`;
      console.error(`[simulator] ${message}`);
      // Asking whether an API exists is fine on old phones, calling it is not.
      return undefined;
    },
  });
}
