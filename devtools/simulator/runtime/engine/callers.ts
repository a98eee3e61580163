import type { GeneralComponent } from 'glass-easel';
import * as adapter from 'glass-easel-miniprogram-adapter';
import { recordSetData } from '../phone/stats';
import { unsafePaths } from './json-safety';
import { createIntersectionObserver } from './intersection';
import { SelectorQuery } from './selector-query';
import { appStore } from './app-store';
import type { Caller } from './caller';

/** WeChat's limit; larger payloads never reach the view. */
const maxSetDataBytes = 1024 * 1024;

/** Adds to `this` of pages and components what the adapter lacks or implements differently. */
export function extendCallers(): void {
  const prototype = adapter.component.ComponentCaller.prototype as unknown as Record<
    string,
    unknown
  >;
  const setData = prototype.setData as (this: Caller, data: unknown, callback?: () => void) => void;

  prototype.setData = function (
    this: Caller,
    data: Record<string, unknown> | undefined,
    callback?: () => void,
  ) {
    if (typeof data !== 'object') throw new Error(`${this.is}: setData takes an object`);
    const route = pageOf(this._$).is;
    const bytes = measure(data, this.is);
    recordSetData(route, bytes, Object.keys(data));
    if (bytes > maxSetDataBytes) {
      console.error(
        `[simulator] setData of ${this.is} carries ${bytes} bytes; WeChat takes at most ${maxSetDataBytes}`,
      );
      return;
    }
    setData.call(this, data, callback);
  };
  prototype.createSelectorQuery = function (this: Caller) {
    return new SelectorQuery(this);
  };
  prototype.createIntersectionObserver = function (this: Caller, options?: object) {
    return createIntersectionObserver(this, options);
  };
  prototype.getPageId = function (this: Caller) {
    return `pageId:${pageOf(this._$).is}`;
  };
}

/** Returns the size of the payload, and reports every value that a phone would not send to the view. */
function measure(data: Record<string, unknown>, id: string): number {
  const unit = appStore.unit(id);
  if (unit?.isOwn === true) {
    for (const { path, kind } of unsafePaths(data)) {
      // Properties of components are passed within the logic layer, functions included.
      if (kind === 'a function' && unit.passedOn.includes(rootOf(path))) continue;
      console.error(
        `[simulator] setData of ${id}: "${path}" is ${kind} and does not reach the view on a phone`,
      );
    }
  }
  try {
    return new TextEncoder().encode(JSON.stringify(data)).length;
  } catch {
    return 0;
  }
}

function rootOf(path: string): string {
  return /^[^.[]+/.exec(path)?.[0] ?? path;
}

/** The page that contains a component. */
export function pageOf(component: GeneralComponent): GeneralComponent {
  let current = component;
  for (let shadow = current.ownerShadowRoot; shadow !== null; shadow = current.ownerShadowRoot) {
    current = shadow.getHostNode();
  }
  return current;
}
