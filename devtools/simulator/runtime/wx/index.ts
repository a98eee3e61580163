import { createOffscreenCanvas } from '../components/canvas-node';
import { SelectorQuery } from '../engine/selector-query';
import { createIntersectionObserver } from '../engine/intersection';
import type { Caller } from '../engine/caller';
import { currentPage } from '../router/navigation';
import { createAnimation } from './animation';
import { eventPair } from './api';
import { cloud } from './cloud';
import { deviceApis } from './device';
import { fileApis } from './files';
import { interfaceApis } from './interface';
import { mediaApis } from './media';
import { reportMissing } from './missing';
import { keyboardApis } from './keyboard';
import { navigationApis } from './navigation';
import { openApis } from './open';
import { paymentApis } from './payment';
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
  ...keyboardApis,
  ...paymentApis,
  cloud: reportMissing('wx.cloud', cloud),
  createAnimation,
  createOffscreenCanvas,
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
  canIUse: (name: string) => Object.hasOwn(built, name.split('.')[0] ?? ''),
};

export const wx: Record<string, unknown> = reportMissing('wx', built);
